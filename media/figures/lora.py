"""LoRA: the frozen matrix and, beside it, the narrow path through A and B, drawn to their shapes."""

from __future__ import annotations

from matplotlib.patches import Polygon, Rectangle
from plate import BLUE, INK, ORANGE, SOFT, figure, save

WIDTH, RANK = 2.2, 0.5  # d and r in drawing units

if __name__ == "__main__":
    drawing, (axis,) = figure(3.7)
    axis.set(xlim=(-0.6, 6.1), ylim=(-1.0, 4.65))
    axis.set_aspect("equal")
    axis.axis("off")
    left, right, low, high = 1.1, 4.2, 0.75, 2.95
    axis.add_patch(Rectangle((left - WIDTH / 2, low), WIDTH, high - low, fc="#e6edf5", ec=BLUE, lw=1.6))
    axis.text(left, (low + high) / 2, "$W_0$\nfrozen", ha="center", va="center", fontsize=12)
    middle = (low + high) / 2

    def trapezium(bottom: float, top: float, base: float, lid: float, text: str) -> None:
        corners = [
            (right - base / 2, bottom),
            (right + base / 2, bottom),
            (right + lid / 2, top),
            (right - lid / 2, top),
        ]
        axis.add_patch(Polygon(corners, fc="#fdeedd", ec=ORANGE, lw=1.6))
        axis.text(right, (bottom + top) / 2, text, ha="center", va="center", fontsize=12)

    trapezium(low, middle - 0.14, WIDTH, RANK, "$A$")
    trapezium(middle + 0.14, high, RANK, WIDTH, "$B$")
    axis.text(right + 0.42, middle, "rank $r$", ha="left", va="center", fontsize=10.5)
    axis.text(right + 1.2, high - 0.3, "starts\nat zero", ha="left", va="center", fontsize=9.5, color=ORANGE)
    axis.text(right + 1.2, low + 0.3, "starts\nrandom", ha="left", va="center", fontsize=9.5, color=ORANGE)
    way = {"arrowstyle": "-|>", "color": INK, "lw": 1.4, "mutation_scale": 11, "shrinkA": 0, "shrinkB": 0}
    centre = (left + right) / 2
    axis.text(centre, -0.62, "input x", ha="center", va="center", fontsize=11)
    axis.plot([centre, centre], [-0.38, 0.1], color=INK, lw=1.4)
    axis.plot([left, right], [0.1, 0.1], color=INK, lw=1.4)
    for x in (left, right):
        axis.annotate("", (x, low), (x, 0.1), arrowprops=way)
    for x, side in ((left, -0.24), (right, 0.24)):
        axis.plot([x, x], [high, 3.72], color=INK, lw=1.4)
        axis.annotate("", (centre + side, 3.72), (x, 3.72), arrowprops=way)
    axis.plot(centre, 3.72, "o", ms=17, mfc="white", mec=SOFT, mew=1.4)
    axis.text(centre, 3.715, "+", ha="center", va="center", fontsize=13)
    axis.text(right + 0.12, 3.36, "× α / r", ha="left", va="center", fontsize=11, color=ORANGE)
    axis.annotate("", (centre, 4.35), (centre, 3.94), arrowprops=way)
    axis.text(centre, 4.5, "output h", ha="center", va="center", fontsize=11)
    save(drawing, __file__)
