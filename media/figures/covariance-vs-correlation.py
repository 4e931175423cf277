"""Four samples with the same correlation and quite different shapes."""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, ORANGE, PURPLE, figure, save

TARGET, POINTS = 0.70, 60
rng = np.random.default_rng(3)


def off(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """What of y no straight line in x explains, with unit variance."""
    rest = y - np.polyval(np.polyfit(x, y, 1), x)
    return rest / rest.std()


def mixed(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """A y with the shape of `y` beside a line, and exactly the target correlation with x."""
    return TARGET * (x - x.mean()) / x.std() + (1 - TARGET**2) ** 0.5 * off(x, y)


def outlier() -> tuple[np.ndarray, np.ndarray]:
    """A tight line and one point whose height is found by bisection."""
    x = np.linspace(-1.5, 1.5, POINTS)
    y = x + 0.08 * rng.standard_normal(POINTS)
    x[-1], low, high = 1.6, -30.0, 1.6
    for _ in range(60):
        y[-1] = (low + high) / 2
        if np.corrcoef(x, y)[0, 1] < TARGET:
            low = y[-1]
        else:
            high = y[-1]
    return x, y


def clusters() -> tuple[np.ndarray, np.ndarray]:
    """Two clouds that fall to the right; their distance along the diagonal is found by bisection."""
    noise = np.linalg.cholesky([[1, -0.8], [-0.8, 1]]) @ rng.standard_normal((2, POINTS))
    side, low, high = np.repeat([-1.0, 1.0], POINTS // 2), 0.0, 9.0
    for _ in range(60):
        x, y = noise + side * (low + high) / 2
        if np.corrcoef(x, y)[0, 1] < TARGET:
            low = (low + high) / 2
        else:
            high = (low + high) / 2
    return x, y


line = rng.standard_normal(POINTS)
# Noise or parabola: `mixed` sets slope against shape so that the correlation is the target.
curve = np.linspace(0, 1, POINTS)
samples = {
    "noisy line": (line, mixed(line, rng.standard_normal(POINTS))),
    "curve": (curve, mixed(curve, -((curve - 0.5) ** 2))),
    "line with an outlier": outlier(),
    "two clusters": clusters(),
}
drawing, panels = figure(4.2, columns=2, rows=2)
for axes, (name, (x, y)), colour in zip(panels, samples.items(), (BLUE, GREEN, ORANGE, PURPLE), strict=True):
    axes.plot(x, y, "o", color=colour, markersize=3.4, alpha=0.8, markeredgewidth=0)
    axes.set_title(f"{name}: r = {np.corrcoef(x, y)[0, 1]:.2f}")
    axes.set(xticks=[], yticks=[])
    axes.margins(0.08)
save(drawing, __file__)
