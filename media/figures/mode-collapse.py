"""Eight Gaussians on a ring, a generator that sits on two of them, and the best discriminator between the two."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, figure, save

SPREAD = 0.18
ANGLES = np.arange(8) * np.pi / 4
CENTRES = np.c_[np.cos(ANGLES), np.sin(ANGLES)] * 2
COVERED = CENTRES[[1, 2]]
rng = np.random.default_rng(4)


def density(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """An even mixture of round Gaussians at `points`, shape (..., 2)."""
    squared = ((points[..., None, :] - centres) ** 2).sum(-1)
    return np.exp(-squared / (2 * SPREAD**2)).mean(-1) / (2 * np.pi * SPREAD**2)


def dots(centres: np.ndarray, count: int) -> np.ndarray:
    return centres[np.arange(count) % len(centres)] + SPREAD * rng.standard_normal((count, 2))


drawing, (axes,) = figure(3.5)
real, fake = dots(CENTRES, 160), dots(COVERED, 80)
axes.plot(*real.T, ".", color=BLUE, markersize=4, label="data")
axes.plot(*fake.T, "x", color=ORANGE, markersize=4, markeredgewidth=1.1, label="generator")
for centre in CENTRES:
    data, model = density(centre, CENTRES), density(centre, COVERED)
    axes.text(*(centre * 1.42), f"{data / (data + model):.1f}", ha="center", va="center", color=INK)
axes.text(0, 0, "at each mode:\nbest discriminator's\nP(real)", ha="center", va="center", fontsize=10, color=INK)
axes.set(xlim=(-3.3, 5.4), ylim=(-3.15, 3.15), aspect="equal")
axes.axis("off")
axes.legend(loc="center right", handletextpad=0.1)
save(drawing, __file__)
