"""Image and text on their way into one token stream."""

from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

drawing, (axis,) = figure(height=3.3)
axis.set(xlim=(0, 10), ylim=(0, 6.2))
axis.axis("off")
ARROW = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.2, "mutation_scale": 12}


def block(left: float, low: float, width: float, words: str, colour: str, high: float = 0.8) -> None:
    axis.add_patch(Rectangle((left, low), width, high, facecolor="white", edgecolor=colour, linewidth=1.4))
    axis.text(left + width / 2, low + high / 2, words, ha="center", va="center")


block(0.4, 0.1, 3.8, "image patches", SOFT)
block(0.4, 1.35, 3.8, "vision encoder", ORANGE)
block(0.4, 2.6, 3.8, "projector", GREEN)
block(5.3, 1.35, 4.3, "question, as words", SOFT)
for number in range(16):
    colour = ORANGE if number < 8 else BLUE
    place = (0.25 + number * 0.6, 3.85)
    axis.add_patch(Rectangle(place, 0.45, 0.45, facecolor=colour, alpha=0.35, edgecolor=colour))
block(0.25, 4.6, 9.45, "language model", BLUE)
for start, end in (((2.3, 0.9), (2.3, 1.35)), ((2.3, 2.15), (2.3, 2.6)), ((2.3, 3.4), (2.3, 3.85))):
    axis.annotate("", end, start, arrowprops=ARROW)
axis.annotate("", (7.45, 3.85), (7.45, 2.15), arrowprops=ARROW)
axis.annotate("", (8.6, 5.95), (8.6, 5.4), arrowprops=ARROW)
axis.text(8.4, 5.75, "answer", ha="right", va="center")
axis.text(0.3, 5.75, "image tokens", color=ORANGE, va="center")
axis.text(3.2, 5.75, "word tokens", color=BLUE, va="center")
save(drawing, __file__)
