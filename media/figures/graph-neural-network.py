"""Share of each node's input in one node's value after one and two rounds of averaging with the neighbours."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, PLATE, SOFT, figure, save

PLACES = np.array([(0, 0), (-1.1, 0.5), (1.0, 0.7), (0.1, -1.1), (-2.0, 0.0), (-1.5, 1.4), (1.0, -1.5), (2.0, 0.2)])
EDGES = ((0, 1), (0, 2), (0, 3), (1, 4), (1, 5), (3, 6), (2, 7), (4, 5))
n = len(PLACES)
near = np.eye(n)
for u, v in EDGES:
    near[u, v] = near[v, u] = 1
average = near / near.sum(1, keepdims=True)  # with the node itself
hops = [next(k for k in range(n) if np.linalg.matrix_power(near, k)[0, v] > 0) for v in range(n)]

drawing, panels = figure(2.6, columns=2)
for axes, rounds in zip(panels, (1, 2), strict=True):
    share = np.linalg.matrix_power(average, rounds)[0]
    for u, v in EDGES:
        axes.plot(*PLACES[[u, v]].T, color=SOFT, linewidth=0.8, zorder=1)
        far, close = (u, v) if hops[u] > hops[v] else (v, u)
        if hops[u] != hops[v] and hops[far] <= rounds:
            arrow = {
                "arrowstyle": "-|>",
                "color": (BLUE, ORANGE)[hops[far] - 1],
                "shrinkA": 12,
                "shrinkB": 12,
                "lw": 1.6,
            }
            axes.annotate("", PLACES[close], PLACES[far], arrowprops=arrow, zorder=2)
    for v, (x, y) in enumerate(PLACES):
        colour = (INK, BLUE, ORANGE)[hops[v]] if hops[v] <= rounds else SOFT
        axes.plot(x, y, "o", markersize=22, color=colour, markerfacecolor=PLATE, markeredgewidth=1.6, zorder=3)
        axes.text(x, y - 0.02, f"{100 * share[v]:.0f}", ha="center", va="center", fontsize=10, color=colour, zorder=4)
    axes.set_title(("one round", "two rounds")[rounds - 1] + ": share in %")
    axes.set(xlim=(-2.5, 2.5), ylim=(-2.0, 1.9), aspect="equal")
    axes.axis("off")
save(drawing, __file__)
