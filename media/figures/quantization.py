"""Sixteen levels over a range with and without an outlier: where the same values end up."""

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save

rng = np.random.default_rng(2)
values = np.append(rng.normal(0, 1, 26), 9.0)
drawing, axes = figure(height=3.1, rows=2, sharex=True)
for axis, kept, title in zip(
    axes, (values, values[:-1]), ("step set by the outlier", "step set by the rest"), strict=True
):
    step = np.abs(kept).max() / 7
    levels = np.arange(-7, 8) * step
    snapped = np.clip(np.round(kept / step), -7, 7) * step
    axis.vlines(levels, -0.12, 0.12, color=SOFT, linewidth=1)
    for value, place in zip(kept, snapped, strict=True):
        axis.plot([value, place], [1, 0.14], color=SOFT, linewidth=0.6)
    axis.plot(kept, np.ones_like(kept), "o", color=BLUE, markersize=4)
    axis.plot(snapped, np.zeros_like(kept), "s", color=ORANGE, markersize=5)
    used = len(set(np.round(snapped / step)))
    error = np.sqrt(np.mean((values[:-1] - snapped[: len(values) - 1]) ** 2))
    axis.set(ylim=(-0.4, 1.5), yticks=[0, 1], title=f"{title}: error {error:.2f}, {used} levels used")
    axis.set_yticklabels(["4 bits", "floats"], color=INK)
    axis.spines["left"].set_visible(False)
    axis.tick_params(left=False)
save(drawing, __file__)
