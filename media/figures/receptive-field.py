"""One unit of the third layer, traced back: which cells of each map below reach it through 3×3 kernels."""

import numpy as np
from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, ORANGE, SOFT, figure, save

SIZE, COLOURS = 9, (ORANGE, GREEN, BLUE, "#7d54b2")
drawing, axes = figure(height=1.75, columns=4)
seen = np.zeros((SIZE, SIZE), dtype=bool)
seen[SIZE // 2, SIZE // 2] = True
names = ("layer 3", "layer 2", "layer 1", "input")
for axis, name, colour in zip(axes, names, COLOURS, strict=True):
    width = int(seen.any(0).sum())
    axis.set(xlim=(-0.1, SIZE + 0.1), ylim=(-0.1, SIZE + 0.1), aspect="equal")
    axis.set_title(f"{name}: {width}×{width}", fontsize=9.5)
    axis.axis("off")
    axis.hlines(range(SIZE + 1), 0, SIZE, color=SOFT, linewidth=0.4)
    axis.vlines(range(SIZE + 1), 0, SIZE, color=SOFT, linewidth=0.4)
    corner = int(seen.any(0).argmax())
    assert seen[corner : corner + width, corner : corner + width].sum() == seen.sum()
    axis.add_patch(Rectangle((corner, corner), width, width, facecolor=colour, alpha=0.6, linewidth=0))
    padded = np.pad(seen, 1)
    seen = np.any([padded[i : i + SIZE, j : j + SIZE] for i in range(3) for j in range(3)], axis=0)
save(drawing, __file__)
