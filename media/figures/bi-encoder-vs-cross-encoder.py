"""Two encoders that meet in a dot product, and one encoder that reads both texts."""

from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

LEFT = {
    "q": ((0.22, 0.08), "query", SOFT),
    "d": ((0.78, 0.08), "document", SOFT),
    "f": ((0.22, 0.4), "encoder", BLUE),
    "g": ((0.78, 0.4), "encoder", BLUE),
    "s": ((0.5, 0.76), "dot product", GREEN),
}
RIGHT = {
    "q": ((0.25, 0.08), "query", SOFT),
    "d": ((0.75, 0.08), "document", SOFT),
    "h": ((0.5, 0.42), "   encoder over both   ", ORANGE),
    "s": ((0.5, 0.76), "score", GREEN),
}
drawing, axes = figure(height=2.5, columns=2)
PARTS = [(LEFT, ["q-f", "d-g", "f-s", "g-s"], "bi-encoder"), (RIGHT, ["q-h", "d-h", "h-s"], "cross-encoder")]
for axis, (boxes, arrows, title) in zip(axes, PARTS, strict=True):
    axis.set(xlim=(0, 1), ylim=(0, 0.86), title=title)
    axis.axis("off")
    patches = {}
    for name, (place, words, colour) in boxes.items():
        box = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": colour, "linewidth": 1.4}
        patches[name] = axis.text(*place, words, ha="center", va="center", bbox=box, fontsize=9.5).get_bbox_patch()
    for start, end in [pair.split("-") for pair in arrows]:
        look = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.1, "mutation_scale": 10}
        look |= {"patchA": patches[start], "patchB": patches[end], "shrinkA": 2, "shrinkB": 2}
        axis.annotate("", boxes[end][0], boxes[start][0], arrowprops=look)
axes[0].text(0.78, 0.585, "stored", ha="left", fontsize=9.5, color=SOFT)
save(drawing, __file__)
