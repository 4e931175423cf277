"""Two pyramids: bottom-up maps whose side halves and top-down maps of one width, joined level by level."""

from __future__ import annotations

from matplotlib.patches import FancyArrowPatch, Polygon
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

LEVELS = (2, 3, 4, 5)
WIDTHS = {level: 3.5 / 2 ** (0.4 * (level - 2)) for level in LEVELS}  # drawn flatter than the true halving
LEFT, RIGHT, STEP = 2.35, 8.1, 1.5


def plane(axes, x: float, y: float, width: float, colour: str) -> None:
    depth, lean = width * 0.16, width * 0.14
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    axes.add_patch(
        Polygon(
            [(x + a * width / 2 + b * lean, y + b * depth) for a, b in corners],
            facecolor=colour,
            alpha=0.3,
            edgecolor="none",
        )
    )
    axes.add_patch(
        Polygon(
            [(x + a * width / 2 + b * lean, y + b * depth) for a, b in corners],
            fill=False,
            edgecolor=colour,
            linewidth=1.6,
        )
    )


def arrow(axes, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=10, color=colour, linewidth=1.5))


drawing, (axes,) = figure(4.3)
for level in LEVELS:
    y, w = (level - 2) * STEP, WIDTHS[level]
    plane(axes, LEFT, y, w, BLUE)
    plane(axes, RIGHT, y, w, GREEN)
    axes.text(LEFT, y, f"C{level}: 1/{2**level}", ha="center", va="center", fontsize=9.5)
    axes.text(RIGHT, y, f"P{level}: 256", ha="center", va="center", fontsize=9.5)
    arrow(axes, (LEFT + w / 2 + 0.2, y), (RIGHT - w / 2 - 0.2, y), ORANGE)
    arrow(axes, (RIGHT + w / 2 + 0.2, y), (10.85, y), SOFT)
    if level < 5:
        arrow(axes, (LEFT, y + 0.66), (LEFT, y + STEP - 0.46), BLUE)
        arrow(axes, (RIGHT, y + STEP - 0.46), (RIGHT, y + 0.66), GREEN)
top = 3 * STEP
axes.text((LEFT + RIGHT) / 2, top + 0.15, "lateral 1×1", ha="center", color=ORANGE, fontsize=9.5)
axes.text(LEFT, top + 0.75, "bottom-up\n(backbone)", ha="center", color=BLUE, fontsize=10)
axes.text(RIGHT, top + 0.75, "top-down: upsample ×2,\nadd the lateral", ha="center", color=GREEN, fontsize=10)
axes.text(10.95, top / 2, "to the shared heads", rotation=270, va="center", color=INK, fontsize=9.5)
axes.set(xlim=(0, 11.5), ylim=(-0.75, top + 1.75))
axes.axis("off")
save(drawing, __file__)
