"""Gradient descent in a ravine with and without momentum, at the same learning rate."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, RED, SOFT, figure, save

CURVATURES = np.array([1.0, 25.0])
RATE, STEPS, START = 0.072, 14, np.array([-9.0, 1.6])


def path(beta: float) -> np.ndarray:
    """The parameters after 0, 1, … STEPS steps, one row a step."""
    theta, velocity, seen = START.copy(), np.zeros(2), [START.copy()]
    for _ in range(STEPS):
        velocity = beta * velocity + CURVATURES * theta
        theta = theta - RATE * velocity
        seen.append(theta.copy())
    return np.array(seen)


drawing, panels = figure(3.1, rows=2, sharex=True, sharey=True)
across, along = np.meshgrid(np.linspace(-10, 3, 80), np.linspace(-2.2, 2.2, 60))
loss = (CURVATURES[0] * across**2 + CURVATURES[1] * along**2) / 2
for axes, beta, colour, name in zip(
    panels, (0.0, 0.6), (RED, BLUE), ("without momentum", "with momentum, β = 0.6"), strict=True
):
    axes.contour(across, along, loss, levels=[0.5, 4, 12, 25, 45], colors=SOFT, linewidths=0.6, alpha=0.7)
    way = path(beta)
    axes.plot(way[:, 0], way[:, 1], "o-", color=colour, markersize=3.2, linewidth=1.5)
    axes.plot(0, 0, "+", color=INK, markersize=11, markeredgewidth=1.6)
    axes.set_title(f"{name}: loss {CURVATURES @ way[-1] ** 2 / 2:.3g} after {STEPS} steps", color=colour)
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set_visible(False)
save(drawing, __file__)
