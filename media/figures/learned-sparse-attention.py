"""An indexer scores earlier tokens cheaply, the best k are kept, attention runs on these."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from plate import BLUE, ORANGE, SOFT, figure, save

SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
CODES = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY]
n, keep = 16, 4
rng = np.random.default_rng(6)
q, k = rng.standard_normal((2, n, 8))
noise = rng.standard_normal((n, n))
past = np.tril(np.ones((n, n), bool))
exact = q @ k.T / np.sqrt(8)
indexer = np.where(past, exact + 0.3 * noise, -np.inf)
order = np.argsort(-indexer, axis=1).argsort(1)
mask = past & (order < keep)
scores = np.where(mask, exact, -np.inf)
weights = np.exp(scores - scores.max(1, keepdims=True))
weights /= weights.sum(1, keepdims=True)
shades = np.where(past, (exact + 0.3 * noise - exact.min()) / np.ptp(exact), np.nan)
drawing, axes = figure(height=2.15, columns=3)
PARTS = [
    ("indexer scores", np.where(past, shades, np.nan), ORANGE),
    (f"top {keep} per query", np.where(mask, 1.0, np.nan), SOFT),
    ("attention", np.where(mask, weights, np.nan), BLUE),
]
for axis, (title, values, colour) in zip(axes, PARTS, strict=True):
    level = np.clip(np.ceil(values * 6), 1, 6)  # six shades, one path for the cells of each
    for shade in range(1, 7):
        cells = [corner + np.array([c, n - 1 - r]) for r, c in np.argwhere(level == shade) for corner in SQUARE]
        if cells:
            path = Path(cells, CODES * (len(cells) // 5))
            axis.add_patch(PathPatch(path, facecolor=colour, alpha=shade / 6, edgecolor="none"))
    axis.set(title=title, xticks=[], yticks=[], aspect="equal", xlabel="earlier tokens")
    axis.set(xlim=(0, n), ylim=(0, n), facecolor="white")
    for side in axis.spines.values():
        side.set(visible=True, color=SOFT)
axes[0].set_ylabel("queries")
save(drawing, __file__)
