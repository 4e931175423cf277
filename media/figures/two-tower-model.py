"""Two encoders that meet in a dot product; the item side is indexed beforehand."""

from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

BOXES = {  # centre, width, text, colour
    "user": ((0.2, 0.08), 0.34, "user, context", SOFT),
    "item": ((0.8, 0.08), 0.34, "every item", SOFT),
    "f": ((0.2, 0.33), 0.34, "user tower", BLUE),
    "g": ((0.8, 0.33), 0.34, "item tower", ORANGE),
    "index": ((0.8, 0.6), 0.34, "vector index", ORANGE),
    "dot": ((0.2, 0.6), 0.34, "dot products", BLUE),
    "ranker": ((0.2, 0.9), 0.34, "ranker", GREEN),
}
ARROWS = (("user", "f"), ("f", "dot"), ("item", "g"), ("g", "index"), ("index", "dot"), ("dot", "ranker"))
NOTES = (((0.5, 0.665), "search"), ((0.22, 0.755), "  hundreds of candidates"), ((0.82, 0.47), "  beforehand"))
drawing, (axis,) = figure(height=3.4)
axis.set(xlim=(0, 1), ylim=(0, 1))
axis.axis("off")
for start, end in ARROWS:
    look = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.3, "mutation_scale": 12, "shrinkA": 14, "shrinkB": 14}
    if start == "index":
        look |= {"shrinkA": 62, "shrinkB": 62}
    axis.annotate("", BOXES[end][0], BOXES[start][0], arrowprops=look)
for place, _, words, colour in BOXES.values():
    box = {"boxstyle": "round,pad=0.5", "facecolor": "white", "edgecolor": colour, "linewidth": 1.4}
    axis.text(*place, words.center(17), ha="center", va="center", bbox=box)
for place, words in NOTES:
    axis.text(*place, words, ha="center" if words == "search" else "left", va="center", fontsize=9.5, color=SOFT)
save(drawing, __file__)
