"""Two rings in the plane, and the same points lifted by x1² + x2², where a plane separates them."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Polygon
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

EACH, CUT = 45, 0.8  # points a ring; the plane's height: circles of radius sqrt(CUT) below it

rng = np.random.default_rng(4)
angle = rng.uniform(0, 2 * np.pi, (2, EACH))
radius = np.stack([0.62 * np.sqrt(rng.uniform(0, 1, EACH)), rng.uniform(1.05, 1.4, EACH)])
flat = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)  # ring, point, coordinate
lifted = np.concatenate([flat, (radius**2)[..., None]], axis=-1)

# An orthographic camera for an eye in front and a little above.
eye = np.array([-0.45, -1.7, 0.75])
right = np.cross([0.0, 0.0, 1.0], eye)
right /= np.linalg.norm(right)
up = np.cross(eye, right)
camera = np.stack([right, up / np.linalg.norm(up)], axis=1)

drawing, (plane, space) = figure(2.9, columns=2)
circle = np.linspace(0, 2 * np.pi, 61)
rim = np.sqrt(CUT) * np.stack([np.cos(circle), np.sin(circle)], axis=-1)
plane.plot(*rim.T, color=GREEN, linewidth=1.8)
corners = np.array([[-1.5, -1.5, CUT], [1.5, -1.5, CUT], [1.5, 1.5, CUT], [-1.5, 1.5, CUT]])
space.add_patch(Polygon(corners @ camera, facecolor=GREEN, alpha=0.22, edgecolor=GREEN, linewidth=1, zorder=2))
for height in (0.2, CUT, 1.4, 1.96):  # level circles of the paraboloid
    ring = np.column_stack([np.sqrt(height / CUT) * rim, np.full(len(rim), height)])
    space.plot(*(ring @ camera).T, color=SOFT, linewidth=0.8, alpha=0.8, zorder=2.5)
for ring, (colour, marker) in enumerate(((BLUE, "o"), (ORANGE, "s"))):
    plane.plot(*flat[ring].T, marker, color=colour, markersize=3.6)
    space.plot(*(lifted[ring] @ camera).T, marker, color=colour, markersize=3.6, zorder=1 if ring == 0 else 3)
plane.set_title("inputs: no line separates", color=INK)
space.set_title("lifted: a plane does", color=INK)
plane.text(0, -1.75, "$(x_1, x_2)$", ha="center", fontsize=10.5)
space.text(0, -1.27, "$(x_1, x_2, x_1^2+x_2^2)$", ha="center", fontsize=10.5)
plane.set(xlim=(-1.55, 1.55), ylim=(-1.85, 1.5))
space.set(xlim=(-1.95, 1.95), ylim=(-1.4, 2.814))
for axes in (plane, space):
    axes.set(xticks=[], yticks=[], aspect="equal")
    for spine in axes.spines.values():
        spine.set_visible(False)
save(drawing, __file__)
