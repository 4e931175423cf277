"""Which of twelve next tokens each rule keeps, for a peaked and for a flat distribution."""

import numpy as np
from plate import BLUE, GREEN, INK, ORANGE, figure, save

RANK = np.arange(12)
SHAPES = {"sure": np.exp(-1.5 * RANK) + 0.006, "unsure": np.exp(-0.16 * RANK)}
DROPPED = "#d3d0c6"


def top_k(p, k=4):
    return np.arange(len(p)) < k


def top_p(p, mass=0.9):
    return np.concatenate([[0], p.cumsum()[:-1]]) < mass


def min_p(p, share=0.3):
    return p >= share * p[0]


RULES = [("top-k, k = 4", top_k, BLUE), ("top-p, p = 0.9", top_p, ORANGE), ("min-p, 0.3", min_p, GREEN)]
drawing, axes = figure(height=4.0, rows=3, columns=2, sharex=True)
for row, (name, rule, colour) in enumerate(RULES):
    for column, (mood, weights) in enumerate(SHAPES.items()):
        axis, p = axes[2 * row + column], weights / weights.sum()
        kept = rule(p)
        axis.bar(RANK + 1, p, color=np.where(kept, colour, DROPPED), width=0.8)
        axis.text(
            0.97, 0.88, f"keeps {kept.sum()}: {p[kept].sum():.0%}", transform=axis.transAxes, ha="right", va="top"
        )
        axis.set(xticks=[1, 4, 8, 12], yticks=[], ylim=(0, p[0] * (1.08 if column == 0 else 1.9)))
        if row == 0:
            axis.set_title(f"model {mood}", color=INK)
    axes[2 * row].set_ylabel(name, color=colour, fontsize=9.5)
drawing.supxlabel("next tokens, by rank", fontsize=10)
save(drawing, __file__)
