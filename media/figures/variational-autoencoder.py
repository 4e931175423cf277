"""A VAE as a chain of boxes; each of the two loss terms hangs on the things it compares."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import FancyBboxPatch
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, SOFT, figure, save

MIDDLE = 104
drawing, (axes,) = figure(2.8)
axes.set(xlim=(0, 360), ylim=(12, 212), aspect="equal")
axes.axis("off")


def box(x: float, text: str, colour: str, width: float, height: float = 36) -> None:
    corner = (x - width / 2, MIDDLE - height / 2)
    style = "round,pad=0,rounding_size=6"
    axes.add_patch(FancyBboxPatch(corner, width, height, boxstyle=style, fc="white", ec=colour, lw=1.6))
    axes.text(x, MIDDLE, text, ha="center", va="center", color=colour)


def arrow(
    start: tuple[float, float], end: tuple[float, float], colour: str = SOFT, bend: float = 0, both: str = "-|>"
) -> None:
    style = {
        "arrowstyle": both,
        "color": colour,
        "lw": 1.4,
        "shrinkA": 0,
        "shrinkB": 0,
        "connectionstyle": f"arc3,rad={bend}",
    }
    axes.annotate("", end, start, arrowprops=style)


box(14, "x", INK, 24)
box(76, "encoder", BLUE, 62)
box(144, "μ, σ", BLUE, 36)
box(214, "z = μ+σε", PURPLE, 66)
box(294, "decoder", GREEN, 62)
box(347, "x̂", INK, 22)
for start, end in ((27, 44), (108, 125), (163, 180), (248, 262), (326, 335)):
    arrow((start, MIDDLE), (end, MIDDLE))
axes.text(214, MIDDLE - 42, "ε ~ N(0, I)", ha="center", va="center", color=SOFT, fontsize=10)
arrow((214, MIDDLE - 35), (214, MIDDLE - 19))

# The KL term compares two densities: draw them, to one scale.
grid = np.linspace(-3, 3, 61)
for mean, deviation, colour, name, at in ((0.9, 0.45, BLUE, "q(z|x)", 1.5), (0, 1, SOFT, "p(z)", -1.55)):
    density = np.exp(-(((grid - mean) / deviation) ** 2) / 2) / deviation
    axes.plot(144 + 16 * grid, 152 + 17 * density, color=colour)
    axes.text(144 + 16 * at + (4 if mean else -6), 172, name, color=colour, fontsize=10, ha="left" if mean else "right")
axes.text(208, 188, "KL term: keep q(z|x)\nnear the prior p(z)", color=ORANGE, fontsize=10.5, va="center")
arrow((144, MIDDLE + 18), (144, 150), ORANGE)

arrow((14, MIDDLE - 18), (347, MIDDLE - 18), ORANGE, 0.3, "<|-|>")
axes.text(182, 22, "reconstruction term: x̂ like x", color=ORANGE, ha="center", fontsize=10.5)
save(drawing, __file__)
