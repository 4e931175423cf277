"""Ring attention on four devices: which key-value block each device holds in each step."""

from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, figure, save

P = 4
COLOURS = [BLUE, ORANGE, GREEN, PURPLE]
drawing, (axis,) = figure(height=3.1)
axis.set(xlim=(-2.9, 13.2), ylim=(-1.7, 8.3))
axis.axis("off")
for device in range(P):
    left = device * 3.3
    axis.text(left + 1.3, 7.7, f"device {device}", ha="center", fontsize=9.5)
    axis.add_patch(Rectangle((left, 6.2), 2.6, 1.1, facecolor="white", edgecolor=COLOURS[device], linewidth=1.8))
    axis.text(left + 1.3, 6.7, f"$Q_{device}$ stays", ha="center", va="center", fontsize=9.5)
    for step in range(P):
        block = (device - step) % P
        low = 4.6 - 1.55 * step
        axis.add_patch(Rectangle((left, low), 2.6, 1.0, facecolor=COLOURS[block], alpha=0.85))
        axis.text(
            left + 1.3, low + 0.45, f"$K_{block}, V_{block}$", ha="center", va="center", color="white", fontsize=9.5
        )
        if step < P - 1 and device < P - 1:
            look = {"arrowstyle": "-|>", "color": INK, "linewidth": 0.9, "mutation_scale": 8}
            axis.annotate("", (left + 3.5, low - 0.52), (left + 2.4, low - 0.03), arrowprops=look)
for step in range(P):
    axis.text(-0.25, 5.05 - 1.55 * step, f"step {step}", ha="right", va="center", fontsize=9.5)
axis.text(5.9, -1.55, "the last device sends to the first", ha="center", color=INK, fontsize=9.5)
save(drawing, __file__)
