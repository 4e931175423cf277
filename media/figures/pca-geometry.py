"""A tilted cloud, its two principal axes, and some points projected onto the first."""

from __future__ import annotations

import numpy as np
from plate import BLUE, ORANGE, RED, SOFT, figure, save

rng = np.random.default_rng(5)
turned = np.array([[np.cos(0.5), -np.sin(0.5)], [np.sin(0.5), np.cos(0.5)]])
points = rng.normal(0, [2.0, 0.65], (70, 2)) @ turned.T
points -= points.mean(0)
U, s, Vt = np.linalg.svd(points, full_matrices=False)
Vt *= np.sign(Vt[:, 1:])  # both axes upwards
spread = s / np.sqrt(len(points) - 1)
share = s**2 / (s**2).sum()

drawing, (axes,) = figure(2.9)
along = np.array([-5.2, 5.2])
axes.plot(*np.outer(Vt[0], along), color=SOFT, linewidth=0.9, linestyle="--")
off = np.abs(points @ Vt[1])
for point in points[np.argsort(-off)[:12]]:
    foot = (point @ Vt[0]) * Vt[0]
    axes.plot(*np.stack([point, foot]).T, color=RED, linewidth=1)
    axes.plot(*foot, "o", color=RED, markersize=3)
axes.plot(*points.T, "o", color=BLUE, markersize=3.5)
for axis, length, where, name in (
    (Vt[0], spread[0], (2.7, -1.5), f"PC1: {share[0]:.0%} of variance"),
    (Vt[1], spread[1], (-0.9, 1.75), f"PC2: {share[1]:.0%}"),
):
    axes.annotate("", 2 * length * axis, (0, 0), arrowprops={"arrowstyle": "-|>", "color": ORANGE, "lw": 2.4})
    axes.text(*where, name, ha="center", color=ORANGE, weight="bold", fontsize=10.5)
axes.set(xlabel="feature 1 (centred)", ylabel="feature 2", aspect="equal", xlim=(-5, 5), ylim=(-3, 3))
save(drawing, __file__)
