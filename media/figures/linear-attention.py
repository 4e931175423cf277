"""The two orders of multiplication, matrices drawn to scale, n about four times d and r."""

from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, RED, figure, save

drawing, (axis,) = figure(height=2.6)
axis.set(xlim=(-0.5, 36.5), ylim=(0, 17.6))
axis.axis("off")
axis.set_aspect("equal")


def block(x: float, y: float, wide: float, high: float, colour: str, words: str, size: str = "") -> None:
    axis.add_patch(Rectangle((x, y), wide, high, facecolor=colour, alpha=0.75, edgecolor="white"))
    axis.text(x + wide / 2, y + high / 2, words, ha="center", va="center", fontsize=9.5, color="white")
    axis.text(x + wide / 2, y - 0.35, size, ha="center", va="top", fontsize=9.5)


def sign(x: float, y: float, words: str) -> None:
    axis.text(x, y, words, ha="center", va="center", fontsize=12, color=INK)


for x, title in [(5.6, "(Q Kᵀ) V:  n²d"), (26.5, "φ(Q) (φ(K)ᵀ V):  n r d")]:
    axis.text(x + 2, 16.6, title, ha="center", va="center", fontsize=10.5, weight="bold")
block(0, 4, 10, 10, RED, "Q Kᵀ", "n × n")
sign(11.2, 9, "·")
block(12.4, 4, 2.6, 10, GREEN, "V", "n × d")
axis.plot([17.6, 17.6], [0.5, 15], color="#cfd3d8", lw=1)
block(20, 4, 2.6, 10, BLUE, "φ(Q)", "n × r")
sign(23.9, 9, "·")
block(25.4, 7.7, 2.6, 2.6, ORANGE, "S", "r × d")
axis.text(31.6, 9, "S = φ(K)ᵀ V", ha="center", va="center", fontsize=9.5)
axis.text(7.5, 0.6, "large, holds every pair", ha="center", fontsize=9.5, color=RED)
axis.text(28.2, 0.6, "small, whatever n", ha="center", fontsize=9.5, color=ORANGE)
save(drawing, __file__)
