"""Iso-FLOP curves: loss against model size at three budgets, with their minima."""

from __future__ import annotations

from importlib import import_module

import numpy as np
from plate import BLUE, GREEN, ORANGE, SOFT, figure, save

fit = import_module("scaling-laws")
BUDGETS = {1e19: ("10¹⁹", BLUE), 1e21: ("10²¹", GREEN), 1e23: ("10²³", ORANGE)}

if __name__ == "__main__":
    drawing, (axis,) = figure(3.0)
    lows = []
    for budget, (name, colour) in BUDGETS.items():
        best = fit.best_size(budget)
        sizes = best * np.logspace(-1.15, 1.15, 60)
        ratio = budget / (6 * best**2)
        axis.plot(sizes, fit.loss(sizes, budget), color=colour, label=f"{name}: {ratio:.0f} tokens a parameter")
        low = fit.loss(best, budget)
        lows.append((best, low))
        axis.plot(best, low, "o", color=colour, ms=7)
    axis.plot(*zip(*lows, strict=True), color=SOFT, lw=1.2, ls=":", zorder=0)
    axis.set(xscale="log", xlim=(8e6, 1e12), ylim=(1.9, 4.45), xlabel="parameters", ylabel="loss")
    axis.set_xticks([], minor=True)
    axis.set_yticks([2, 3, 4])
    axis.set_xticks([1e7, 1e8, 1e9, 1e10, 1e11], ["10M", "100M", "1B", "10B", "100B"])
    axis.legend(loc="upper right", title="FLOPs, and at the minimum", title_fontsize=9.5)
    save(drawing, __file__)
