"""The two errors of a one-sided test as areas under the curves of the null and of one alternative."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from plate import BLUE, INK, ORANGE, figure, save

ALPHA, EFFECT = 0.05, 2.5  # the effect in standard errors
critical = NormalDist().inv_cdf(1 - ALPHA)
beta = NormalDist(EFFECT).cdf(critical)
grid = np.linspace(-3.3, 5.9, 185)
null, alternative = (np.exp(-((grid - mean) ** 2) / 2) / (2 * np.pi) ** 0.5 for mean in (0, EFFECT))

drawing, (axes,) = figure(3.0)
axes.fill_between(grid, alternative, where=grid <= critical, color=ORANGE, alpha=0.45, linewidth=0)
axes.fill_between(grid, null, where=grid >= critical, color=BLUE, alpha=0.6, linewidth=0)
axes.plot(grid, null, color=BLUE)
axes.plot(grid, alternative, color=ORANGE)
axes.axvline(critical, ymax=0.86, color=INK, linewidth=1.2, linestyle="--")
axes.text(-0.35, 0.41, "null $H_0$", color=BLUE, ha="right")
axes.text(EFFECT + 0.35, 0.41, "alternative $H_1$", color=ORANGE)
axes.text(critical, 0.455, "critical value", ha="center")
axes.annotate(
    f"$\\alpha$ = {ALPHA:.0%}",
    (critical + 0.32, 0.03),
    (4.6, 0.17),
    color=BLUE,
    ha="center",
    arrowprops={"arrowstyle": "-", "color": BLUE, "linewidth": 1},
)
axes.annotate(
    f"$\\beta$ = {beta:.0%}",
    (critical - 0.55, 0.05),
    (-2.3, 0.17),
    color=ORANGE,
    ha="center",
    arrowprops={"arrowstyle": "-", "color": ORANGE, "linewidth": 1},
)
axes.set(
    yticks=[], ylim=(0, 0.5), xlim=(-3.3, 5.9), xlabel="test statistic in standard errors: keep left, reject right"
)
axes.spines["left"].set_visible(False)
save(drawing, __file__)
