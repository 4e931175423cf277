"""A region over a feature grid: RoI pooling's rounded bins, and RoIAlign's exact ones with four points each."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, RED, SOFT, figure, save

CELLS, BINS = 8, 2
LEFT, LOW, RIGHT, HIGH = 1.4, 1.7, 6.35, 6.6  # the region, in units of cells


def snapped(start: float, end: float) -> np.ndarray:
    """RoI pooling's bin edges: region rounded to cells, then bins rounded too."""
    a, b = round(start), round(end)
    return np.floor(a + (b - a) * np.arange(BINS + 1) / BINS)


drawing, panels = figure(2.75, columns=2)
for axes, name in zip(panels, ("RoI pooling: snapped", "RoIAlign: exact"), strict=True):
    for k in range(CELLS + 1):
        axes.plot([0, CELLS], [k, k], color=SOFT, linewidth=0.5, alpha=0.6)
        axes.plot([k, k], [0, CELLS], color=SOFT, linewidth=0.5, alpha=0.6)
    axes.add_patch(
        Rectangle((LEFT, LOW), RIGHT - LEFT, HIGH - LOW, fill=False, edgecolor=INK, linewidth=1.4, linestyle="--")
    )
    across, along = snapped(LEFT, RIGHT), snapped(LOW, HIGH)
    if name.startswith("RoIAlign"):
        across, along = np.linspace(LEFT, RIGHT, BINS + 1), np.linspace(LOW, HIGH, BINS + 1)
    colour = GREEN if name.startswith("RoIAlign") else RED
    for i in range(BINS):
        for j in range(BINS):
            place, size = (across[i], along[j]), (across[i + 1] - across[i], along[j + 1] - along[j])
            axes.add_patch(Rectangle(place, *size, facecolor=colour, alpha=0.12, edgecolor="none"))
            axes.add_patch(Rectangle(place, *size, fill=False, edgecolor=colour, linewidth=1.8))
            if name.startswith("RoIAlign"):
                for a in (0.25, 0.75):
                    for b in (0.25, 0.75):
                        axes.plot(place[0] + a * size[0], place[1] + b * size[1], "o", color=BLUE, markersize=5)
    axes.set_title(name, color=colour)
    axes.set(xlim=(-0.1, CELLS + 0.1), ylim=(-0.1, CELLS + 0.1), aspect="equal")
    axes.axis("off")
save(drawing, __file__)
