"""Training and validation error against training-set size for a straight line and for a penalised sum of 41 waves."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save

NOISE, SETS, WAVES, RIDGE = 0.5, 400, (0, 20), 4.0
SIZES = np.unique(np.geomspace(20, 160, 10).astype(int))


def truth(x: np.ndarray) -> np.ndarray:
    """The regression function."""
    return 0.9 * np.sin(np.pi * x) + 0.5 * np.cos(3 * np.pi * x)


def features(x: np.ndarray, waves: int) -> np.ndarray:
    """A constant and x itself, or (for waves > 0) a constant and the sines and cosines of period 2, (n, features)."""
    angles = np.pi * np.outer(x, np.arange(1, waves + 1))
    rest = np.hstack([np.sin(angles), np.cos(angles)]) if waves else x[:, None]
    return np.hstack([np.ones((len(x), 1)), rest])


def errors(waves: int, size: int) -> tuple[float, float]:
    """Mean squared error on the training set and on fresh data, averaged over training sets."""
    rng = np.random.default_rng(1000 * waves + size)
    grid = np.linspace(-1, 1, 201)
    fit, fresh = [], []
    for _ in range(SETS):
        x = rng.uniform(-1, 1, size)
        y = truth(x) + rng.normal(0, NOISE, size)
        basis = features(x, waves)
        penalty = RIDGE * np.eye(basis.shape[1]) * (waves > 0)
        weights = np.linalg.solve(basis.T @ basis + penalty, basis.T @ y)
        fit.append(((basis @ weights - y) ** 2).mean())
        fresh.append(((features(grid, waves) @ weights - truth(grid)) ** 2).mean() + NOISE**2)
    return float(np.mean(fit)), float(np.mean(fresh))


drawing, panels = figure(2.7, columns=2, sharey=True)
for axes, waves, title in zip(panels, WAVES, ("High bias: a line", "High variance: 41 features"), strict=True):
    train, fresh = np.array([errors(waves, size) for size in SIZES]).T
    axes.plot(SIZES, fresh, color=ORANGE)
    axes.plot(SIZES, train, color=BLUE)
    axes.axhline(NOISE**2, color=SOFT, linestyle="--", linewidth=1.3)
    axes.set_title(title)
    axes.set_xscale("log")
    axes.set_xticks([20, 40, 80, 160], labels=["20", "40", "80", "160"])
    axes.minorticks_off()
    axes.set(xlabel="training examples", ylim=(0, 1.0), xlim=(18, 175))
panels[0].set_ylabel("squared error")
panels[0].text(50, 0.62, "validation", color=ORANGE, fontsize=10)
panels[0].text(50, 0.42, "training", color=BLUE, fontsize=10)
panels[0].text(20, 0.17, "noise", color=INK, fontsize=10)
panels[1].text(58, 0.58, "validation", color=ORANGE, fontsize=10)
panels[1].text(62, 0.04, "training", color=BLUE, fontsize=10)
save(drawing, __file__)
