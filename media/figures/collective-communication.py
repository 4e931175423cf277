"""Ring all-reduce on four devices, really run: how many devices' values each chunk holds before, between and after."""

import numpy as np
from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

P = 4
state = np.eye(P, dtype=int)[:, None, :].repeat(P, 1)  # device, chunk, whose values it holds
shots = [state.copy()]
for phase in range(2):
    for step in range(P - 1):
        sent = [((i + phase - step) % P, state[i, (i + phase - step) % P].copy()) for i in range(P)]
        for i, (chunk, values) in enumerate(sent):
            to = state[(i + 1) % P]
            to[chunk] = to[chunk] + values if phase == 0 else values
    shots.append(state.copy())

drawing, (axis,) = figure(height=3.0)
axis.set(xlim=(-0.1, 18.7), ylim=(-5.3, 1.6))
axis.axis("off")
TITLES = ["start", "3 steps:\nreduce-scatter", "3 more:\nall-gather"]
for shot, (title, holds) in enumerate(zip(TITLES, shots, strict=True)):
    left = 2.1 + shot * 5.9
    axis.text(left + 2, 0.35, title, ha="center", va="bottom", fontsize=9.5)
    for device in range(P):
        if shot == 0:
            axis.text(left - 0.3, -device - 0.45, f"dev {device}", ha="right", va="center", fontsize=9.5)
        for chunk in range(P):
            count = holds[device, chunk].sum()
            colour = GREEN if count == P else BLUE if count > 1 else SOFT
            cell = Rectangle((left + chunk, -device - 0.9), 1, 0.9, facecolor=colour, edgecolor="white", alpha=0.85)
            axis.add_patch(cell)
            middle = (left + chunk + 0.5, -device - 0.45)
            axis.text(*middle, str(count), ha="center", va="center", color="white", fontsize=9.5)
    if shot < 2:
        look = {"arrowstyle": "-|>", "color": ORANGE, "linewidth": 1.5}
        axis.annotate("", (left + 5.7, -1.8), (left + 4.2, -1.8), arrowprops=look)
axis.text(9.3, -4.75, "number: how many devices' values are summed in a chunk", ha="center", color=INK, fontsize=9.5)
axis.text(9.3, -5.3, "each step: send one chunk to the next device", ha="center", color=ORANGE, fontsize=9.5)
save(drawing, __file__)
