"""Nine grid points and nine random points over one important and one unimportant hyperparameter, projected."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save


def score(x: np.ndarray) -> np.ndarray:
    """Validation score as a function of the important hyperparameter alone."""
    return np.exp(-(((x - 0.34) / 0.11) ** 2)) + 0.15 * x


rng = np.random.default_rng(275)
line = np.linspace(0, 1, 200)
thirds = np.array([1, 3, 5]) / 6
grid = np.stack(np.meshgrid(thirds, thirds), -1).reshape(-1, 2)
drawing, panels = figure(
    3.4, rows=2, columns=2, sharex=True, gridspec_kw={"height_ratios": [1, 2.2], "hspace": 0.02, "wspace": 0.06}
)
for column, (points, name, colour) in enumerate(((grid, "grid", BLUE), (rng.random((9, 2)), "random", ORANGE))):
    above, below = panels[column], panels[2 + column]
    above.plot(line, score(line), color=SOFT)
    x = np.unique(points[:, 0])
    above.vlines(x, 0, score(x), color=colour, linewidth=1)
    above.plot(x, score(x), "o", color=colour, markersize=4)
    above.set_title(f"{name}: {len(x)} values, best {score(x).max():.2f}", color=colour)
    above.set(ylim=(0, 1.25), yticks=[])
    below.vlines(points[:, 0], points[:, 1], 1.0, color=colour, linewidth=0.6, linestyle=":")
    below.plot(*points.T, "o", color=colour, markersize=6)
    below.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[], xlabel="important")
    for side in ("top", "right"):
        below.spines[side].set_visible(True)
panels[0].set_ylabel("score", color=INK)
panels[2].set_ylabel("unimportant")
save(drawing, __file__)
