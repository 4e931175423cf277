"""Reducible loss against training compute for five model sizes and its envelope, from a fit of L = E + A/N^a + B/D^b.

The constants are those of Besiroglu et al., 2024 (arXiv 2404.10102), a refit of the Chinchilla runs.
"""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, RED, figure, save

E, A, B, ALPHA, BETA = 1.8172, 482.01, 2085.43, 0.3478, 0.3658
SIZES = {1e7: "10M", 1e8: "100M", 1e9: "1B", 1e10: "10B", 1e11: "100B"}


def loss(parameters: np.ndarray | float, compute: np.ndarray | float) -> np.ndarray:
    """Loss in nats per token when `compute` FLOPs are spent on a model of that many parameters (6 N D)."""
    tokens = compute / (6 * parameters)
    return E + A / parameters**ALPHA + B / tokens**BETA


def best_size(compute: np.ndarray | float) -> np.ndarray:
    """Parameters that minimise the loss for a budget, in closed form."""
    g = (ALPHA * A / (BETA * B)) ** (1 / (ALPHA + BETA))
    return g * (compute / 6) ** (BETA / (ALPHA + BETA))


if __name__ == "__main__":
    drawing, (axis,) = figure(3.2)
    compute = np.logspace(16, 27.5, 90)
    for (size, name), colour in zip(SIZES.items(), (BLUE, GREEN, PURPLE, ORANGE, RED), strict=True):
        tokens = compute / (6 * size)
        shown = (tokens > 0.2 * size) & (tokens < 3e4 * size)
        curve = loss(size, compute[shown]) - E
        axis.plot(compute[shown], curve, color=colour, lw=1.5)
        axis.text(compute[shown][-1] * 1.3, curve[-1], name, color=colour, fontsize=10, va="center")
    envelope = loss(best_size(compute), compute) - E
    axis.plot(compute, envelope, color=INK, lw=2.4, ls=(0, (4, 1.5)))
    axis.text(6e16, 0.5, "envelope", fontsize=10.5, ha="left", va="center")
    axis.set(xscale="log", yscale="log", xlim=(1e16, 3e28), ylim=(0.035, 7), xlabel="training compute in FLOPs")
    axis.set_ylabel("loss − E")
    axis.set_yticks([0.1, 1], ["0.1", "1"])
    axis.set_yticks([], minor=True)
    axis.set_xticks([1e16, 1e20, 1e24, 1e28])
    axis.set_xticks([], minor=True)
    save(drawing, __file__)
