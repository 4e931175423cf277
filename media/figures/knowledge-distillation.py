"""Teacher and student, and the two losses."""

from plate import BLUE, GREEN, INK, ORANGE, RED, SOFT, figure, save

BOXES = {
    "x": ((0.09, 0.5), "input", SOFT),
    "t": ((0.34, 0.8), "teacher\n(frozen)", ORANGE),
    "s": ((0.34, 0.3), "student", BLUE),
    "soft": ((0.64, 0.8), "softmax(v/T)", ORANGE),
    "warm": ((0.64, 0.45), "softmax(z/T)", BLUE),
    "plain": ((0.64, 0.13), "softmax(z)", BLUE),
    "kl": ((0.92, 0.63), "T² · KL", RED),
    "ce": ((0.92, 0.13), "CE(y)", GREEN),
}
ARROWS = [pair.split("-") for pair in ["x-t", "x-s", "t-soft", "s-warm", "s-plain", "soft-kl", "warm-kl", "plain-ce"]]
drawing, (axis,) = figure(height=2.6)
axis.set(xlim=(0, 1.02), ylim=(0, 1))
axis.axis("off")
texts = {}
for name, (place, words, colour) in BOXES.items():
    box = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": colour, "linewidth": 1.4}
    texts[name] = axis.text(*place, words, ha="center", va="center", bbox=box, fontsize=9.5)
for start, end in ARROWS:
    look = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.1, "mutation_scale": 10}
    look |= {"patchA": texts[start].get_bbox_patch(), "patchB": texts[end].get_bbox_patch(), "shrinkA": 1, "shrinkB": 1}
    axis.annotate("", BOXES[end][0], BOXES[start][0], arrowprops=look)
save(drawing, __file__)
