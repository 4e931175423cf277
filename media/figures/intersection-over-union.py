"""Two boxes: their intersection and their union, each area counted and the ratio taken."""

from __future__ import annotations

from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, ORANGE, PURPLE, figure, save

A, B = (0.0, 2.0, 6.0, 6.0), (3.0, 0.0, 9.0, 5.0)  # left, low, right, high


def area(box: tuple[float, ...]) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


shared = (max(A[0], B[0]), max(A[1], B[1]), min(A[2], B[2]), min(A[3], B[3]))
inside = area(shared)
either = area(A) + area(B) - inside
drawing, panels = figure(2.6, columns=2)
for axes, name, filled, colour in zip(
    panels,
    (f"intersection: {inside:.0f}", f"union: {area(A):.0f} + {area(B):.0f} − {inside:.0f} = {either:.0f}"),
    ((shared,), (A, B)),
    (GREEN, PURPLE),
    strict=True,
):
    for box in filled:
        axes.add_patch(
            Rectangle(box[:2], box[2] - box[0], box[3] - box[1], facecolor="#d9d3e8" if filled[1:] else colour)
        )
    for box, edge, label, spot in ((A, BLUE, "A", (0.5, 5.1)), (B, ORANGE, "B", (8.0, 0.4))):
        axes.add_patch(Rectangle(box[:2], box[2] - box[0], box[3] - box[1], fill=False, edgecolor=edge, linewidth=2))
        axes.text(*spot, label, color=edge, fontsize=12, weight="bold")
    axes.text(4.5, 6.7, name, color=colour, ha="center")
    axes.set(xlim=(-0.2, 9.2), ylim=(-0.4, 7.6), aspect="equal")
    axes.axis("off")
drawing.supxlabel(f"IoU = {inside:.0f} / {either:.0f} ≈ {inside / either:.2f}", fontsize=12)
save(drawing, __file__)
