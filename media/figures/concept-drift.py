"""The same inputs under two labelling rules: what an unchanged model gets wrong after the rule turned."""

import numpy as np
from plate import BLUE, INK, ORANGE, RED, figure, save

rng = np.random.default_rng(4)
x = rng.uniform(-1, 1, (110, 2))
angles = np.radians([35, 80])
normals = np.stack([-np.sin(angles), np.cos(angles)], axis=1)
before, after = (x @ normals.T > 0).T
drawing, axes = figure(height=2.75, columns=2)
for axis, labels, title in zip(axes, (before, after), ("then", "now"), strict=True):
    for value, colour, marker in ((False, BLUE, "o"), (True, ORANGE, "s")):
        axis.plot(*x[labels == value].T, marker, color=colour, markersize=3.6)
    axis.set(xlim=(-1.06, 1.06), ylim=(-1.06, 1.06), xticks=[], yticks=[], xlabel="$x_1$", title=title, aspect="equal")
axes[0].set_ylabel("$x_2$")
reach = np.array([-2.0, 2.0])
for axis, angle, style in ((axes[0], angles[0], "-"), (axes[1], angles[0], "--"), (axes[1], angles[1], "-")):
    axis.plot(reach * np.cos(angle), reach * np.sin(angle), style, color=INK, linewidth=1.4)
wrong = before != after
axes[1].plot(*x[wrong].T, "o", markersize=7.5, markerfacecolor="none", markeredgecolor=RED, markeredgewidth=1.2)
axes[1].set_title(f"now: {wrong.mean():.0%} misjudged")
save(drawing, __file__)
