"""Five-fold cross-validation: the validation block rotates, and each round's error is really measured."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Rectangle
from plate import INK, ORANGE, PLATE, figure, save

FOLDS, EXAMPLES, DEGREE, NOISE = 5, 60, 3, 0.3

rng = np.random.default_rng(3)
x = rng.uniform(-1, 1, EXAMPLES)
y = np.sin(3 * x) + rng.normal(0, NOISE, EXAMPLES)
fold = np.arange(EXAMPLES) % FOLDS
errors = []
for held in range(FOLDS):
    fit = np.polynomial.Polynomial.fit(x[fold != held], y[fold != held], DEGREE)
    errors.append(((fit(x[fold == held]) - y[fold == held]) ** 2).mean())

drawing, (axes,) = figure(2.6)
for row in range(FOLDS):
    low = FOLDS - 1 - row
    for column in range(FOLDS):
        colour = ORANGE if column == row else "#d5dae1"
        axes.add_patch(Rectangle((column, low + 0.12), 1, 0.76, fc=colour, ec=PLATE, lw=2))
    axes.text(row + 0.5, low + 0.48, "validate", ha="center", va="center", fontsize=9.5, color="white")
    axes.text(-0.12, low + 0.5, f"round {row + 1}", ha="right", va="center", fontsize=10)
    axes.text(5.55, low + 0.5, f"{errors[row]:.3f}", ha="center", va="center", fontsize=10)
    if row != 2:
        continue
    for column in (0, 1, 3, 4):
        axes.text(column + 0.5, low + 0.48, "train", ha="center", va="center", fontsize=9.5, color=INK)
for column in range(FOLDS):
    axes.text(column + 0.5, 5.12, f"fold {column + 1}", ha="center", va="bottom", fontsize=9.5)
axes.text(5.55, 5.12, "MSE", ha="center", va="bottom", fontsize=9.5)
axes.plot([5.15, 5.95], [-0.02, -0.02], color=INK, linewidth=1)
axes.text(5.0, -0.42, "cross-validation estimate: mean", ha="right", va="center", fontsize=10)
axes.text(5.55, -0.42, f"{np.mean(errors):.3f}", ha="center", va="center", fontsize=10, fontweight="bold")
axes.set(xlim=(-1.15, 6.0), ylim=(-0.75, 5.6), xticks=[], yticks=[])
for spine in axes.spines.values():
    spine.set_visible(False)
save(drawing, __file__)
