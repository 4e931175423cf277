"""Core, border and noise points of DBSCAN with minPts = 4, and the epsilon discs that decide."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Circle
from plate import BLUE, INK, ORANGE, RED, figure, save

EPS, LEAST = 0.62, 4
rng = np.random.default_rng(11)
bend = np.stack([np.linspace(0, 3.0, 13), 0.9 * np.sin(np.linspace(0, 3.0, 13))], axis=1)
clump = np.array([4.6, 1.5]) + rng.normal(0, 0.36, (9, 2))
lonely = np.array([[0.7, 2.0], [3.5, -0.9], [5.6, -0.3]])
points = np.concatenate([bend + rng.normal(0, 0.08, bend.shape), clump, lonely])

near = np.linalg.norm(points[:, None] - points, axis=-1) <= EPS
core = near.sum(1) >= LEAST  # the point itself counts
border = ~core & (near & core).any(1)
noise = ~core & ~border
label = np.full(len(points), -1)
for seed in np.flatnonzero(core):
    if label[seed] < 0:
        label[seed], waiting = label.max() + 1, [seed]
        while waiting:
            for other in np.flatnonzero(near[waiting.pop()] & (label < 0)):
                label[other] = label[seed]
                if core[other]:
                    waiting.append(other)

drawing, (axes,) = figure(3.1)
for kind, face, edge in ((core, "#dfe7ef", "none"), (noise, "none", RED)):
    for middle in points[kind]:
        axes.add_patch(Circle(tuple(middle), EPS, facecolor=face, edgecolor=edge, linewidth=0.8, linestyle=":"))
for group, colour in enumerate((BLUE, ORANGE)):
    axes.plot(*points[core & (label == group)].T, "o", color=colour, markersize=6)
    axes.plot(*points[border & (label == group)].T, "o", color=colour, markerfacecolor="white", markersize=6)
axes.plot(*points[noise].T, "x", color=RED, markersize=7, markeredgewidth=1.8)
for marker, face, colour, name in (
    ("o", INK, INK, "core"),
    ("o", "white", INK, "border"),
    ("x", RED, RED, "noise"),
):
    axes.plot([], [], marker, color=colour, markerfacecolor=face, markersize=6, label=name)
axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, fontsize=11)
axes.text(-0.6, -1.2, "discs of radius ε\nminPts = 4", fontsize=10, color=INK)
axes.set(xticks=[], yticks=[], aspect="equal")
axes.autoscale_view()
for spine in axes.spines.values():
    spine.set_visible(False)
save(drawing, __file__)
