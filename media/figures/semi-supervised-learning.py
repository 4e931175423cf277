"""Two moons, four labels: the class boundary from the labels alone, and from labels spread along unlabelled points."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import ListedColormap
from plate import BLUE, INK, ORANGE, SOFT, figure, save

EACH, WIDTH = 80, 0.18
rng = np.random.default_rng(5)
t = rng.uniform(0, np.pi, EACH)
moons = np.r_[np.c_[np.cos(t), np.sin(t)], np.c_[1 - np.cos(t), 0.5 - np.sin(t)]] + 0.07 * rng.standard_normal(
    (2 * EACH, 2)
)
truth = np.repeat([1.0, -1.0], EACH)
# Two labels a class, where the labels alone mislead: one at the tip of each moon, one in the middle.
targets = np.array([(0.97, 0.2), (-0.3, 0.95), (0.03, 0.3), (1.3, -0.45)])
labelled = np.array([((moons - point) ** 2).sum(1).argmin() for point in targets])

grid = np.stack(np.meshgrid(np.linspace(-1.5, 2.5, 121), np.linspace(-1.0, 1.5, 101)), -1)


def affinity(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.exp(-((a[:, None] - b) ** 2).sum(-1) / (2 * WIDTH**2))


# Harmonic labels (Zhu, Ghahramani & Lafferty, 2003): every unlabelled point is the mean of its neighbours.
weights = affinity(moons, moons)
np.fill_diagonal(weights, 0)
laplacian = np.diag(weights.sum(1)) - weights
free = np.setdiff1d(np.arange(2 * EACH), labelled)
score = truth.copy()
score[free] = np.linalg.solve(laplacian[np.ix_(free, free)], weights[np.ix_(free, labelled)] @ truth[labelled])
flat = grid.reshape(-1, 2)
near = affinity(flat, moons) + 1e-300
spread = (near @ score / near.sum(1)).reshape(grid.shape[:2])
gaps = ((flat[:, None] - moons[labelled]) ** 2).sum(-1)
alone = (gaps[:, truth[labelled] < 0].min(1) - gaps[:, truth[labelled] > 0].min(1)).reshape(grid.shape[:2])

if __name__ == "__main__":
    drawing, axes = figure(1.9, columns=2)
    for axis, surface, title in zip(axes, (alone, spread), ("four labels only", "with unlabelled points"), strict=True):
        if axis is axes[1]:
            axis.plot(*moons.T, ".", color=SOFT, markersize=3)
        shown = {"cmap": ListedColormap([ORANGE, BLUE]), "alpha": 0.16, "origin": "lower", "interpolation": "none"}
        axis.imshow(surface > 0, extent=(-1.5, 2.5, -1.0, 1.5), **shown)
        axis.contour(grid[..., 0], grid[..., 1], surface, levels=[0], colors=[INK], linewidths=1.3)
        for sign, colour, marker in ((1, BLUE, "o"), (-1, ORANGE, "s")):
            axis.plot(
                *moons[labelled[truth[labelled] == sign]].T, marker, color=colour, markersize=9, markeredgecolor=INK
            )
        axis.set(xticks=[], yticks=[], title=title, aspect="equal")
    save(drawing, __file__)
