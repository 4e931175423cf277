"""Expected squared error of polynomial fits, split into bias², variance and noise, over many training sets."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save

EXAMPLES, NOISE, SETS, DEGREES = 16, 0.4, 4000, range(12)


def truth(x: np.ndarray) -> np.ndarray:
    """The regression function."""
    return np.sin(1.3 * np.pi * x + 0.6)


rng = np.random.default_rng(0)
train, test = np.linspace(-1, 1, EXAMPLES), np.linspace(-1, 1, 201)
labels = truth(train)[:, None] + NOISE * rng.standard_normal((EXAMPLES, SETS))  # one column a training set
bias2, variance = [], []
for degree in DEGREES:
    basis = np.polynomial.legendre.legvander
    weights = np.linalg.lstsq(basis(train, degree), labels, rcond=None)[0]
    fits = basis(test, degree) @ weights
    bias2.append(((fits.mean(1) - truth(test)) ** 2).mean())
    variance.append(fits.var(1).mean())
bias2, variance = np.array(bias2), np.array(variance)
total = bias2 + variance + NOISE**2

drawing, (axes,) = figure(3.0)
axes.plot(DEGREES, total, color=INK, linewidth=2.4)
axes.plot(DEGREES, bias2, color=BLUE)
axes.plot(DEGREES, variance, color=ORANGE)
axes.axhline(NOISE**2, color=SOFT, linestyle="--", linewidth=1.4)
axes.plot(total.argmin(), total.min(), "o", color=INK, markersize=6)
axes.text(3.3, 0.33, "expected test error", color=INK, fontsize=10.5)
axes.text(0.25, 0.38, "bias²", color=BLUE, fontsize=10.5)
axes.text(8.6, 0.045, "variance", color=ORANGE, fontsize=10.5)
axes.text(0.15, NOISE**2 + 0.012, "noise floor", color=SOFT, fontsize=10.5)
axes.set(xlabel="degree of the polynomial (capacity)", ylabel="squared error", xlim=(0, 11), ylim=(0, 0.7))
save(drawing, __file__)
