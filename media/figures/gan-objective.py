"""The loop of a GAN: two sources of samples, one discriminator, two updates that pull against each other."""

from __future__ import annotations

from matplotlib.patches import FancyBboxPatch
from plate import BLUE, INK, ORANGE, SOFT, figure, save

drawing, (axes,) = figure(2.5)
axes.set(xlim=(0, 360), ylim=(-2, 176), aspect="equal")
axes.axis("off")


def box(at: tuple[float, float], text: str, colour: str, width: float, height: float = 36) -> None:
    corner, style = (at[0] - width / 2, at[1] - height / 2), "round,pad=0,rounding_size=6"
    axes.add_patch(FancyBboxPatch(corner, width, height, boxstyle=style, fc="white", ec=colour, lw=1.6))
    axes.text(*at, text, ha="center", va="center", color=colour)


def arrow(
    start: tuple[float, float], end: tuple[float, float], colour: str = SOFT, bend: float = 0, dashed: bool = False
) -> None:
    style = {"arrowstyle": "-|>", "color": colour, "lw": 1.5, "shrinkA": 0, "shrinkB": 0}
    axes.annotate(
        "", end, start, arrowprops=style | {"connectionstyle": f"arc3,rad={bend}", "ls": "--" if dashed else "-"}
    )


box((31, 66), "noise\nz", INK, 48)
box((120, 66), "generator\nG", BLUE, 78)
box((120, 138), "data\nx", INK, 78)
box((247, 102), "discriminator\nD", ORANGE, 96)
arrow((55, 66), (81, 66))
arrow((159, 66), (199, 92))
arrow((159, 138), (199, 112))
axes.text(172, 62, "fake", color=SOFT, fontsize=10, ha="left")
axes.text(172, 140, "real", color=SOFT, fontsize=10, ha="left")
arrow((295, 102), (316, 102))
axes.text(319, 102, "P(real)", color=INK, fontsize=10.5, va="center")

arrow((337, 112), (262, 120), ORANGE, 0.75, dashed=True)
axes.text(262, 164, "updates D: real up, fake down", color=ORANGE, fontsize=10.5, ha="center")
arrow((337, 92), (120, 48), BLUE, -0.42, dashed=True)
axes.text(188, 4, "updates G, through D: fake up", color=BLUE, fontsize=10.5, ha="center")
save(drawing, __file__)
