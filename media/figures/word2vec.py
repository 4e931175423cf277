"""CBOW and skip-gram side by side: who predicts whom."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch
from plate import BLUE, GREEN, INK, ORANGE, PLATE, SOFT, figure, save

CONTEXT = ["the", "cat", "on", "a"]
HEIGHTS = [0.86, 0.64, 0.36, 0.14]


def box(axes: Axes, x: float, y: float, text: str, color: str, width: float = 0.27) -> None:
    axes.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - 0.065),
            width,
            0.13,
            boxstyle="round,pad=0,rounding_size=0.03",
            fc=PLATE,
            ec=color,
            lw=1.6,
        )
    )
    axes.text(x, y - 0.005, text, ha="center", va="center", color=color)


def arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": INK, "shrinkA": 0, "shrinkB": 0, "lw": 1.2})


if __name__ == "__main__":
    drawing, (cbow, skip) = figure(2.9, columns=2)
    for word, y in zip(CONTEXT, HEIGHTS, strict=True):
        box(cbow, 0.14, y, word, BLUE)
        arrow(cbow, (0.28, y), (0.39, 0.5 + (y - 0.5) * 0.16))
        box(skip, 0.86, y, word, ORANGE)
        arrow(skip, (0.28, 0.5 + (y - 0.5) * 0.16), (0.72, y))
    box(cbow, 0.51, 0.5, "mean", GREEN, 0.23)
    arrow(cbow, (0.63, 0.5), (0.72, 0.5))
    box(cbow, 0.86, 0.5, "sat", ORANGE)
    box(skip, 0.14, 0.5, "sat", BLUE)
    for axes, title in ((cbow, "CBOW"), (skip, "skip-gram")):
        axes.set(title=title, xlim=(-0.01, 1.01), ylim=(-0.06, 0.95))
        axes.axis("off")
        axes.text(0.14, -0.05, "input", color=SOFT, ha="center", fontsize=9.5)
        axes.text(0.86, -0.05, "predicted", color=SOFT, ha="center", fontsize=9.5)
    save(drawing, __file__)
