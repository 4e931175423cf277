"""Encoder outputs in two dimensions and the codebook vector that each of them is replaced by."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save
from scipy.spatial import Voronoi

CODES, OUTPUTS = 7, 42
rng = np.random.default_rng(8)
outputs = rng.normal(size=(OUTPUTS, 2)) * (1.35, 0.8)
book = outputs[rng.choice(OUTPUTS, CODES, replace=False)]
for _ in range(30):  # k-means: each code moves to the mean of the outputs that chose it
    chosen = ((outputs[:, None] - book) ** 2).sum(-1).argmin(1)
    book = np.array([outputs[chosen == code].mean(0) for code in range(CODES)])

drawing, (axes,) = figure(3.1)
far = np.array([[-60, 0], [60, 0], [0, -60], [0, 60]])  # so that every real cell is bounded
cells = Voronoi(np.r_[book, far])
for pair in cells.ridge_vertices:
    if -1 not in pair:
        axes.plot(*cells.vertices[pair].T, color=SOFT, linewidth=0.8, linestyle=":")
for output, code in zip(outputs, chosen, strict=True):
    axes.plot(*np.c_[output, book[code]], color=SOFT, linewidth=0.9)
axes.plot(*outputs.T, "o", color=BLUE, markersize=4, label="encoder output")
axes.plot(*book.T, "s", color=ORANGE, markersize=8, label="codebook vector")
along = np.linspace(0.15, 1, 20)[:, None, None]
inked = (book[chosen] + along * (outputs - book[chosen])).reshape(-1, 2)  # points on all the lines
angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
for index, code in enumerate(book):  # each number where the lines and dots leave it most room
    places = code + 0.27 * np.c_[np.cos(angle), np.sin(angle)]
    place = places[((places[:, None] - inked) ** 2).sum(-1).min(1).argmax()]
    axes.text(*place, str(index), color=INK, fontsize=11, weight="bold", ha="center", va="center")
axes.set(xlim=(-3.4, 3.4), ylim=(-2.1, 2.1), aspect="equal", xticks=[], yticks=[])
axes.spines[:].set_visible(False)
axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, handletextpad=0.2, borderaxespad=0.1)
save(drawing, __file__)
