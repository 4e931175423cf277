"""How many stamps of a 3×3 kernel at stride 2 reach each output cell."""

import numpy as np
from matplotlib.patches import Rectangle
from plate import INK, ORANGE, SOFT, figure, save

INPUT, KERNEL, STRIDE = 4, 3, 2
size = STRIDE * (INPUT - 1) + KERNEL
counts = np.zeros((size, size), dtype=int)
for i in range(INPUT):
    for j in range(INPUT):
        counts[i * STRIDE : i * STRIDE + KERNEL, j * STRIDE : j * STRIDE + KERNEL] += 1
drawing, axes = figure(height=2.7, columns=2, width_ratios=[4, 9])
cases = ((np.ones((INPUT, INPUT), int), "input 4 × 4"), (counts, "output 9 × 9"))
for axis, (values, title) in zip(axes, cases, strict=True):
    end = len(values)
    axis.set(xlim=(-0.1, end + 0.1), ylim=(end + 0.1, -0.1), aspect="equal", title=title)
    axis.axis("off")
    if end == size:
        axis.pcolormesh(values, cmap="Blues", vmin=0, vmax=7)
        for (i, j), value in np.ndenumerate(values):
            axis.text(j + 0.28, i + 0.75, str(value), fontsize=9.5, color=INK)
    axis.hlines(range(end + 1), 0, end, color=SOFT, linewidth=0.5)
    axis.vlines(range(end + 1), 0, end, color=SOFT, linewidth=0.5)
axes[0].add_patch(Rectangle((1, 1), 1, 1, facecolor=ORANGE, alpha=0.5, edgecolor=ORANGE))
axes[1].add_patch(Rectangle((2, 2), 3, 3, fill=False, edgecolor=ORANGE, linewidth=2))
save(drawing, __file__)
