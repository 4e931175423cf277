"""Backup diagrams of the expectation and the optimality equation."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Arc
from plate import BLUE, INK, ORANGE, PLATE, SOFT, figure, save

ACTIONS = (-1.0, 0.0, 1.0)


def diagram(axis, title: str, colour: str, best: bool) -> None:
    """State, three actions, two next states each; an arc through the action branches stands for the maximum."""
    for action in ACTIONS:
        axis.plot([0, action], [2, 1], color=colour, lw=1.6, zorder=1)
        for side in (-0.27, 0.27):
            axis.plot([action, action + side], [1, 0], color=SOFT, lw=1.2, zorder=1)
            axis.plot(action + side, 0, "o", ms=11, mfc=PLATE, mec=INK, mew=1.3, zorder=2)
        axis.plot(action, 1, "o", ms=8, color=INK, zorder=2)
    axis.plot(0, 2, "o", ms=14, mfc=PLATE, mec=INK, mew=1.3, zorder=2)
    if best:
        slope = np.degrees(np.arctan2(1, 1))
        axis.add_patch(Arc((0, 2), 0.9, 0.9, theta1=180 + slope, theta2=360 - slope, color=colour, lw=2.2))
    axis.text(0.3, 2.08, "s", fontsize=11, va="center")
    axis.text(1.2, 1.02, "a", fontsize=11, va="center")
    axis.text(0, -0.42, "next states s′", ha="center", va="center", fontsize=10, color=INK)
    axis.text(-0.62, 1.62, "max" if best else "π", ha="right", va="center", fontsize=11, color=colour)
    axis.text(-1.25, 0.5, "p", ha="right", va="center", fontsize=11, color=SOFT)
    axis.set(xlim=(-1.55, 1.55), ylim=(-0.6, 2.3), title=title)
    axis.axis("off")


if __name__ == "__main__":
    drawing, axes = figure(2.7, columns=2)
    diagram(axes[0], "expectation: average over π", BLUE, best=False)
    diagram(axes[1], "optimality: best action", ORANGE, best=True)
    save(drawing, __file__)
