"""The loop of agent and environment."""

from __future__ import annotations

from plate import BLUE, GREEN, INK, ORANGE, figure, save

if __name__ == "__main__":
    drawing, (axis,) = figure(2.0)
    axis.set(xlim=(0, 1), ylim=(0, 1))
    axis.axis("off")
    for x, name, colour in ((0.17, "agent\nπ(a | s)", BLUE), (0.83, "environment\np(s′, r | s, a)", GREEN)):
        box = {"boxstyle": "round,pad=0.6", "facecolor": "white", "edgecolor": colour, "linewidth": 1.6}
        axis.text(x, 0.5, name, ha="center", va="center", bbox=box, fontsize=11, color=INK)
    way = {"arrowstyle": "-|>", "linewidth": 1.6, "mutation_scale": 13, "shrinkA": 0, "shrinkB": 0}
    over, under = "arc3,rad=-0.28", "arc3,rad=-0.28"
    axis.annotate("", (0.74, 0.76), (0.24, 0.76), arrowprops=way | {"color": ORANGE, "connectionstyle": over})
    axis.annotate("", (0.24, 0.24), (0.74, 0.24), arrowprops=way | {"color": INK, "connectionstyle": under})
    axis.text(0.49, 0.7, "action $A_t$", ha="center", va="center", color=ORANGE, fontsize=11)
    axis.text(0.49, 0.34, "reward $R_{t+1}$, state $S_{t+1}$", ha="center", va="center", color=INK, fontsize=11)
    save(drawing, __file__)
