"""A basic residual block, as in the first paper: two convolutions, a shortcut, an addition before the last ReLU."""

from itertools import pairwise

from plate import BLUE, GREEN, INK, ORANGE, figure, save

drawing, (axis,) = figure(height=2.1)
axis.set(xlim=(0, 10), ylim=(0, 3.6))
axis.axis("off")
texts = {}
BOXES = {
    "conv1": (2.5, "3×3 conv\nbatch norm", BLUE),
    "relu": (4.35, "ReLU", GREEN),
    "conv2": (6.2, "3×3 conv\nbatch norm", BLUE),
    "plus": (7.95, "+", ORANGE),
    "last": (9.05, "ReLU", GREEN),
}
for name, (place, words, colour) in BOXES.items():
    shape = "circle,pad=0.25" if name == "plus" else "round,pad=0.35"
    box = {"boxstyle": shape, "facecolor": "white", "edgecolor": colour, "linewidth": 1.4}
    texts[name] = axis.text(place, 1.1, words, ha="center", va="center", fontsize=9.5, bbox=box)
look = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.2, "mutation_scale": 11, "shrinkA": 1, "shrinkB": 1}
names = list(BOXES)
for start, end in pairwise(names):
    patches = {"patchA": texts[start].get_bbox_patch(), "patchB": texts[end].get_bbox_patch()}
    axis.annotate("", (BOXES[end][0], 1.1), (BOXES[start][0], 1.1), arrowprops=look | patches)
axis.annotate("", (2.5, 1.1), (0.2, 1.1), arrowprops=look | {"patchB": texts["conv1"].get_bbox_patch()})
axis.annotate("", (10, 1.1), (9.05, 1.1), arrowprops=look | {"patchA": texts["last"].get_bbox_patch()})
axis.plot([0.95, 0.95, 7.95], [1.1, 2.85, 2.85], color=ORANGE, linewidth=1.8)
axis.annotate(
    "", (7.95, 1.1), (7.95, 2.9), arrowprops=look | {"color": ORANGE, "patchB": texts["plus"].get_bbox_patch()}
)
axis.text(4.4, 3.15, "shortcut: the identity", ha="center", va="center", color=ORANGE)
axis.text(0.3, 1.45, "$x$", fontsize=12)
axis.text(4.4, 0.15, "$F(x)$", ha="center", fontsize=12, color=BLUE)
save(drawing, __file__)
