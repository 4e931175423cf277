"""The residual stream with norms on it (post-norm) and beside it (pre-norm)."""

from itertools import pairwise

from plate import BLUE, GREEN, INK, ORANGE, PURPLE, figure, save

drawing, axes = figure(height=3.9, columns=2)


def box(axis, x: float, y: float, words: str, colour: str) -> None:
    look = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": colour, "linewidth": 1.4}
    axis.text(x, y, words, ha="center", va="center", bbox=look, fontsize=9.5, zorder=3)


def arrow(axis, *points: tuple[float, float]) -> None:
    for start, end in pairwise(points[:-1]):
        axis.plot(*zip(start, end, strict=True), color=INK, lw=1.2, zorder=1)
    look = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.2, "mutation_scale": 10, "shrinkA": 0, "shrinkB": 0}
    axis.annotate("", points[-1], points[-2], arrowprops=look, zorder=1)


for axis, pre in zip(axes, [False, True], strict=True):
    stream, branch = 0.25, 0.74
    arrow(axis, (stream, 0.0), (stream, 1.03))
    for base, words, colour in [(0.07, "attention", BLUE), (0.49, "FFN", GREEN)]:
        join = base + (0.32 if pre else 0.2)
        arrow(axis, (stream, base), (branch, base), (branch, join), (stream + 0.06, join))
        if pre:
            box(axis, branch, base + 0.08, "norm", ORANGE)
            box(axis, branch, base + 0.21, words, colour)
        else:
            box(axis, branch, base + 0.1, words, colour)
            box(axis, stream, base + 0.3, "norm", ORANGE)
        axis.plot([stream], [join], "o", color="white", mec=INK, ms=12, zorder=3)
        axis.text(stream, join - 0.003, "+", ha="center", va="center", fontsize=11, zorder=4)
    if pre:
        box(axis, stream, 0.93, "norm", PURPLE)
        axis.text(stream + 0.2, 0.93, "once, at\nthe top", ha="left", va="center", color=PURPLE, fontsize=9.5)
    axis.set(xlim=(0, 1.05), ylim=(-0.01, 1.05), title="pre-norm" if pre else "post-norm")
    axis.axis("off")
save(drawing, __file__)
