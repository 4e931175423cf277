"""A line, a cubic and an interpolating polynomial fitted to the same twelve noisy points."""

from __future__ import annotations

import numpy as np
from plate import GREEN, INK, ORANGE, RED, SOFT, figure, save

EXAMPLES, NOISE = 12, 0.25
basis = np.polynomial.legendre.legvander


def truth(x: np.ndarray) -> np.ndarray:
    """The regression function."""
    return np.sin(np.pi * x)


rng = np.random.default_rng(4)
x = np.linspace(-1, 1, EXAMPLES) + rng.uniform(-0.05, 0.05, EXAMPLES)
x = np.clip(x, -1, 1)
y = truth(x) + NOISE * rng.standard_normal(EXAMPLES)
fresh = rng.uniform(x.min(), x.max(), 20_000)
fresh_y = truth(fresh) + NOISE * rng.standard_normal(fresh.size)
line = np.linspace(x.min(), x.max(), 240)

drawing, panels = figure(2.7, columns=3, sharey=True)
for axes, degree, name, colour in zip(
    panels, (1, 3, EXAMPLES - 1), ("underfits", "fits", "overfits"), (ORANGE, GREEN, RED), strict=True
):
    weights = np.linalg.lstsq(basis(x, degree), y, rcond=None)[0]
    errors = [np.mean((basis(at, degree) @ weights - to) ** 2) ** 0.5 for at, to in ((x, y), (fresh, fresh_y))]
    axes.plot(line, truth(line), color=SOFT, linestyle=":", linewidth=1.3)
    axes.plot(line, basis(line, degree) @ weights, color=colour)
    axes.plot(x, y, "o", color=INK, markersize=3.6)
    axes.set_title(f"{name}\ndegree {degree}", color=colour)
    axes.set_xlabel(f"train RMSE {errors[0]:.2f}\ntest RMSE {errors[1]:.2f}", fontsize=10)
    axes.set(xticks=[], yticks=[], ylim=(-2.2, 2.2))
save(drawing, __file__)
