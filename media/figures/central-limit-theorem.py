"""Means of 1, 5 and 30 draws from an exponential population, with the Gaussian that the theorem predicts."""

from __future__ import annotations

import numpy as np
from plate import BLUE, ORANGE, figure, save

rng = np.random.default_rng(0)
bins = np.linspace(0, 3, 41)
grid = np.linspace(0, 3, 121)
drawing, panels = figure(4.6, rows=3, sharex=True)
for axes, n in zip(panels, (1, 5, 30), strict=True):
    means = rng.exponential(size=(50_000, n)).mean(axis=1)
    density = np.histogram(means, bins)[0] / means.size / (bins[1] - bins[0])
    axes.stairs(density, bins, fill=True, color=BLUE, alpha=0.75, label="means of samples")
    bell = np.exp(-((grid - 1) ** 2) * n / 2) * (n / (2 * np.pi)) ** 0.5
    axes.plot(grid, bell, color=ORANGE, label="Gaussian, variance $\\sigma^2/n$")
    axes.set_title("n = 1: the population" if n == 1 else f"n = {n}", loc="left")
    axes.set(yticks=[], xlim=(0, 3), ylim=(0, None))
panels[0].legend(loc="upper right")
panels[-1].set_xlabel("sample mean")
save(drawing, __file__)
