"""Faster R-CNN as blocks: one backbone, its map used twice, by the proposal network and by the pooled heads."""

from __future__ import annotations

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, SOFT, figure, save

# name: middle x, middle y, width, text, colour
BLOCKS = {
    "image": (3.0, 9.0, 4.6, "image\nH × W × 3", SOFT),
    "backbone": (3.0, 7.2, 4.6, "backbone (VGG-16)\nstride 16", BLUE),
    "map": (3.0, 5.4, 4.6, "feature map\nH/16 × W/16 × 512", BLUE),
    "rpn": (8.4, 5.4, 4.0, "RPN: 9 anchors a cell\n2 · 9 scores, 4 · 9 offsets", ORANGE),
    "proposals": (8.4, 3.6, 4.0, "NMS: best proposals\n(300 at test time)", ORANGE),
    "roi": (3.0, 3.6, 4.6, "RoI pooling\n7 × 7 × 512 each", GREEN),
    "heads": (3.0, 1.8, 4.6, "two dense layers", GREEN),
    "class": (1.45, 0.0, 2.7, "K + 1 class\nscores", PURPLE),
    "box": (4.55, 0.0, 2.7, "4K box\noffsets", PURPLE),
}
HALF = 0.58


def arrow(axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=10, color=INK, linewidth=1.3))


drawing, (axes,) = figure(5.0)
for x, y, width, text, colour in BLOCKS.values():
    axes.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - HALF),
            width,
            2 * HALF,
            boxstyle="round,pad=0,rounding_size=0.15",
            facecolor=colour + "26",
            edgecolor=colour,
            linewidth=1.6,
        )
    )
    axes.text(x, y, text, ha="center", va="center", fontsize=9.5)
for start, end in (("image", "backbone"), ("backbone", "map"), ("map", "roi"), ("rpn", "proposals"), ("roi", "heads")):
    (x, y, *_), (_, z, *_) = BLOCKS[start], BLOCKS[end]
    arrow(axes, (x, y - HALF), (x, z + HALF))
arrow(axes, (5.3, 5.4), (6.4, 5.4))
arrow(axes, (6.4, 3.6), (5.3, 3.6))
for end in ("class", "box"):
    arrow(axes, (BLOCKS[end][0], 1.8 - HALF), (BLOCKS[end][0], HALF))
axes.text(8.4, 1.8, "at test time NMS\nfor each class follows", ha="center", va="center", color=SOFT, fontsize=9.5)
axes.set(xlim=(0, 10.6), ylim=(-0.75, 9.75))
axes.axis("off")
save(drawing, __file__)
