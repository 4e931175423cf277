"""Weights of an ordinary and of a depthwise separable layer, drawn to scale for four channels in and out."""

from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

CHANNELS, KERNEL = 4, 3
COLOURS = (BLUE, ORANGE, GREEN, "#7d54b2")
drawing, axes = figure(height=3.0, columns=2)
for axis in axes:
    axis.set(xlim=(0, 16.5), ylim=(-1.8, 15.6), aspect="equal")
    axis.axis("off")


def slab(axis, left: float, low: float, size: int, colour: str) -> None:
    axis.add_patch(Rectangle((left, low), size, size, facecolor=colour, alpha=0.35, linewidth=0))
    if size == 1:
        return
    axis.hlines([low + i for i in range(size + 1)], left, left + size, color=colour, linewidth=0.6)
    axis.vlines([left + i for i in range(size + 1)], low, low + size, color=colour, linewidth=0.6)


for out in range(CHANNELS):
    for channel in range(CHANNELS):
        slab(axes[0], 0.2 + channel * 4, 12 - out * 3.7, KERNEL, COLOURS[channel])
total = CHANNELS * CHANNELS * KERNEL**2
axes[0].set_title(f"ordinary: {total} weights", fontsize=10)
axes[0].text(8, -1.2, "a row for each output channel", ha="center", fontsize=9.5, color=SOFT)
for channel in range(CHANNELS):
    slab(axes[1], 0.2 + channel * 4, 12, KERNEL, COLOURS[channel])
    for out in range(CHANNELS):
        slab(axes[1], 1.2 + channel * 4, 7 - out * 2, 1, COLOURS[channel])
parts = CHANNELS * KERNEL**2, CHANNELS**2
axes[1].set_title(f"separable: {parts[0]} + {parts[1]} = {sum(parts)}", fontsize=10)
axes[1].text(8, 10.2, "one kernel a channel", ha="center", fontsize=9.5, color=INK)
axes[1].text(8, -1.2, "then a 1×1 mix, a row each", ha="center", fontsize=9.5, color=SOFT)
save(drawing, __file__)
