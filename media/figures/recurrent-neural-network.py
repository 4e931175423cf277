"""A recurrent network unrolled over four steps: one cell, the same weights in every copy."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch
from plate import BLUE, GREEN, INK, ORANGE, PLATE, figure, save

STEPS = 4


def arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], color: str = INK) -> None:
    axes.annotate(
        "", end, start, arrowprops={"arrowstyle": "-|>", "color": color, "shrinkA": 0, "shrinkB": 0, "lw": 1.4}
    )


if __name__ == "__main__":
    drawing, (axes,) = figure(2.6)
    for t in range(STEPS):
        x = 0.55 + 1.25 * t
        axes.add_patch(
            FancyBboxPatch(
                (x - 0.31, -0.25), 0.62, 0.5, boxstyle="round,pad=0,rounding_size=0.1", fc=PLATE, ec=GREEN, lw=1.8
            )
        )
        axes.text(x, -0.02, "cell", ha="center", va="center", color=GREEN)
        for y, name, color in ((-1.0, "x", BLUE), (1.0, "y", ORANGE)):
            axes.add_patch(Circle((x, y), 0.24, fc=PLATE, ec=color, lw=1.6))
            axes.text(x, y - 0.02, f"${name}_{t + 1}$", ha="center", va="center", color=color)
        arrow(axes, (x, -0.76), (x, -0.25))
        arrow(axes, (x, 0.25), (x, 0.76))
        axes.text(x + 0.06, -0.51, "$U$", va="center")
        arrow(axes, (x + 0.31, 0), (x + 0.94, 0), GREEN)
        axes.text(x + 0.6, 0.07, f"$h_{t + 1}$", ha="center", va="bottom", color=GREEN)
        if t < STEPS - 1:
            axes.text(x + 0.6, -0.08, "$W$", ha="center", va="top")
    arrow(axes, (-0.39, 0), (0.24, 0), GREEN)
    axes.text(-0.1, 0.07, "$h_0$", ha="center", va="bottom", color=GREEN)
    axes.text(-0.1, -0.08, "$W$", ha="center", va="top")
    axes.set(xlim=(-0.42, 5.3), ylim=(-1.3, 1.3), aspect="equal")
    axes.axis("off")
    save(drawing, __file__)
