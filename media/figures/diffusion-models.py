"""A spiral noised step by step, and noise denoised back by the exact posterior mean (no network, no training)."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
from plate import BLUE, ORANGE, SOFT, figure, save

mpl.rcParams["path.simplify"] = False
STEPS, SHOWN, POINTS = 200, (0, 6, 25, 200), 110
BETA = np.linspace(1e-3, 0.06, STEPS)
KEPT = np.concatenate([[1.0], np.cumprod(1 - BETA)])  # abar_t, t = 0 … 200
rng = np.random.default_rng(3)


def spiral(turn: np.ndarray) -> np.ndarray:
    return np.c_[turn * np.cos(turn), turn * np.sin(turn)] / 5


data = spiral(np.sqrt(np.linspace(1.4**2, 10.5**2, 600)))  # even along the curve
data = (data - data.mean(0)) / data.std()


def noised(t: int) -> np.ndarray:
    clean = data[rng.choice(len(data), POINTS, replace=False)]
    return np.sqrt(KEPT[t]) * clean + np.sqrt(1 - KEPT[t]) * rng.standard_normal(clean.shape)


def denoised() -> dict[int, np.ndarray]:
    """DDPM's ancestral sampling with the exact mean of the clean point, given the noisy one."""
    x, seen = rng.standard_normal((POINTS, 2)), {}
    for t in range(STEPS, 0, -1):
        seen[t] = x
        squared = ((x[:, None] - np.sqrt(KEPT[t]) * data) ** 2).sum(-1) / (2 * (1 - KEPT[t]))
        weight = np.exp(squared.min(1, keepdims=True) - squared)
        clean = weight @ data / weight.sum(1, keepdims=True)
        noise = (x - np.sqrt(KEPT[t]) * clean) / np.sqrt(1 - KEPT[t])
        x = (x - BETA[t - 1] / np.sqrt(1 - KEPT[t]) * noise) / np.sqrt(1 - BETA[t - 1])
        if t > 1:
            x = x + np.sqrt(BETA[t - 1] * (1 - KEPT[t - 1]) / (1 - KEPT[t])) * rng.standard_normal(x.shape)
    return seen | {0: x}


drawing, panels = figure(2.75, rows=2, columns=4)
reverse = denoised()
for column, t in enumerate(SHOWN):
    for row, (points, colour) in enumerate(((noised(t), BLUE), (reverse[t], ORANGE))):
        axes = panels[4 * row + column]
        # One path of tiny strokes with round ends: a fraction of the bytes that 110 markers take.
        strokes = np.stack([points, points + 0.01, np.full_like(points, np.nan)], 1).reshape(-1, 2)
        axes.plot(*strokes.T, color=colour, linewidth=2.4, solid_capstyle="round")
        axes.set(xlim=(-3.6, 3.6), ylim=(-3.6, 3.6), aspect="equal", xticks=[], yticks=[])
        for spine in axes.spines.values():
            spine.set(visible=True, color=SOFT, linewidth=0.6)
        if row == 0:
            axes.set_title(f"t = {t}", fontsize=10.5)
panels[0].set_ylabel("forward →", color=BLUE)
panels[4].set_ylabel("← reverse", color=ORANGE)
save(drawing, __file__)
