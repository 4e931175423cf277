"""An LSTM cell: the cell state's line with its two operations, the three gates and the candidate."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch
from plate import BLUE, GREEN, INK, ORANGE, PLATE, RED, figure, save

TOP, GATES, BUS = 3.0, 1.05, 0.2  # heights of the cell's line, the gates, and the line that feeds them


def path(axes: Axes, *points: tuple[float, float], color: str = INK) -> None:
    """A broken line that ends in an arrow."""
    axes.plot(*zip(*points, strict=True), color=color, lw=1.4, solid_joinstyle="round", zorder=1)
    axes.annotate(
        "", points[-1], points[-2], arrowprops={"arrowstyle": "-|>", "color": color, "shrinkA": 0, "shrinkB": 0}
    )


def box(axes: Axes, x: float, y: float, text: str, color: str) -> None:
    axes.add_patch(
        FancyBboxPatch(
            (x - 0.36, y - 0.23),
            0.72,
            0.46,
            boxstyle="round,pad=0,rounding_size=0.08",
            fc=PLATE,
            ec=color,
            lw=1.6,
            zorder=2,
        )
    )
    axes.text(x, y - 0.02, text, ha="center", va="center", color=color, zorder=3)


def operation(axes: Axes, x: float, y: float, sign: str, color: str) -> None:
    axes.add_patch(Circle((x, y), 0.2, fc=PLATE, ec=color, lw=1.6, zorder=2))
    axes.text(x, y - 0.02, sign, ha="center", va="center", color=color, zorder=3)


if __name__ == "__main__":
    drawing, (axes,) = figure(3.3)
    f, i, g, o = 0.9, 2.0, 3.0, 4.1
    path(axes, (-0.3, TOP), (f - 0.2, TOP), color=GREEN)
    path(axes, (f + 0.2, TOP), (g - 0.2, TOP), color=GREEN)
    path(axes, (g + 0.2, TOP), (6.2, TOP), color=GREEN)
    operation(axes, f, TOP, "×", RED)
    operation(axes, g, TOP, "+", BLUE)
    path(axes, (-0.3, BUS), (o, BUS), (o, GATES - 0.23))
    for x in (f, i, g):
        path(axes, (x, BUS), (x, GATES - 0.23))
    box(axes, f, GATES, "σ", RED)
    box(axes, i, GATES, "σ", BLUE)
    box(axes, g, GATES, "tanh", BLUE)
    box(axes, o, GATES, "σ", ORANGE)
    path(axes, (f, GATES + 0.23), (f, TOP - 0.2), color=RED)
    path(axes, (g, GATES + 0.23), (g, 1.85), color=BLUE)
    path(axes, (i, GATES + 0.23), (i, 2.05), (g - 0.2, 2.05), color=BLUE)
    operation(axes, g, 2.05, "×", BLUE)
    path(axes, (g, 2.25), (g, TOP - 0.2), color=BLUE)
    path(axes, (5.2, TOP), (5.2, 2.48), color=GREEN)
    box(axes, 5.2, 2.25, "tanh", GREEN)
    path(axes, (5.2, 2.02), (5.2, GATES + 0.2), color=GREEN)
    path(axes, (o + 0.36, GATES), (5.0, GATES), color=ORANGE)
    operation(axes, 5.2, GATES, "×", ORANGE)
    path(axes, (5.4, GATES), (6.2, GATES))
    for x, name, color in ((f, "f", RED), (i, "i", BLUE), (g, "g", BLUE)):
        axes.text(x - 0.08, GATES + 0.3, f"${name}_t$", color=color, ha="right", va="bottom")
    axes.text(o + 0.6, GATES + 0.06, "$o_t$", color=ORANGE, ha="center", va="bottom")
    axes.text(-0.3, TOP + 0.1, "$c_{t-1}$", color=GREEN, va="bottom")
    axes.text(6.2, TOP + 0.1, "$c_t$", color=GREEN, ha="right", va="bottom")
    axes.text(6.2, GATES + 0.08, "$h_t$", ha="right", va="bottom")
    axes.text(-0.3, BUS - 0.1, "$h_{t-1}$ and $x_t$", va="top")
    axes.text(f, TOP + 0.3, "forget", color=RED, ha="center", va="bottom")
    axes.text(g, TOP + 0.3, "write", color=BLUE, ha="center", va="bottom")
    axes.text(5.2, GATES - 0.3, "output", color=ORANGE, ha="center", va="top")
    axes.set(xlim=(-0.4, 6.3), ylim=(-0.25, 3.65), aspect="equal")
    axes.axis("off")
    save(drawing, __file__)
