"""Nearest over farthest distance against dimension: independent coordinates, and a 3-dimensional subspace."""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, figure, save

DIMENSIONS, POINTS, QUERIES, INTRINSIC = [3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000], 500, 60, 3


def ratio(points: np.ndarray, queries: np.ndarray) -> float:
    """The mean over queries of nearest distance / farthest distance."""
    squares = (queries**2).sum(1)[:, None] + (points**2).sum(1) - 2 * queries @ points.T
    distances = np.sqrt(np.maximum(squares, 0))
    return float((distances.min(1) / distances.max(1)).mean())


rng = np.random.default_rng(0)
independent, flat = [], []
for d in DIMENSIONS:
    sample = rng.random((POINTS + QUERIES, d)) - 0.5
    independent.append(ratio(sample[:POINTS], sample[POINTS:]))
    basis = np.linalg.qr(rng.standard_normal((d, INTRINSIC)))[0]
    sample = (rng.random((POINTS + QUERIES, INTRINSIC)) - 0.5) @ basis.T
    flat.append(ratio(sample[:POINTS], sample[POINTS:]))

drawing, (axes,) = figure(3.0)
axes.axhline(1, color="#b8bec6", linewidth=0.8, linestyle="--")
axes.semilogx(DIMENSIONS, independent, "o-", color=BLUE, markersize=4)
axes.semilogx(DIMENSIONS, flat, "o-", color=GREEN, markersize=4)
axes.text(60, 0.83, "independent\ncoordinates", color=BLUE, ha="right", va="center")
axes.text(170, 0.17, "on a 3-dimensional subspace", color=GREEN, ha="center", va="center")
axes.set(xlabel="dimension $d$", ylabel="nearest / farthest", ylim=(0, 1.04), xticks=[3, 10, 100, 1000])
axes.set_xticklabels(["3", "10", "100", "1000"])
axes.minorticks_off()
save(drawing, __file__)
