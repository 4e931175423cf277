"""The Box-Cox family for five exponents: all curves pass (1, 0) with slope one."""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, RED, SOFT, figure, save
from scipy.special import boxcox

y = np.linspace(0.08, 3.6, 160)
drawing, (axes,) = figure(2.9)
axes.axhline(0, color=SOFT, linewidth=0.7)
for exponent, colour, name in (
    (2, RED, "λ = 2"),
    (1, ORANGE, "1"),
    (0.5, GREEN, "½"),
    (0, BLUE, "0: log y"),
    (-1, PURPLE, "−1"),
):
    value = boxcox(y, exponent)
    shown = (value > -3) & (value < 3.1)
    axes.plot(y[shown], value[shown], color=colour)
    end = np.flatnonzero(shown)[-1]
    axes.text(y[end] + 0.06, value[end], name, color=colour, va="center", fontsize=10.5)
axes.plot(1, 0, marker="o", color=INK, markersize=5)
axes.text(1.12, -0.5, "all: value 0, slope 1", fontsize=10.5)
axes.set(xlabel="y", ylabel="transformed y", xlim=(0, 4.4), ylim=(-3.1, 3.3), xticks=range(5), yticks=range(-3, 4))
save(drawing, __file__)
