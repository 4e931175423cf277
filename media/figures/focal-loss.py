"""The focal loss against the probability of the true class, for four values of gamma."""

from __future__ import annotations

import numpy as np
from plate import SOFT, figure, save

p = np.linspace(0.005, 1, 200)
drawing, (axes,) = figure(3.1)
axes.axvspan(0.6, 1, color=SOFT, alpha=0.12, linewidth=0)
axes.text(0.8, 3.05, "easy examples", ha="center", color=SOFT, fontsize=9.5)
for gamma in (0, 1, 2, 5):
    name = "γ = 0: cross-entropy" if gamma == 0 else f"γ = {gamma}"
    axes.plot(p, -((1 - p) ** gamma) * np.log(p), label=name)
axes.set(xlim=(0, 1), ylim=(0, 3.5), xlabel="probability of the true class", ylabel="loss")
axes.legend(loc="upper right", bbox_to_anchor=(1.0, 0.86))
save(drawing, __file__)
