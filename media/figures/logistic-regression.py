"""A fitted logistic regression: labels and the sigmoid over the linear score, with the threshold 0.5."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save

rng = np.random.default_rng(3)
feature = rng.normal(0, 1, 60)
label = (rng.random(60) < 1 / (1 + np.exp(-(0.4 + 2.2 * feature)))).astype(float)
design = np.stack([np.ones_like(feature), feature], axis=1)
weights = np.zeros(2)
for _ in range(25):  # Newton's method
    chance = 1 / (1 + np.exp(-design @ weights))
    curvature = design.T @ (design * (chance * (1 - chance))[:, None])
    weights += np.linalg.solve(curvature, design.T @ (label - chance))
score = design @ weights

drawing, (axes,) = figure(2.7)
z = np.linspace(-6, 6, 121)
axes.axvspan(-6, 0, color=ORANGE, alpha=0.08, linewidth=0)
axes.axvspan(0, 6, color=BLUE, alpha=0.08, linewidth=0)
axes.plot(z, 1 / (1 + np.exp(-z)), color=INK, linewidth=2.2)
axes.plot([-6, 0, 0], [0.5, 0.5, 0], color=SOFT, linestyle="--", linewidth=1.2)
for value, colour in ((0, ORANGE), (1, BLUE)):
    chosen = (label == value) & (np.abs(score) < 6)
    axes.plot(score[chosen], label[chosen], "|", color=colour, markersize=11, markeredgewidth=1.4)
axes.text(-5.8, 0.6, "predict 0", color=ORANGE, fontsize=10.5)
axes.text(5.8, 0.6, "predict 1", color=BLUE, fontsize=10.5, ha="right")
axes.text(1.75, 0.72, r"$\sigma(z)$", color=INK, fontsize=12)
axes.set(
    xlabel=r"linear score $z = \mathbf{w}^\top\mathbf{x} + b$",
    ylabel=r"$P(y=1\mid\mathbf{x})$",
    xlim=(-6, 6),
    ylim=(-0.09, 1.09),
    yticks=[0, 0.5, 1],
)
save(drawing, __file__)
