"""One query, four keys: dot products, softmax weights, weighted sum of the values."""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, RED, SOFT, figure, save

QUERY = np.array([2.0, 1.0])
KEYS = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, -1.0], [-1.0, 1.0]])
VALUES = np.array([[1.0, 2.6], [2.8, 2.2], [3.0, 0.6], [0.4, 0.7]])
COLOURS = [BLUE, GREEN, PURPLE, ORANGE]


def attend(query: np.ndarray, keys: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores and weights (keys,), output (width,)."""
    scores = keys @ query
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    return scores, weights, weights @ values


if __name__ == "__main__":
    scores, weights, output = attend(QUERY, KEYS, VALUES)
    drawing, (left, middle, right) = figure(2.2, columns=3, gridspec_kw={"width_ratios": [1.15, 0.95, 1.15]})
    arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 9, "linewidth": 1.6}
    for number, (key, colour) in enumerate(zip(KEYS, COLOURS, strict=True), 1):
        left.annotate("", key, (0, 0), arrowprops={**arrow, "color": colour})
        left.text(*(key * 1.3), f"k{number}", color=colour, ha="center", va="center")
    left.annotate("", QUERY, (0, 0), arrowprops={**arrow, "color": RED, "linewidth": 2.2})
    left.text(2.05, 1.25, "q", color=RED, ha="center", va="center", fontweight="bold")
    left.set(xlim=(-1.6, 2.4), ylim=(-1.7, 1.7), title="score: q · k")
    rows = np.arange(4)
    middle.barh(rows, weights, color=COLOURS, height=0.62)
    for row, score, weight in zip(rows, scores, weights, strict=True):
        middle.text(weight + 0.03, row, f"{weight:.2f}", va="center", fontsize=10)
        middle.text(-0.05, row, f"{score:.0f}".replace("-", "−"), va="center", ha="right", fontsize=10, color=INK)
    middle.text(-0.05, -0.72, "score", ha="right", va="center", fontsize=9.5, color=SOFT)
    middle.set(xlim=(-0.32, 1.0), ylim=(3.6, -1.0), title="softmax")
    hull = [0, 1, 2, 3]
    right.fill(*VALUES[hull].T, facecolor="#e9e7de", edgecolor="none")
    for number, (value, weight, colour) in enumerate(zip(VALUES, weights, COLOURS, strict=True), 1):
        right.plot(*np.array([value, output]).T, color=colour, lw=0.8 + 5 * weight, alpha=0.75, solid_capstyle="round")
        right.plot(*value, "o", color=colour, ms=6)
        out = (value - VALUES.mean(0)) / np.linalg.norm(value - VALUES.mean(0))
        right.text(*(value + 0.5 * out), f"v{number}", color=colour, ha="center", va="center")
    right.plot(*output, "s", color=RED, ms=8)
    right.text(output[0] - 0.3, output[1] - 0.55, "o", color=RED, ha="center", va="center", fontweight="bold")
    right.set(xlim=(-0.4, 3.8), ylim=(-0.1, 3.4), title="average of v")
    for axis in (left, middle, right):
        axis.set_xticks([])
        axis.set_yticks([])
        axis.spines[:].set_visible(False)
    for axis in (left, right):
        axis.set_aspect("equal")
        axis.set_anchor("N")
    save(drawing, __file__)
