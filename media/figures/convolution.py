"""A 3×3 kernel over a 6×6 input: one patch and the output cell that it gives, with real numbers."""

import numpy as np
from matplotlib.patches import Rectangle
from plate import BLUE, INK, ORANGE, SOFT, figure, save

rng = np.random.default_rng(8)
x = rng.integers(0, 4, (6, 6))
w = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
y = np.array([[(x[i : i + 3, j : j + 3] * w).sum() for j in range(4)] for i in range(4)])
row, column = 1, 2
drawing, axes = figure(height=2.35, columns=3, width_ratios=[6, 3, 4])
for axis, values, title in zip(axes, (x, w, y), ("input 6 × 6", "kernel", "output 4 × 4"), strict=True):
    size = len(values)
    axis.set(xlim=(-0.05, size + 0.05), ylim=(size + 0.05, -0.05), aspect="equal", title=title)
    axis.axis("off")
    for i in range(size):
        for j in range(size):
            axis.add_patch(Rectangle((j, i), 1, 1, facecolor="white", edgecolor=SOFT, linewidth=0.7))
            axis.text(
                j + 0.5,
                i + 0.53,
                str(values[i, j]).replace("-", "−"),
                ha="center",
                va="center",
                fontsize=9.5,
                color=INK,
            )
axes[0].add_patch(Rectangle((column, row), 3, 3, facecolor=BLUE, alpha=0.25, edgecolor="none"))
axes[0].add_patch(Rectangle((column, row), 3, 3, fill=False, edgecolor=BLUE, linewidth=2))
axes[1].add_patch(Rectangle((0, 0), 3, 3, fill=False, edgecolor=BLUE, linewidth=2))
axes[2].add_patch(Rectangle((column, row), 1, 1, facecolor=ORANGE, alpha=0.3, edgecolor="none"))
axes[2].add_patch(Rectangle((column, row), 1, 1, fill=False, edgecolor=ORANGE, linewidth=2))
save(drawing, __file__)
