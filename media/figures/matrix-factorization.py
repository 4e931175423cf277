"""A sparse rating matrix as the product of user vectors and item vectors; the filled cells are really that product."""

import numpy as np
from plate import INK, PLATE, figure, save

rng = np.random.default_rng(3)
users, items, rank = 14, 10, 2
p, q = rng.normal(size=(users, rank)), rng.normal(size=(rank, items))
ratings = np.where(rng.random((users, items)) < 0.25, p @ q, np.nan)
drawing, axes = figure(height=2.9, columns=3, width_ratios=[10, 3.2, 10])
look = {"cmap": "RdYlBu", "vmin": -2.5, "vmax": 2.5, "edgecolors": "#d4d0c6", "linewidth": 0.5}
shapes = (
    (ratings, f"ratings\n{users} × {items}, known: {np.isfinite(ratings).sum()}"),
    (p, f"users\n{users} × {rank}"),
)
for axis, (values, title) in zip(axes[:2], shapes, strict=True):
    axis.pcolormesh(np.ma.masked_invalid(values[::-1]), **look)
    axis.set_title(title, fontsize=9.5)
axes[2].pcolormesh(q[::-1], **look)
axes[2].set_title(f"items\n{rank} × {items}", fontsize=9.5)
for axis in axes:
    axis.set(aspect="equal", xticks=[], yticks=[], facecolor=PLATE)
    for spine in axis.spines.values():
        spine.set_visible(False)
axes[2].set_anchor("N")
drawing.text(0.425, 0.45, "≈", fontsize=15, color=INK, ha="center")
drawing.text(0.56, 0.79, "·", fontsize=18, color=INK, ha="center")
save(drawing, __file__)
