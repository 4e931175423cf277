"""The same overlapping data under a small and a large cost C: a wide soft margin, a narrow one."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save


def fit(points: np.ndarray, labels: np.ndarray, cost: float) -> tuple[np.ndarray, float, np.ndarray]:
    """Weights, bias and dual weights of the linear soft-margin SVM, by SMO on the most violating pair."""
    gram, alpha = points @ points.T, np.zeros(len(labels))
    while True:
        error = gram @ (alpha * labels) - labels
        rising = np.where(labels > 0, alpha < cost - 1e-12, alpha > 1e-12)  # alpha·y may grow
        falling = np.where(labels > 0, alpha > 1e-12, alpha < cost - 1e-12)  # alpha·y may shrink
        i = np.argmin(np.where(rising, error, np.inf))
        j = np.argmax(np.where(falling, error, -np.inf))
        if error[j] - error[i] < 1e-6:
            return (alpha * labels) @ points, -(error[i] + error[j]) / 2, alpha
        step = (error[j] - error[i]) / (gram[i, i] + gram[j, j] - 2 * gram[i, j])
        room_i = cost - alpha[i] if labels[i] > 0 else alpha[i]
        room_j = alpha[j] if labels[j] > 0 else cost - alpha[j]
        step = min(step, room_i, room_j)
        alpha[i] += labels[i] * step
        alpha[j] -= labels[j] * step


rng = np.random.default_rng(2)
labels = np.repeat([1.0, -1.0], 20)
points = rng.normal(0, 1, (40, 2)) * [1.1, 0.75] + np.where(labels > 0, 1.0, -1.0)[:, None] * [0.3, 0.95]
x = np.array([-3.0, 3.0])

drawing, panels = figure(2.9, columns=2, sharex=True, sharey=True)
for axes, cost in zip(panels, (0.05, 50.0), strict=True):
    weights, bias, alpha = fit(points, labels, cost)
    edges = [(level - bias - weights[0] * x) / weights[1] for level in (-1, 0, 1)]
    axes.fill_between(x, edges[0], edges[2], color=SOFT, alpha=0.15, linewidth=0)
    axes.plot(x, edges[1], color=INK, linewidth=1.8)
    for edge in (edges[0], edges[2]):
        axes.plot(x, edge, "--", color=SOFT, linewidth=1)
    for sign, colour, marker in ((1, BLUE, "o"), (-1, ORANGE, "s")):
        axes.plot(*points[labels == sign].T, marker, color=colour, markersize=4)
    support = alpha > 1e-6
    axes.plot(*points[support].T, "o", color="none", markeredgecolor=INK, markersize=8, markeredgewidth=0.9)
    width = 2 / np.linalg.norm(weights)
    axes.set_title(f"C = {cost:g}: width {width:.2f},\n{support.sum()} support vectors")
    axes.set(xlim=(-3, 3), ylim=(-3.1, 2.4), xticks=[], yticks=[], aspect="equal")
    for spine in axes.spines.values():
        spine.set_visible(False)
save(drawing, __file__)
