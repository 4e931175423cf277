"""Gini impurity, entropy and misclassification error of two classes against the share of class 1."""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, ORANGE, figure, save

share = np.linspace(0, 1, 201)
inner = np.clip(share, 1e-12, 1 - 1e-12)
entropy = -inner * np.log2(inner) - (1 - inner) * np.log2(1 - inner)
gini = 1 - share**2 - (1 - share) ** 2
error = np.minimum(share, 1 - share)

drawing, (axes,) = figure(2.7)
for curve, colour, style in ((entropy, BLUE, "-"), (gini, ORANGE, "-"), (error, GREEN, "--")):
    axes.plot(share, curve, color=colour, linestyle=style)
axes.text(0.5, 0.93, "entropy (bits)", color=BLUE, ha="center", va="top")
axes.text(0.5, 0.52, "Gini", color=ORANGE, ha="center", va="bottom")
axes.text(0.5, 0.25, "misclassification", color=GREEN, ha="center", va="top")
axes.set(xlabel="share of class 1", ylabel="impurity", xlim=(0, 1), ylim=(0, 1.05))
axes.set(xticks=[0, 0.25, 0.5, 0.75, 1], yticks=[0, 0.5, 1])
save(drawing, __file__)
