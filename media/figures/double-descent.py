"""Test and training error of minimum-norm least squares on random ReLU features, against their number."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save

EXAMPLES, INPUTS, NOISE, RUNS = 60, 20, 0.1, 40
COUNTS = np.unique(np.round(np.concatenate([np.geomspace(4, 1500, 26), np.linspace(44, 76, 9)])).astype(int))

train, test = np.zeros((RUNS, len(COUNTS))), np.zeros((RUNS, len(COUNTS)))
for run in range(RUNS):
    rng = np.random.default_rng(run)
    x, fresh = rng.standard_normal((EXAMPLES, INPUTS)), rng.standard_normal((400, INPUTS))
    direction = rng.standard_normal(INPUTS) / INPUTS**0.5
    y = np.tanh(2 * x @ direction) + NOISE * rng.standard_normal(EXAMPLES)
    for column, count in enumerate(COUNTS):
        layer = rng.standard_normal((INPUTS, count))
        features, new = np.maximum(x @ layer, 0), np.maximum(fresh @ layer, 0)
        weights = np.linalg.pinv(features, rcond=1e-10) @ y  # the minimum-norm solution once it interpolates
        train[run, column] = np.mean((features @ weights - y) ** 2)
        test[run, column] = np.mean((new @ weights - np.tanh(2 * fresh @ direction)) ** 2) + NOISE**2

drawing, (axes,) = figure(3.0)
axes.loglog(COUNTS, np.median(test, 0), color=ORANGE)
below = np.median(train, 0) > 1e-2
axes.loglog(COUNTS[below], np.median(train, 0)[below], color=BLUE)
axes.axvline(EXAMPLES, color=SOFT, linestyle="--", linewidth=1.2)
axes.text(4.5, 0.8, "test", color=ORANGE, fontsize=10.5)
axes.text(4.5, 0.2, "training", color=BLUE, fontsize=10.5)
axes.text(67, 9, f"interpolation threshold:\nfeatures = {EXAMPLES} examples", color=INK, fontsize=10.5)
axes.text(210, 0.36, "second descent", color=ORANGE, fontsize=10.5)
axes.set(xlabel="random features (log scale)", ylabel="squared error", xlim=(4, 1500), ylim=(0.05, 40))
save(drawing, __file__)
