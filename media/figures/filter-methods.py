"""XOR: each feature alone has the same distribution in both classes, the two together separate them."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save
from scipy.stats import norm

rng = np.random.default_rng(2)
SPREAD, EACH = 0.3, 35
corners = np.array([(-1, -1), (1, 1), (-1, 1), (1, -1)])
points = np.repeat(corners, EACH, axis=0) + SPREAD * rng.standard_normal((4 * EACH, 2))
label = np.repeat([0, 0, 1, 1], EACH)

drawing, (alone, together) = figure(2.9, columns=2)
grid = np.linspace(-2.1, 2.1, 121)
for kind, colour, style, name in ((0, BLUE, "-", "class 0"), (1, ORANGE, "--", "class 1")):
    centres = corners[2 * kind : 2 * kind + 2, 0]
    density = norm.pdf(grid[:, None], centres, SPREAD).mean(axis=1)
    alone.plot(grid, density, color=colour, linestyle=style, linewidth=2.4)
    together.plot(*points[label == kind].T, ".", color=colour, markersize=4.5)
    alone.text(0, 0.92 - 0.09 * kind, name, color=colour, ha="center", fontsize=10.5)
alone.set_title("feature 1 alone: 0 bit", fontsize=11, color=INK)
together.set_title("both together: about 1 bit", fontsize=11, color=INK)
alone.set_ylabel("density in each class", color=SOFT)
alone.set(xlabel="feature 1", xticks=[], yticks=[], ylim=(0, 1.0))
together.set(xlabel="feature 1", ylabel="feature 2", xticks=[], yticks=[], xlim=(-2.1, 2.1), ylim=(-2.1, 2.1))
save(drawing, __file__)
