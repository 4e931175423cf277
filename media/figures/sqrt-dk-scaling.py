"""Softmax weights of one query over eight keys for growing dimension, with and without the factor 1/sqrt(d)."""

from __future__ import annotations

import numpy as np
from plate import BLUE, ORANGE, SOFT, figure, save

DIMENSIONS, KEYS = (4, 64, 1024), 8


def weights(d: int, scaled: bool, seed: int = 4) -> np.ndarray:
    """Softmax weights, largest first, of i.i.d. standard normal query and keys (KEYS,)."""
    rng = np.random.default_rng(seed)
    query, keys = rng.standard_normal(d), rng.standard_normal((KEYS, d))
    scores = keys @ query / (np.sqrt(d) if scaled else 1)
    a = np.exp(scores - scores.max())
    return np.sort(a / a.sum())[::-1]


def mean_largest(d: int, scaled: bool, draws: int = 2000) -> float:
    """Mean of the largest weight over many draws."""
    return float(np.mean([weights(d, scaled, seed)[0] for seed in range(draws)]))


if __name__ == "__main__":
    drawing, axes = figure(3.4, columns=3, rows=2, sharex=True, sharey=True)
    for place, axis in enumerate(axes):
        d, scaled = DIMENSIONS[place % 3], place >= 3
        mean = np.mean([weights(d, scaled, seed) for seed in range(2000)], axis=0)
        axis.bar(np.arange(KEYS), mean, color=BLUE if scaled else ORANGE, width=0.75)
        axis.text(7.4, 0.9, f"{mean[0]:.2f}", ha="right", va="center", fontsize=11)
        axis.set(ylim=(0, 1), yticks=[0, 0.5, 1], xticks=[])
        if place < 3:
            axis.set_title(f"d = {d:,}")
    axes[0].set_ylabel("unscaled", color=ORANGE)
    axes[3].set_ylabel("with 1/√d", color=BLUE)
    axes[4].set_xlabel("eight keys, sorted by weight", color=SOFT, fontsize=9.5)
    save(drawing, __file__)
