"""One Gaussian fitted to a density with two bumps, by forward and by reverse KL."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, figure, save

grid = np.linspace(-8, 8, 1601)
step = grid[1] - grid[0]


def bell(mean: float, deviation: float) -> np.ndarray:
    """A Gaussian density on the grid."""
    return np.exp(-(((grid - mean) / deviation) ** 2) / 2) / (deviation * (2 * np.pi) ** 0.5)


target = 0.6 * bell(-2, 0.7) + 0.4 * bell(2, 0.7)
mean = (grid * target).sum() * step
forward = mean, (((grid - mean) ** 2 * target).sum() * step) ** 0.5


def reverse_kl(centre: float, deviation: float) -> float:
    """KL(q || p) for a Gaussian q, by summation; where q is 0 in floats it adds nothing."""
    q = bell(centre, deviation)
    seen = q > 1e-300
    return float((q[seen] * np.log(q[seen] / target[seen])).sum() * step)


candidates = [(c, d) for c in np.linspace(-4, 4, 81) for d in np.linspace(0.4, 3, 53)]
reverse = min(candidates, key=lambda both: reverse_kl(*both))

drawing, (axes,) = figure(3.0)
shown = slice(150, 1452, 7)
axes.fill_between(grid[shown], target[shown], color="#c9cfd6", linewidth=0)
axes.plot(grid[shown], bell(*forward)[shown], color=BLUE)
axes.plot(grid[shown], bell(*reverse)[shown], color=ORANGE)
axes.text(-2, 0.16, "$p$", ha="center", color=INK, fontsize=13)
axes.text(3.1, 0.17, "forward KL($p\\,||\\,q$):\ncovers both", color=BLUE)
axes.text(-0.9, 0.47, "reverse KL($q\\,||\\,p$):\nsits on one", color=ORANGE)
axes.set(yticks=[], ylim=(0, None), xlim=(-6.5, 6.5), xlabel="$x$")
axes.spines["left"].set_visible(False)
save(drawing, __file__)
