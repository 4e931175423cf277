"""Four masks of 20 queries (rows) by 20 keys (columns)."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from plate import BLUE, SOFT, figure, save

SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
CODES = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY]
n = 20
i, j = np.indices((n, n))
masks = {
    "local": abs(i - j) <= 2,
    "strided": (i - j) % 5 == 0,
    "global": (i < 2) | (j < 2),
    "random": np.random.default_rng(3).random((n, n)).argsort(1).argsort(1) < 3,
}
drawing, axes = figure(height=1.75, columns=4)
for axis, (name, mask) in zip(axes, masks.items(), strict=True):
    cells = Path(
        [corner + np.array([c, n - 1 - r]) for r, c in np.argwhere(mask) for corner in SQUARE], CODES * mask.sum()
    )
    axis.add_patch(PathPatch(cells, facecolor=BLUE, edgecolor="none"))  # one path for all cells
    axis.set(title=name, xticks=[], yticks=[], aspect="equal", xlim=(0, n), ylim=(0, n), facecolor="white")
    for side in axis.spines.values():
        side.set(visible=True, color=SOFT)
axes[0].set_ylabel("queries")
for axis in axes:
    axis.set_xlabel("keys")
save(drawing, __file__)
