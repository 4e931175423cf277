"""Five activations and their derivatives."""

from __future__ import annotations

from math import erf

import numpy as np
from plate import BLUE, GREEN, ORANGE, PURPLE, RED, SOFT, figure, save

z = np.linspace(-4, 4, 161)
sigma = 1 / (1 + np.exp(-z))
phi = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
Phi = np.array([(1 + erf(v / 2**0.5)) / 2 for v in z])
CURVES = (  # name, colour, value, derivative
    ("sigmoid", BLUE, sigma, sigma * (1 - sigma)),
    ("tanh", ORANGE, np.tanh(z), 1 - np.tanh(z) ** 2),
    ("ReLU", GREEN, np.maximum(z, 0), np.where(z > 0, 1.0, 0.0)),
    ("GELU", RED, z * Phi, Phi + z * phi),
    ("SiLU", PURPLE, z * sigma, sigma + z * sigma * (1 - sigma)),
)
drawing, axes = figure(3.3, columns=2)
for name, colour, value, slope in CURVES:
    axes[0].plot(z, value, color=colour, label=name, linewidth=1.5)
    axes[1].plot(z, slope, color=colour, linewidth=1.5)
axes[0].set(title="value", ylim=(-1.2, 3), xlabel="z")
axes[1].set(title="derivative", ylim=(-0.2, 1.2), xlabel="z")
for each in axes:
    each.axhline(0, color=SOFT, linewidth=0.6)
    each.set_xticks([-4, -2, 0, 2, 4])
drawing.legend(loc="outside lower center", ncols=5, handlelength=1.0, columnspacing=1.0)
save(drawing, __file__)
