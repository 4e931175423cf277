"""Which cells of a (batch, channel, space) block share their statistics with one corner cell, for four methods."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, figure, save

N, C, S = 3, 4, 3  # examples, channels, pixels
STEP = np.array([0.5, 0.36])  # how one channel further back is drawn
METHODS = {  # examples that share statistics (the last ones), channels that do (the front ones)
    "Batch norm": (N, 1),
    "Layer norm": (1, C),
    "Instance norm": (1, 1),
    "Group norm, 2 groups": (1, C // 2),
}


def corner(n: float, c: float, s: float) -> np.ndarray:
    """Where the point (example, channel, pixel) is drawn; channels run backwards."""
    return np.array([n, s]) + c * STEP


FACES = {  # the visible side of each cell, by its corners
    "front": ((0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)),
    "top": ((0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)),
    "side": ((1, 0, 0), (1, 1, 0), (1, 1, 1), (1, 0, 1)),
}
drawing, panels = figure(4.3, rows=2, columns=2)
for axes, (name, (examples, channels)) in zip(panels, METHODS.items(), strict=True):
    for n, c, s in np.ndindex(N, C, S):
        shared = n >= N - examples and c < channels
        for face, corners in FACES.items():
            if {"front": c == 0, "top": s == S - 1, "side": n == N - 1}[face]:
                points = np.array([corner(n + a, c + b, s + d) for a, b, d in corners])
                axes.fill(*points.T, facecolor=BLUE if shared else "white", edgecolor=INK, linewidth=0.7)
    axes.set_title(name)
    axes.text(*(corner(N / 2, 0, 0) - (0, 0.25)), "batch", ha="center", va="top", fontsize=10)
    axes.text(*(corner(0, 0, S / 2) - (0.25, 0)), "space", ha="center", va="center", rotation=90, fontsize=10)
    axes.text(*(corner(N, C / 2, 0) - (-0.2, 0.1)), "channel", ha="left", va="top", fontsize=10)
    axes.set(aspect="equal", xlim=(-0.8, N + C * STEP[0] + 0.9), ylim=(-0.95, S + C * STEP[1] + 0.1))
    axes.axis("off")
save(drawing, __file__)
