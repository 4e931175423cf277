"""Half the squared, the absolute and the Huber loss on one axis, with their slopes below."""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

DELTA = 1.0
residual = np.linspace(-3.5, 3.5, 141)
small = np.abs(residual) <= DELTA
huber = np.where(small, residual**2 / 2, DELTA * (np.abs(residual) - DELTA / 2))
left, right = residual[residual < 0], residual[residual > 0]

drawing, (loss, slope) = figure(4.2, rows=2, sharex=True, gridspec_kw={"height_ratios": [1.6, 1]})
loss.plot(residual, residual**2 / 2, color=ORANGE)
loss.plot(residual, np.abs(residual), color=GREEN)
loss.plot(residual, huber, color=BLUE, linewidth=2.8)
loss.text(-2.2, 3.7, "½ r²", color=ORANGE, fontsize=11)
loss.text(-3.45, 3.65, "|r|", color=GREEN, fontsize=11)
loss.text(2.75, 0.7, "Huber, δ = 1", color=BLUE, fontsize=11, ha="center")
loss.set(ylabel="loss", ylim=(-0.1, 4.4))
slope.plot(residual, residual, color=ORANGE)
for side in (left, right):
    slope.plot(side, np.sign(side), color=GREEN)
slope.plot(residual, np.clip(residual, -DELTA, DELTA), color=BLUE, linewidth=2.8)
slope.text(0.95, 2.1, "unbounded", color=ORANGE, fontsize=10.5, ha="right")
slope.text(3.4, 0.2, "capped at δ", color=BLUE, fontsize=10.5, ha="right")
slope.set(ylabel="slope", xlabel="residual r", ylim=(-3.2, 3.2), yticks=[-2, 0, 2])
for axes in (loss, slope):
    for edge in (-DELTA, DELTA):
        axes.axvline(edge, color=SOFT, linestyle=":", linewidth=1)
loss.text(-DELTA, 4.18, "−δ", color=INK, fontsize=10, ha="center", backgroundcolor="#fbfaf6")
loss.text(DELTA, 4.18, "δ", color=INK, fontsize=10, ha="center", backgroundcolor="#fbfaf6")
save(drawing, __file__)
