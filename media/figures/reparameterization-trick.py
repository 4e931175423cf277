"""The same sample drawn inside the graph, where gradients stop, and drawn outside it, where they pass."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch
from plate import BLUE, GREEN, INK, PURPLE, RED, SOFT, figure, save

drawing, panels = figure(3.3, columns=2)


def node(axes: Axes, at: tuple[float, float], text: str, colour: str, random: bool = False, width: float = 34) -> None:
    if random:
        axes.add_patch(Circle(at, 20, fc="white", ec=colour, lw=1.6, ls="--"))
    else:
        corner, style = (at[0] - width / 2, at[1] - 15), "round,pad=0,rounding_size=6"
        axes.add_patch(FancyBboxPatch(corner, width, 30, boxstyle=style, fc="white", ec=colour, lw=1.6))
    axes.text(*at, text, ha="center", va="center", color=colour, fontsize=11)


def arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str = SOFT, dashed: bool = False
) -> None:
    style = {"arrowstyle": "-|>", "color": colour, "lw": 1.5, "shrinkA": 0, "shrinkB": 0, "ls": "--" if dashed else "-"}
    axes.annotate("", end, start, arrowprops=style)


for axes, title in zip(panels, ("before: z is drawn", "after: only ε is drawn"), strict=True):
    axes.set(xlim=(0, 172), ylim=(0, 226), aspect="equal")
    axes.axis("off")
    axes.text(86, 216, title, color=INK, ha="center", va="center")
    node(axes, (30, 24), "μ", BLUE)
    node(axes, (86, 24), "σ", BLUE)
    node(axes, (86, 182), "f(z)", INK, width=48)
    arrow(axes, (86, 124), (86, 166))
    arrow(axes, (102, 166), (102, 124), GREEN, dashed=True)
    axes.text(110, 145, "gradient", color=GREEN, fontsize=10, va="center")

before, after = panels
node(before, (86, 102), "z", PURPLE, random=True)
before.text(110, 102, "~ N(μ, σ²)", color=PURPLE, fontsize=10, va="center")
arrow(before, (36, 40), (72, 86))
arrow(before, (86, 40), (86, 81))
before.text(102, 66, "✗ stops here", color=RED, fontsize=10, va="center")

node(after, (86, 108), "z = μ+σε", PURPLE, width=74)
node(after, (142, 24), "ε", PURPLE, random=True)
arrow(after, (36, 40), (64, 92))
arrow(after, (86, 40), (86, 92))
arrow(after, (133, 43), (110, 92))
arrow(after, (52, 92), (24, 40), GREEN, dashed=True)
arrow(after, (76, 92), (76, 40), GREEN, dashed=True)
save(drawing, __file__)
