"""A maximum-margin classifier on separable data: separating line, margin band, support vectors circled."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save

HARD = 1e6  # so large a cost that no point is allowed inside the margin
WHERE = -0.9  # how far along the boundary the width is drawn


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


rng = np.random.default_rng(3)
labels = np.repeat([1.0, -1.0], 16)
points = rng.normal(0, 1, (32, 2)) * [1.4, 0.55] + np.where(labels > 0, 1.0, -1.0)[:, None] * [0.45, 1.45]
weights, bias, alpha = fit(points, labels, HARD)
length = np.linalg.norm(weights)
normal = weights / length

drawing, (axes,) = figure(3.4)
x = np.array([-3.4, 3.7])
for level, style, colour in ((-1, "--", SOFT), (0, "-", INK), (1, "--", SOFT)):
    axes.plot(x, (level - bias - weights[0] * x) / weights[1], style, color=colour, linewidth=2 if level == 0 else 1.2)
edges = [(level - bias - weights[0] * x) / weights[1] for level in (-1, 1)]
axes.fill_between(x, *edges, color=SOFT, alpha=0.13, linewidth=0)
for sign, colour, marker in ((1, BLUE, "o"), (-1, ORANGE, "s")):
    axes.plot(*points[labels == sign].T, marker, color=colour, markersize=5)
ring = {"color": "none", "markeredgecolor": INK, "markersize": 11, "markeredgewidth": 1.3}
axes.plot(*points[alpha > 1e-6].T, "o", **ring)

# Names where the lines meet the left edge, the margin's width where a free stretch is.
for level, name in ((-1, "\N{MINUS SIGN}1"), (0, "0"), (1, "+1")):
    height = (level - bias + 3.4 * weights[0]) / weights[1]
    axes.text(-3.5, height, name, ha="right", va="center", fontsize=10.5)
along = np.array([normal[1], -normal[0]])
tilt = np.degrees(np.arctan2(along[1], along[0]))
base = -bias / length * normal + WHERE * along
arrow = {"arrowstyle": "<->", "color": INK, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0}
axes.annotate("", base + normal / length, base - normal / length, arrowprops=arrow)
spot = base + 0.45 * normal / length + 0.12 * along
axes.text(*spot, r"margin $2/\Vert\mathbf{w}\Vert$", fontsize=11, va="center", rotation=tilt, rotation_mode="anchor")
axes.set(xlim=(-3.4, 3.7), ylim=(-2.6, 2.5), xticks=[], yticks=[], aspect="equal")
for spine in axes.spines.values():
    spine.set_visible(False)
save(drawing, __file__)
