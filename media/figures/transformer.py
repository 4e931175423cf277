"""Encoder and decoder of the original Transformer, one block of each."""

from plate import BLUE, GREEN, INK, ORANGE, PURPLE, SOFT, figure, save

LEFT, RIGHT = 0.23, 0.76
BOXES = {  # name: (centre, words, colour)
    "source": ((LEFT, 0.05), "source + positions", SOFT),
    "self": ((LEFT, 0.3), "self-attention", BLUE),
    "ffn": ((LEFT, 0.56), "feed-forward", GREEN),
    "target": ((RIGHT, 0.05), "target + positions", SOFT),
    "masked": ((RIGHT, 0.23), "masked self-attention", BLUE),
    "cross": ((RIGHT, 0.45), "cross-attention", ORANGE),
    "ffn2": ((RIGHT, 0.67), "feed-forward", GREEN),
    "out": ((RIGHT, 0.93), "linear, softmax", PURPLE),
}
FLOW = ["source-self", "self-ffn", "target-masked", "masked-cross", "cross-ffn2", "ffn2-out"]
drawing, (axis,) = figure(height=4.0)
axis.set(xlim=(-0.03, 1.03), ylim=(0, 1))
axis.axis("off")
boxes = {}
for name, (place, words, colour) in BOXES.items():
    look = {"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": colour, "linewidth": 1.4}
    boxes[name] = axis.text(*place, words, ha="center", va="center", bbox=look, fontsize=9.5, zorder=3)
for x, low, high, side in [(LEFT, 0.15, 0.7, "encoder × N"), (RIGHT, 0.13, 0.81, "decoder × N")]:
    axis.plot([x - 0.24, x + 0.24, x + 0.24, x - 0.24, x - 0.24], [low, low, high, high, low], ":", color=SOFT, lw=1.2)
    axis.text(x - 0.212, high - 0.16, side, ha="center", va="center", rotation=90, fontsize=9.5, color=SOFT)


def arrow(start: tuple[float, float], end: tuple[float, float], tail: str | None, head: str) -> None:
    look = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.2, "mutation_scale": 10, "shrinkA": 0, "shrinkB": 1}
    look |= {"patchB": boxes[head].get_bbox_patch()}
    look |= {"patchA": boxes[tail].get_bbox_patch()} if tail else {}
    axis.annotate("", end, start, arrowprops=look)


for start, end in (pair.split("-") for pair in FLOW):
    arrow(BOXES[start][0], BOXES[end][0], start, end)
# A residual connection leaves the stream below a sublayer and joins it above: add and normalise.
for name in ["self", "ffn", "masked", "cross", "ffn2"]:
    (x, y), side = BOXES[name][0], 0.215
    axis.plot([x, x + side, x + side, x], [y - 0.085, y - 0.085, y + 0.085, y + 0.085], color=SOFT, lw=1.1, zorder=1)
    axis.plot([x], [y + 0.085], "o", color="white", mec=INK, ms=9, zorder=4)
    axis.text(x, y + 0.083, "+", ha="center", va="center", fontsize=9.5, zorder=5)
# The encoder's output is read by every decoder block.
axis.plot([LEFT, LEFT], [0.6, 0.645], color=INK, lw=1.2, zorder=1)
axis.plot([LEFT, LEFT, 0.49, 0.49], [0.65, 0.76, 0.76, 0.45], color=ORANGE, lw=1.4, zorder=1)
axis.annotate(
    "",
    BOXES["cross"][0],
    (0.49, 0.45),
    arrowprops={
        "arrowstyle": "-|>",
        "color": ORANGE,
        "linewidth": 1.4,
        "shrinkA": 0,
        "patchB": boxes["cross"].get_bbox_patch(),
    },
)
axis.text(LEFT, 0.79, "keys, values", ha="center", va="bottom", color=ORANGE, fontsize=9.5)
axis.text(LEFT, 0.93, "⊕ add and normalise", ha="center", va="center", color=SOFT, fontsize=9.5)
save(drawing, __file__)
