"""Six images, two views each, as points on a circle: before and after gradient descent on the contrastive loss."""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, RED, SOFT, figure, save

PAIRS, TEMPERATURE, STEPS, RATE = 6, 0.3, 3000, 0.02
COLOURS = (BLUE, ORANGE, GREEN, RED, PURPLE, INK)
rng = np.random.default_rng(12)


def slope(angles: np.ndarray) -> np.ndarray:
    """Derivative of the mean InfoNCE loss by the angles of the 2n views; view i + n is the partner of view i."""
    n = len(angles)
    scores = np.cos(angles[:, None] - angles) / TEMPERATURE
    np.fill_diagonal(scores, -np.inf)
    p = np.exp(scores - scores.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    p[np.arange(n), (np.arange(n) + n // 2) % n] -= 1
    turn = -np.sin(angles[:, None] - angles) / TEMPERATURE  # of score (i, j) by angle i; by angle j the opposite
    return ((p * turn).sum(1) - (p * turn).sum(0)) / n


# Shuffled even places, so that the letters of the first panel keep apart.
start = rng.permutation(2 * PAIRS) * np.pi / PAIRS + rng.uniform(-0.1, 0.1, 2 * PAIRS)
end = start.copy()
for _ in range(STEPS):
    end -= RATE * slope(end)

drawing, axes = figure(2.75, columns=2)
ring = np.linspace(0, 2 * np.pi, 121)
for axis, angles, title in zip(axes, (start, end), ("before training", f"after {STEPS:,} steps"), strict=True):
    axis.plot(np.cos(ring), np.sin(ring), color=SOFT, linewidth=1)
    for i, colour in enumerate(COLOURS):
        pair = angles[[i, i + PAIRS]]
        axis.plot(np.cos(pair), np.sin(pair), "o-", color=colour, markersize=8, linewidth=1.4)
        middle = np.angle(np.exp(1j * pair).sum()) if axis is axes[1] else pair[0]
        axis.text(1.2 * np.cos(middle), 1.2 * np.sin(middle), "ABCDEF"[i], ha="center", va="center", color=colour)
        if axis is axes[0]:
            axis.text(1.2 * np.cos(pair[1]), 1.2 * np.sin(pair[1]), "ABCDEF"[i], ha="center", va="center", color=colour)
    axis.set(xlim=(-1.35, 1.35), ylim=(-1.35, 1.35), aspect="equal", title=title)
    axis.axis("off")
save(drawing, __file__)
