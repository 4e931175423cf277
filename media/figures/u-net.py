"""The original U-Net's maps, level by level: sizes follow from its unpadded convolutions."""

from __future__ import annotations

from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, RED, SOFT, figure, save

TILE, CHANNELS, LEVELS = 572, 64, 5


def sizes() -> tuple[list[int], list[int]]:
    """Width of the map after the two convolutions of each level: going down, and going up."""
    down, size = [], TILE
    for level in range(LEVELS):
        size = (size if level == 0 else size // 2) - 4
        down.append(size)
    up = [0] * (LEVELS - 1)
    for level in reversed(range(LEVELS - 1)):
        size = 2 * size - 4
        up[level] = size
    return down, up


down, up = sizes()
drawing, (axes,) = figure(3.9)
WIDE, TALL = 1.7, 0.5
right = 6.0


def box(x: float, level: int, size: int, colour: str) -> None:
    y = -level * 1.0
    axes.add_patch(
        Rectangle((x - WIDE / 2, y - TALL / 2), WIDE, TALL, facecolor="white", edgecolor=colour, linewidth=1.6)
    )
    axes.text(x, y, f"{size}² × {CHANNELS * 2**level}", ha="center", va="center", fontsize=10.5, color=INK)


def arrow(start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 1.6})


middle = 3.0
places = [0.35 * level for level in range(LEVELS - 1)]
for level in range(LEVELS - 1):
    left, opposite = places[level], right - places[level]
    box(left, level, down[level], BLUE)
    box(opposite, level, up[level], GREEN)
    arrow((left + WIDE / 2, -level), (opposite - WIDE / 2, -level), SOFT)
    if level < LEVELS - 2:
        arrow((left, -level - TALL / 2), (places[level + 1], -level - 1 + TALL / 2), RED)
        arrow((right - places[level + 1], -level - 1 + TALL / 2), (opposite, -level - TALL / 2), ORANGE)
box(middle, LEVELS - 1, down[-1], BLUE)
low = LEVELS - 2
arrow((places[low], -low - TALL / 2), (middle - WIDE / 2, -low - 1), RED)
arrow((middle + WIDE / 2, -low - 1), (right - places[low], -low - TALL / 2), ORANGE)
axes.text(middle, 0.1, "crop, concatenate", ha="center", va="bottom", fontsize=10, color=SOFT)
axes.text(places[low] - 0.3, -low - 0.75, "2 × 2 pooling", ha="center", va="center", fontsize=10, color=RED)
axes.text(right - places[low] + 0.3, -low - 0.75, "up-convolution", ha="center", va="center", fontsize=10, color=ORANGE)
axes.set(xlim=(-1.0, 7.0), ylim=(-4.4, 0.5))
axes.axis("off")
save(drawing, __file__)
