"""Loss of gradient descent on a quadratic with curvatures 1 and 10, for four learning rates."""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, ORANGE, RED, SOFT, figure, save

CURVATURES = np.array([1.0, 10.0])
LIMIT = 2 / CURVATURES.max()
STEPS = np.arange(41)
RATES = (  # as a share of the stability limit; 1/1.1 is the best fixed rate, 2/(1 + 10)
    (0.05, "too low: 5%", BLUE, (29, 0.03)),
    (1 / 1.1, "good: 91%", GREEN, (9, 8e-5)),
    (0.99, "high: 99%", ORANGE, (29, 14)),
    (1.05, "diverges: 105%", RED, (11, 900)),
)

drawing, (axes,) = figure(2.9)
for share, label, colour, place in RATES:
    distance = (1 - share * LIMIT * CURVATURES)[:, None] ** STEPS  # from the start (1, 1), one row an axis
    axes.semilogy(STEPS, CURVATURES @ distance**2 / 2, color=colour)
    axes.text(*place, label, color=colour, fontsize=10.5)
axes.axhline(CURVATURES.sum() / 2, color=SOFT, linewidth=0.8, linestyle=":")
axes.set(xlabel="step", ylabel="loss", ylim=(1e-6, 3e4), xlim=(0, 40))
axes.set_title("learning rate as a share of the limit 2/λmax", loc="left", fontsize=10.5)
axes.set_yticks([1e-6, 1e-4, 1e-2, 1, 1e2, 1e4])
save(drawing, __file__)
