"""Split into heads, attend in each, concatenate, project."""

from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, SOFT, figure, save

HEADS = [BLUE, ORANGE, GREEN, PURPLE]
drawing, (axis,) = figure(height=2.7)
axis.set(xlim=(0, 10.2), ylim=(-0.75, 5.3))
axis.axis("off")


def bar(x: float, y: float, width: float, colour: str, words: str = "") -> None:
    axis.add_patch(Rectangle((x, y), width, 0.85, facecolor=colour, edgecolor="white", alpha=0.8))
    axis.text(x + width / 2, y + 0.42, words, ha="center", va="center", fontsize=9.5, color="white")


def arrow(start: tuple[float, float], end: tuple[float, float]) -> None:
    axis.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1, "mutation_scale": 9})


bar(0.1, 2.1, 1.6, SOFT, "X")
axis.text(0.9, 1.65, "n × d", ha="center", fontsize=9.5)
for i, colour in enumerate(HEADS):
    y = 4.1 - 1.3 * i
    bar(3.1, y, 1.9, colour, "Q  K  V")
    bar(5.75, y, 0.75, colour, f"$H_{i + 1}$")
    arrow((1.75, 2.52), (3.05, y + 0.42))
    arrow((5.03, y + 0.42), (5.7, y + 0.42))
    bar(7.6 + 0.3 * i, 2.1, 0.3, colour)
    arrow((6.53, y + 0.42), (7.5, 2.52))
axis.text(4.05, -0.35, "n × d/h each", ha="center", fontsize=9.5)
axis.text(6.12, -0.35, "attend", ha="center", fontsize=9.5)
axis.text(8.2, 3.1, "concat", ha="center", fontsize=9.5)
axis.text(8.2, 1.65, "n × d", ha="center", fontsize=9.5)
arrow((8.83, 2.52), (9.45, 2.52))
axis.text(9.12, 2.72, "$W^O$", ha="center", fontsize=9.5)
bar(9.5, 2.1, 0.6, SOFT, "Y")
save(drawing, __file__)
