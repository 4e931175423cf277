"""A fully connected network and two thinned copies of it, as two training steps with dropout would see it."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, RED, SOFT, figure, save

SIZES, DROP = (3, 5, 5, 2), (0.2, 0.5, 0.5, 0.0)  # units and drop probability of each layer
rng = np.random.default_rng(27)


def kept() -> list[np.ndarray]:
    """For each layer, which units stay."""
    return [rng.random(n) >= p for n, p in zip(SIZES, DROP, strict=True)]


def place(layer: int, unit: int) -> tuple[float, float]:
    return float(layer), unit - (SIZES[layer] - 1) / 2


drawing, panels = figure(2.5, columns=3)
whole = [np.ones(n, bool) for n in SIZES]
for axes, stay, name in zip(panels, (whole, kept(), kept()), ("inference", "one step", "next step"), strict=True):
    for layer in range(3):
        for i in np.flatnonzero(stay[layer]):
            for j in np.flatnonzero(stay[layer + 1]):
                (x0, y0), (x1, y1) = place(layer, i), place(layer + 1, j)
                axes.plot([x0, x1], [y0, y1], color=SOFT, linewidth=0.7, zorder=1)
    for layer, n in enumerate(SIZES):
        for i in range(n):
            x, y = place(layer, i)
            if stay[layer][i]:
                axes.plot(x, y, "o", color=BLUE, markersize=9, zorder=2)
            else:
                axes.plot(x, y, "o", markerfacecolor="none", color=SOFT, markersize=9, markeredgewidth=0.8, zorder=2)
                axes.plot(x, y, "x", color=RED, markersize=7, markeredgewidth=1.6, zorder=3)
    axes.set_title(name, color=INK)
    axes.set(xlim=(-0.35, 3.35), ylim=(-2.5, 2.5))
    axes.axis("off")
save(drawing, __file__)
