"""The three stages of RLHF: demonstrations, comparisons, optimisation."""

from plate import BLUE, GREEN, INK, ORANGE, RED, SOFT, figure, save

BOXES = {
    "demos": ((0.16, 0.88), "demonstrations", SOFT),
    "pairs": ((0.5, 0.88), "comparisons\n$y_w$ better than $y_l$", SOFT),
    "prompts": ((0.86, 0.88), "prompts", SOFT),
    "sft": ((0.16, 0.5), "SFT model", BLUE),
    "rm": ((0.5, 0.5), "reward model", ORANGE),
    "policy": ((0.86, 0.5), "policy", GREEN),
}
drawing, (axis,) = figure(height=2.7)
axis.set(xlim=(0, 1), ylim=(0.02, 1.12))
axis.axis("off")
patches = {}
for name, (place, words, colour) in BOXES.items():
    box = {"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": colour, "linewidth": 1.4}
    patches[name] = axis.text(*place, words, ha="center", va="center", bbox=box, fontsize=9.5).get_bbox_patch()


def arrow(start: str, end: str, bend: float = 0.0, colour: str = INK) -> None:
    look = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.2, "mutation_scale": 11}
    look |= {"patchA": patches[start], "patchB": patches[end], "shrinkA": 2, "shrinkB": 2}
    look["connectionstyle"] = f"arc3,rad={bend}"
    axis.annotate("", BOXES[end][0], BOXES[start][0], arrowprops=look)


for start, end in [("demos", "sft"), ("pairs", "rm"), ("prompts", "policy"), ("rm", "policy")]:
    arrow(start, end)
arrow("sft", "policy", 0.45, RED)
axis.text(0.675, 0.56, "score", ha="center", fontsize=9.5)
axis.text(0.51, 0.1, "start and KL penalty", ha="center", fontsize=9.5, color=RED)
for x, words in [(0.16, "1 imitate"), (0.5, "2 compare"), (0.86, "3 optimise")]:
    axis.text(x, 1.07, words, ha="center", fontsize=10.5, weight="bold")
save(drawing, __file__)
