"""Spread of the activations, layer by layer, in ReLU networks started too small, with He's variance, and too large."""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, RED, figure, save

WIDTH, DEPTH, BATCH = 256, 20, 256


def spreads(gain: float, seed: int = 0) -> np.ndarray:
    """Root mean square of each layer's activations; weight variance gain/WIDTH, inputs of unit variance."""
    rng = np.random.default_rng(seed)
    a, sizes = rng.standard_normal((WIDTH, BATCH)), []
    for _ in range(DEPTH):
        a = np.maximum(rng.normal(0, (gain / WIDTH) ** 0.5, (WIDTH, WIDTH)) @ a, 0)
        sizes.append(np.sqrt((a**2).mean()))
    return np.array(sizes)


if __name__ == "__main__":
    layers = np.arange(1, DEPTH + 1)
    drawing, (axes,) = figure(2.8)
    for gain, label, colour, place in (
        (4.0, "too large: 4/n", RED, (8, 300)),
        (2.0, "He: 2/n", GREEN, (14, 2.2)),
        (1.0, "too small: 1/n", BLUE, (7.5, 0.003)),
    ):
        axes.semilogy(layers, spreads(gain), marker="o", markersize=3.5, color=colour)
        axes.text(*place, label, color=colour, fontsize=10.5, ha="right" if gain != 2 else "left")
    axes.set(xlabel="layer", ylabel="RMS of activations", ylim=(3e-4, 3e3))
    axes.set_xticks([1, 5, 10, 15, 20])
    save(drawing, __file__)
