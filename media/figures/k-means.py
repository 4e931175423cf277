"""Lloyd's algorithm at work on three blobs from a poor start, and where it ends on two moons."""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, INK, ORANGE, figure, save

COLOURS = [BLUE, ORANGE, GREEN]
rng = np.random.default_rng(4)
blobs = np.repeat([[0.0, 0.0], [3.2, 0.3], [1.5, 2.7]], 22, axis=0) + rng.normal(0, 0.55, (66, 2))
turn = np.linspace(0, np.pi, 40)
moon = np.stack([np.cos(turn), np.sin(turn)], axis=1)
moons = np.concatenate([moon, [1.0, 0.4] - moon]) + rng.normal(0, 0.06, (80, 2))


def rounds(points: np.ndarray, centres: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """The centres before and after each round until nothing moves, and the last assignment."""
    path = [centres]
    while True:
        nearest = ((points[:, None] - path[-1]) ** 2).sum(-1).argmin(1)
        path.append(np.stack([points[nearest == c].mean(0) for c in range(len(centres))]))
        if np.allclose(path[-1], path[-2]):
            return path[:-1], nearest


start = blobs[[2, 9, 16]]
path, _ = rounds(blobs, start)
drawing, panels = figure(3.9, columns=2, rows=2)
for axes, done in zip(panels, (0, 1, len(path) - 1), strict=False):
    nearest = ((blobs[:, None] - path[done]) ** 2).sum(-1).argmin(1)
    for c, colour in enumerate(COLOURS):
        axes.plot(*blobs[nearest == c].T, "o", color=colour, markersize=2.8)
        trail = np.array([centres[c] for centres in path[: done + 1]])
        axes.plot(*trail.T, color=INK, linewidth=1)
        axes.plot(*trail[-1], "X", color=colour, markeredgecolor=INK, markersize=9)
    axes.set_title("start" if done == 0 else f"after {done} round{'s' * (done > 1)}")
panels[2].set_title(f"after {len(path) - 1} rounds: stable")
path, nearest = rounds(moons, np.array([[-1.0, 0.0], [2.0, 0.4]]))
for c, colour in enumerate(COLOURS[:2]):
    panels[3].plot(*moons[nearest == c].T, "o", color=colour, markersize=2.8)
    panels[3].plot(*path[-1][c], "X", color=colour, markeredgecolor=INK, markersize=9)
panels[3].set_title("two moons: cut across")
for axes in panels:
    axes.set(xticks=[], yticks=[], aspect="equal")
    axes.margins(0.08)
    for spine in axes.spines.values():
        spine.set_visible(False)
save(drawing, __file__)
