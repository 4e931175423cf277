"""A tree of depth 2, grown greedily by Gini, as boxes in the plane and as a tree with the same thresholds."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save

rng = np.random.default_rng(4)
points = rng.uniform(0, 1, (90, 2))
labels = np.where(points[:, 0] < 0.42, points[:, 1] > 0.72, points[:, 1] > 0.3).astype(int)
labels ^= rng.uniform(size=90) < 0.04
Box = tuple[tuple[float, float], tuple[float, float]]


def gini(y: np.ndarray) -> float:
    return 2 * y.mean() * (1 - y.mean()) if y.size else 0.0


def best_split(rows: np.ndarray) -> tuple[int, float]:
    """The feature and threshold with the least weighted Gini of the two sides."""
    best = (np.inf, 0, 0.0)
    for feature in (0, 1):
        values = np.unique(points[rows, feature])
        for cut in (values[1:] + values[:-1]) / 2:
            left = points[rows, feature] < cut
            y = labels[rows]
            cost = left.sum() * gini(y[left]) + (~left).sum() * gini(y[~left])
            best = min(best, (float(cost), feature, float(cut)))
    return best[1], best[2]


drawing, (plane, tree) = figure(2.5, columns=2, gridspec_kw={"width_ratios": [1, 1.25]})
shade, strong = {0: "#d9e3ee", 1: "#f3e2d3"}, {0: BLUE, 1: ORANGE}


def grow(rows: np.ndarray, box: Box, depth: int, across: float) -> None:
    """Draw the node that holds `rows` in both panels, then its children."""
    if depth == 2:
        label = round(float(labels[rows].mean()))
        (left, right), (low, high) = box
        plane.fill([left, right, right, left], [low, low, high, high], color=shade[label], linewidth=0, zorder=0)
        tree.plot(across, -2, "s" if label else "o", color=strong[label], markersize=13)
        share = max(labels[rows].mean(), 1 - labels[rows].mean())
        tree.text(across, -2.3, f"{share:.0%}", ha="center", va="top", fontsize=10)
        return
    feature, cut = best_split(rows)
    below = points[rows, feature] < cut
    spread = 2.0 if depth == 0 else 0.95
    for side, part, sign in (("yes", rows[below], -1), ("no", rows[~below], 1)):
        end = across + sign * spread
        tree.plot([across, end], [-depth, -depth - 1], color=SOFT, linewidth=1.2, zorder=0)
        if depth == 0:
            tree.text(across + sign * spread * 0.62, -0.42, side, ha="left" if sign > 0 else "right", fontsize=10)
        edges = [list(box[0]), list(box[1])]
        edges[feature][1 if sign < 0 else 0] = cut
        grow(part, (tuple(edges[0]), tuple(edges[1])), depth + 1, end)
    name = ("$x_1$", "$x_2$")[feature]
    plate = {"facecolor": "#fbfaf6", "edgecolor": SOFT, "boxstyle": "round,pad=0.25"}
    tree.text(across, -depth, f"{name} < {cut:.2f}", ha="center", va="center", fontsize=10, bbox=plate)
    span = box[1 - feature]
    line = plane.vlines if feature == 0 else plane.hlines
    line(cut, *span, color=INK, linewidth=2.0 if depth == 0 else 1.3)


grow(np.arange(90), ((0.0, 1.0), (0.0, 1.0)), 0, 0.0)
for value, marker in ((0, "o"), (1, "s")):
    plane.plot(*points[labels == value].T, marker, color=strong[value], markersize=3)
plane.set(xlim=(0, 1), ylim=(0, 1), xticks=[0, 1], yticks=[0, 1], aspect="equal")
plane.set_xlabel("$x_1$", labelpad=-8)
plane.set_ylabel("$x_2$", labelpad=-4)
tree.set(xlim=(-3.7, 3.7), ylim=(-2.75, 0.35))
tree.axis("off")
save(drawing, __file__)
