"""Laplace mechanism: densities of a noisy count for two neighbouring data sets, and their ratio."""

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save

EPSILON = 0.7
x = np.linspace(92, 109, 341)
first, second = (EPSILON / 2 * np.exp(-EPSILON * abs(x - count)) for count in (100, 101))

drawing, (above, below) = figure(height=3.5, rows=2, sharex=True, height_ratios=[1.7, 1])
above.plot(x, first, color=BLUE)
above.plot(x, second, color=ORANGE)
above.fill_between(x, second * np.exp(-EPSILON), second * np.exp(EPSILON), color=ORANGE, alpha=0.13, linewidth=0)
above.text(97.6, 0.19, "without you:\n100", color=BLUE, ha="right")
above.text(103.4, 0.19, "with you:\n101", color=ORANGE, ha="left")
above.text(92.2, 0.62, "shaded: orange times e$^{−ε}$ to e$^{ε}$", fontsize=9.5, color=INK)
above.set(yticks=[], ylim=(0, 0.72), ylabel="density")
below.plot(x, np.log(first / second), color=INK)
for bound, words in ((EPSILON, "ε"), (-EPSILON, "−ε")):
    below.axhline(bound, color=SOFT, linestyle=":")
    below.text(109.1, bound, words, va="center", ha="left")
below.set(ylim=(-1, 1), yticks=[0], xlim=(92, 109), xlabel="noisy count", ylabel="log ratio")
save(drawing, __file__)
