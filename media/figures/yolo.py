"""A 7 x 7 grid over an image: the cell that holds a box's centre is responsible for it, whatever else it covers."""

from __future__ import annotations

from matplotlib.patches import Ellipse, Rectangle
from plate import BLUE, GREEN, ORANGE, PURPLE, SOFT, figure, save

S, SIDE = 7, 448
CELL = SIDE / S
# left, top, right, bottom in pixels (y runs down)
BOXES = [
    ("dog", (30, 150, 175, 425), ORANGE),
    ("bus", (170, 40, 415, 230), BLUE),
    ("ball", (200, 330, 262, 392), GREEN),
    ("cup", (245, 290, 325, 435), PURPLE),
]
cells = [(int((b[0] + b[2]) / 2 // CELL), int((b[1] + b[3]) / 2 // CELL)) for _, b, _ in BOXES]
drawing, (axes,) = figure(4.4)
axes.add_patch(Rectangle((0, 0), SIDE, SIDE, facecolor="#eceae2", edgecolor=SOFT))
for (_, _, colour), (column, row) in zip(BOXES, cells, strict=True):
    axes.add_patch(Rectangle((column * CELL, row * CELL), CELL, CELL, facecolor=colour, alpha=0.3))
for k in range(1, S):
    axes.plot([0, SIDE], [k * CELL] * 2, color=SOFT, linewidth=0.6)
    axes.plot([k * CELL] * 2, [0, SIDE], color=SOFT, linewidth=0.6)
for name, box, colour in BOXES:
    x, y, w, h = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, box[2] - box[0], box[3] - box[1]
    axes.add_patch(Ellipse((x, y), w, h, facecolor=colour, alpha=0.12))
    axes.add_patch(Rectangle(box[:2], w, h, fill=False, edgecolor=colour, linewidth=2))
    axes.plot(x, y, "o", color=colour, markersize=5)
    axes.text(box[0] + 3, box[1] - 5, name, color=colour, fontsize=10.5, weight="bold")
axes.set(xlim=(-2, SIDE + 2), ylim=(SIDE + 2, -2), aspect="equal")
axes.axis("off")
save(drawing, __file__)
