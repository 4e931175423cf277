"""Squared-error contours meeting the L1 ball at a corner and the L2 ball off the axes."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, RED, SOFT, figure, save

CENTRE, HESSIAN, BUDGET = np.array([0.9, 1.9]), np.array([[1.0, 0.45], [0.45, 1.3]]), 1.0


def loss(points: np.ndarray) -> np.ndarray:
    """The squared-error excess at points, one row a point."""
    away = points - CENTRE
    return np.einsum("...i,ij,...j->...", away, HESSIAN, away) / 2


angle = np.linspace(0, 2 * np.pi, 4 * 3600 + 1)
circle = BUDGET * np.stack([np.cos(angle), np.sin(angle)], axis=1)
diamond = BUDGET * circle / np.abs(circle).sum(1, keepdims=True)  # every direction, scaled to |w1| + |w2| = budget

across, up = np.meshgrid(np.linspace(-1.5, 2.3, 90), np.linspace(-1.6, 2.9, 90))
grid = loss(np.stack([across, up], axis=-1))
drawing, panels = figure(2.9, columns=2, sharex=True, sharey=True)
for axes, ball, colour, name in zip(panels, (diamond, circle), (RED, BLUE), ("L1: lasso", "L2: ridge"), strict=True):
    values = loss(ball)
    best = ball[values.argmin()]
    axes.fill(*ball[::60].T, color=colour, alpha=0.16, linewidth=0)
    axes.plot(*ball[::60].T, color=colour, linewidth=1.4)
    axes.contour(across, up, grid, levels=[0.1, 0.3, values.min()], colors=SOFT, linewidths=[0.8, 0.8, 1.5])
    axes.axhline(0, color=SOFT, linewidth=0.6)
    axes.plot([0, 0], [-1.15, 2.9], color=SOFT, linewidth=0.6)
    axes.plot(*CENTRE, "+", color=INK, markersize=9, markeredgewidth=1.5)
    axes.plot(*best, "o", color=colour, markersize=6)
    axes.text(-1.4, -1.55, f"solution ({abs(best[0]):.2f}, {best[1]:.2f})", color=colour, fontsize=10)
    axes.text(2.25, 0.08, "$w_1$", ha="right", fontsize=10.5)
    axes.text(-0.1, 2.6, "$w_2$", ha="right", fontsize=10.5)
    axes.set_title(name, color=colour)
    axes.set(xticks=[], yticks=[], aspect="equal")
    for spine in axes.spines.values():
        spine.set_visible(False)
save(drawing, __file__)
