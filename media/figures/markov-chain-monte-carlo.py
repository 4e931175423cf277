"""Traces of two Metropolis chains on a density with two modes: one mixes, one is stuck."""

from __future__ import annotations

import numpy as np
from plate import BLUE, RED, figure, save

STEPS, SHOWN = 4000, 5


def log_density(x: float) -> float:
    """Half of N(-3, 1) and half of N(3, 1), unnormalised."""
    return float(np.logaddexp(-((x + 3) ** 2) / 2, -((x - 3) ** 2) / 2))


def trace(scale: float, start: float, seed: int) -> np.ndarray:
    """States of a random-walk Metropolis chain."""
    rng, x, chain = np.random.default_rng(seed), start, []
    for _ in range(STEPS):
        proposal = x + scale * rng.standard_normal()
        if np.log(rng.random()) < log_density(proposal) - log_density(x):
            x = proposal
        chain.append(x)
    return np.array(chain)


drawing, panels = figure(3.6, rows=2, sharex=True, sharey=True)
for axes, scale, colour, name in zip(
    panels, (5.0, 0.15), (BLUE, RED), ("mixing: steps of 5", "stuck: steps of 0.15"), strict=True
):
    chain = trace(scale, 3.0, seed=1)
    axes.axhline(-3, color=colour, linewidth=0.6, alpha=0.5)
    axes.axhline(3, color=colour, linewidth=0.6, alpha=0.5)
    axes.plot(np.arange(0, STEPS, SHOWN), chain[::SHOWN], color=colour, linewidth=0.7)
    axes.set_title(f"{name} (mean {chain.mean():.1f}, truth 0)", color=colour, loc="left")
    axes.set(yticks=[-3, 0, 3], xlim=(0, STEPS))
panels[-1].set_xlabel("step")
save(drawing, __file__)
