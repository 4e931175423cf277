"""Decision regions of k-nearest neighbours on the same noisy data for k = 1 and k = 15."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, figure, save

rng = np.random.default_rng(1)
labels = np.repeat([0, 1], 42)
turn = rng.uniform(0, np.pi, 84)
moons = np.stack([np.cos(turn), np.sin(turn)], axis=1)
points = np.where(labels[:, None] == 0, moons, [1.0, 0.45] - moons) + rng.normal(0, 0.33, (84, 2))


def lead(queries: np.ndarray, k: int) -> np.ndarray:
    """Positive where class 1 wins the vote of the k nearest (k odd), for queries (m, 2); continuous.

    Class 1 has the majority exactly if its ((k+1)/2)-th nearest point is nearer than that of class 0.
    """
    distance = np.linalg.norm(queries[:, None] - points, axis=-1)
    needed = (k - 1) // 2
    rank = [np.partition(distance[:, labels == value], needed, axis=1)[:, needed] for value in (0, 1)]
    return rank[0] - rank[1]


low, high = points.min(0) - 0.15, points.max(0) + 0.15
across, above = np.meshgrid(np.linspace(low[0], high[0], 56), np.linspace(low[1], high[1], 56))
grid = np.stack([across.ravel(), above.ravel()], axis=1)
drawing, panels = figure(2.0, columns=2, sharex=True, sharey=True)
for axes, k in zip(panels, (1, 15), strict=True):
    ahead = lead(grid, k).reshape(across.shape)
    axes.axhspan(low[1], high[1], color="#f3e2d3", linewidth=0)
    axes.contourf(across, above, ahead, levels=[-9, 0], colors=["#d9e3ee"])
    axes.contour(across, above, ahead, levels=[0], colors=[INK], linewidths=1.1)
    for value, colour, marker in ((0, BLUE, "o"), (1, ORANGE, "s")):
        axes.plot(*points[labels == value].T, marker, color=colour, markersize=2.8)
    axes.set_title(f"k = {k}")
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xticks=[], yticks=[], aspect="equal")
    for spine in axes.spines.values():
        spine.set_visible(False)
save(drawing, __file__)
