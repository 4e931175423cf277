"""A picture, its patches, and the sequence that the encoder reads."""

import numpy as np
from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

y, x = np.mgrid[0:48, 0:48] / 47
hill = y > 0.62 + 0.16 * np.sin(5 * x + 0.6)
sun = (x - 0.72) ** 2 + (y - 0.27) ** 2 < 0.02
picture = np.where(sun, 2, np.where(hill, 1, 0))
drawing, (axis,) = figure(height=3.1)
axis.set(xlim=(0, 10), ylim=(0, 6), aspect="equal")
axis.axis("off")
colours = np.array(["#b9d3ea", "#7fae76", "#f0c24b"])
for row in range(12):
    for column in range(12):
        kind = picture[row * 4 + 1, column * 4 + 1]
        gap = 0.12 * (column // 3), -0.12 * (row // 3)
        corner = 0.2 + column * 0.2 + gap[0], 5.5 - row * 0.2 + gap[1]
        axis.add_patch(Rectangle(corner, 0.2, 0.2, color=colours[kind], linewidth=0))
for number in range(17):
    left = 0.1 + number * 0.575
    colour = GREEN if number == 0 else BLUE
    axis.add_patch(Rectangle((left, 1.25), 0.4, 0.75, facecolor="white", edgecolor=colour))
    axis.text(left + 0.2, 1.62, "cls" if number == 0 else str(number), ha="center", va="center", fontsize=9.5)
    axis.text(left + 0.2, 0.95, str(number), ha="center", va="center", fontsize=9.5, color=ORANGE)
arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.2, "mutation_scale": 12}
axis.annotate("", (4.6, 2.15), (1.6, 2.85), arrowprops=arrow)
axis.text(3.5, 4.6, "16 patches, in rows", fontsize=11)
axis.text(3.5, 3.9, "each: one vector of its pixels", fontsize=11)
axis.text(4.0, 2.75, "the same linear map $E$", fontsize=11)
axis.text(0.1, 0.4, "+ position embeddings", fontsize=9.5, color=ORANGE)
axis.text(9.75, 0.4, "into the encoder", fontsize=9.5, color=SOFT, ha="right")
save(drawing, __file__)
