"""A picture, a quarter of its patches, and the rest filled in by a predictor fitted to 4,000 pictures like it."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import ListedColormap
from plate import INK, SOFT, figure, save

SIDE, PATCH, KEEP = 32, 4, 16  # 8 × 8 patches, 16 of 64 stay visible: 75% masked
rng = np.random.default_rng(3)
rows, columns = np.mgrid[:SIDE, :SIDE] / (SIDE - 1)


def picture() -> np.ndarray:
    """A soft sky-to-ground gradient and a bright disc somewhere: grey values in [0, 1]."""
    x, y, radius = rng.uniform(0.25, 0.75), rng.uniform(0.25, 0.75), rng.uniform(0.18, 0.3)
    ground = rng.uniform(0.2, 0.4) + rng.uniform(-0.25, 0.25) * rows + rng.uniform(-0.25, 0.25) * columns
    disc = 1 / (1 + np.exp((np.hypot(columns - x, rows - y) - radius) / 0.03))
    return np.clip(ground + (0.95 - ground) * disc, 0, 1)


def patches(image: np.ndarray) -> np.ndarray:
    count = SIDE // PATCH
    return image.reshape(count, PATCH, count, PATCH).swapaxes(1, 2).reshape(count**2, PATCH**2)


def whole(parts: np.ndarray) -> np.ndarray:
    count = SIDE // PATCH
    return parts.reshape(count, count, PATCH, PATCH).swapaxes(1, 2).reshape(SIDE, SIDE)


image = picture()
seen = np.zeros(64, bool)
seen[rng.permutation(64)[:KEEP]] = True
library = np.stack([patches(picture()) for _ in range(4000)])
given, hidden = library[:, seen].reshape(4000, -1), library[:, ~seen].reshape(4000, -1)
# Random features and ridge regression: a network in small, fitted to this one mask.
mean, weights = given.mean(0), rng.standard_normal((given.shape[1], 1500)) * 0.25
bias = rng.uniform(0, 2 * np.pi, 1500)
features = np.cos((given - mean) @ weights + bias)
solved = np.linalg.solve(features.T @ features + 0.05 * np.eye(1500), features.T @ (hidden - hidden.mean(0)))
query = np.cos((patches(image)[seen].reshape(-1) - mean) @ weights + bias)
filled = patches(image).copy()
filled[~seen] = np.clip(query @ solved + hidden.mean(0), 0, 1).reshape(-1, PATCH**2)

grey = ListedColormap([str(level) for level in np.linspace(0.1, 1, 64)])
grey.set_bad("#d9a066")
drawing, axes = figure(1.75, columns=3)
shown = np.ma.array(whole(patches(image)), mask=whole(np.repeat(~seen[:, None], PATCH**2, 1)))
parts = (image, "image"), (shown, "encoder sees 25%"), (whole(filled), "decoder fills in")
for axis, (part, title) in zip(axes, parts, strict=True):
    axis.imshow(part, cmap=grey, vmin=0, vmax=1, interpolation="none", extent=(0, 8, 8, 0))
    axis.set_title(title, fontsize=9.5)
    axis.set(xticks=range(9), yticks=range(9))
    axis.tick_params(length=0, labelbottom=False, labelleft=False)
    axis.grid(color=SOFT, linewidth=0.3)
    for side in axis.spines.values():
        side.set(visible=True, color=INK, linewidth=0.6)
save(drawing, __file__)
