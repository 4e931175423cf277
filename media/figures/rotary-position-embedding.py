"""A query and a key turned by their positions: the angle between them depends on the offset only."""

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save

OMEGA, QUERY, KEY = 0.45, 0.1, 0.35  # angle per position, angles at position 0
drawing, axes = figure(height=2.3, columns=2)
for axis, (m, n) in zip(axes, [(1, 3), (5, 7)], strict=True):
    circle = np.linspace(0, 2 * np.pi, 80)
    axis.plot(np.cos(circle), np.sin(circle), color=SOFT, lw=0.7, ls=":")
    ends = [QUERY + m * OMEGA, KEY + n * OMEGA]
    for angle, colour, words in zip(ends, [BLUE, ORANGE], [f"q at {m}", f"k at {n}"], strict=True):
        look = {"arrowstyle": "-|>", "color": colour, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
        axis.annotate("", (np.cos(angle), np.sin(angle)), (0, 0), arrowprops=look)
        place = 1.3 * np.cos(angle), 1.17 * np.sin(angle)
        axis.text(*place, words, ha="center", va="center", color=colour, fontsize=10.5)
    arc = np.linspace(*ends, 30)
    axis.plot(0.42 * np.cos(arc), 0.42 * np.sin(arc), color=INK, lw=1.3)
    middle = sum(ends) / 2
    difference = np.degrees(ends[1] - ends[0])
    axis.text(
        0.66 * np.cos(middle), 0.6 * np.sin(middle), f"{difference:.0f}°", ha="center", va="center", fontsize=10.5
    )
    axis.set(xlim=(-1.6, 1.6), ylim=(-1.3, 1.3), aspect="equal", title=f"offset {n - m}")
    axis.axis("off")
save(drawing, __file__)
