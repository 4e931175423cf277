"""A street scene as a map of object numbers, coloured as scene and as semantic, instance and panoptic labels."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import ListedColormap
from plate import BLUE, GREEN, ORANGE, PURPLE, figure, save

W, H, FINE = 60, 24, 8  # width and height, pixels a unit
x, y = np.meshgrid((np.arange(W * FINE) + 0.5) / FINE, H - (np.arange(H * FINE) + 0.5) / FINE)


def box(left: float, right: float, low: float, high: float) -> np.ndarray:
    return (left <= x) & (x < right) & (low <= y) & (y < high)


def car(left: float, low: float) -> np.ndarray:
    wheels = [(x - left - c) ** 2 + (y - low) ** 2 < 4 for c in (4, 13)]
    return box(left, left + 17, low, low + 5) | box(left + 4, left + 13, low + 5, low + 9) | wheels[0] | wheels[1]


def person(middle: float, low: float) -> np.ndarray:
    return box(middle - 1.6, middle + 1.6, low, low + 9) | ((x - middle) ** 2 + (y - low - 10.5) ** 2 < 4)


# Painted back to front; a thing is a class and a number.
LAYERS = [
    ("sky", 0, box(0, W, 0, H)),
    ("building", 0, box(0, 24, 10, 21) | box(38, W, 10, 18)),
    ("road", 0, box(0, W, 0, 10)),
    ("car", 1, car(20, 6)),
    ("car", 2, car(6, 3.5)),
    ("person", 1, person(44, 3)),
    ("person", 2, person(51, 5)),
]
labels = np.zeros(x.shape, int)
for number, (_, _, where) in enumerate(LAYERS):
    labels[where] = number
CLASS = {"sky": "#b9d3ea", "building": "#b8aa98", "road": "#8f959b", "car": BLUE, "person": ORANGE}
THING = {("car", 1): BLUE, ("car", 2): PURPLE, ("person", 1): ORANGE, ("person", 2): GREEN}
PANELS = {
    "semantic": [CLASS[kind] for kind, _, _ in LAYERS],
    "instance": [THING.get((kind, number), "white") for kind, number, _ in LAYERS],
    "panoptic": [THING.get((kind, number), CLASS[kind]) for kind, number, _ in LAYERS],
}
drawing, panels = figure(6.6, rows=3)
for axes, (name, colours) in zip(panels, PANELS.items(), strict=True):
    axes.imshow(labels, cmap=ListedColormap(colours), vmin=-0.5, vmax=len(LAYERS) - 0.5, interpolation="nearest")
    axes.set_title(name)
    axes.axis("off")
save(drawing, __file__)
