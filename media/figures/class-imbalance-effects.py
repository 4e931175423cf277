"""Two Gaussian classes at 1% positives, and the two places where the exact probability passes 0.5 and 0.01."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save
from scipy.stats import norm

SHARE, GAP = 0.01, 2.0
x = np.linspace(-3.2, 5.2, 169)


def where(probability: float) -> float:
    """The feature value at which the posterior of the positive class is `probability`."""
    odds = probability / (1 - probability) * (1 - SHARE) / SHARE
    return float(np.log(odds) / GAP + GAP / 2)


drawing, (axes,) = figure(2.7)
for mean, colour, name, place in ((0.0, BLUE, "negatives (99%)", -1.9), (GAP, ORANGE, "positives (1%)", 3.95)):
    axes.plot(x, norm.pdf(x, mean), color=colour)
    axes.text(place, 0.27, name.replace(" (", "\n("), color=colour, ha="center", fontsize=10.5)
for probability, shade in ((0.01, 0.2), (0.5, 0.6)):
    cut = where(probability)
    caught = norm.sf(cut, GAP)
    beyond = x[x > cut]
    axes.fill_between(np.r_[cut, beyond], norm.pdf(np.r_[cut, beyond], GAP), color=ORANGE, alpha=shade, linewidth=0)
    axes.plot([cut, cut], [0, 0.44], color=INK, linewidth=1.1, linestyle="--")
    axes.text(cut, 0.45, f"p = {probability:g}:\nrecall {caught:.0%}", ha="center", va="bottom", fontsize=10.5)
axes.set(xlabel="feature", yticks=[], xlim=(x[0], x[-1]), ylim=(0, 0.56))
axes.set_ylabel("density in each class", color=SOFT)
axes.spines["left"].set_visible(False)
save(drawing, __file__)
