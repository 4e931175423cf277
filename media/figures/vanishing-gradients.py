"""Norm of the loss gradient with respect to each layer's pre-activations at initialisation: sigmoid against ReLU."""

from __future__ import annotations

import numpy as np
from plate import BLUE, ORANGE, figure, save

WIDTH, DEPTH, BATCH = 256, 20, 64


def norms(kind: str, seed: int = 0) -> np.ndarray:
    """Gradient norm by layer (1 is the first), relative to the last layer's; the output error is random."""
    rng = np.random.default_rng(seed)
    variance = 2 / WIDTH if kind == "relu" else 1 / WIDTH  # He; LeCun (here the same as Glorot)
    weights = [rng.normal(0, variance**0.5, (WIDTH, WIDTH)) for _ in range(DEPTH)]
    a, slopes = rng.standard_normal((WIDTH, BATCH)), []
    for weight in weights:
        z = weight @ a
        a = np.maximum(z, 0) if kind == "relu" else 1 / (1 + np.exp(-z))
        slopes.append((z > 0) if kind == "relu" else a * (1 - a))
    delta = rng.standard_normal((WIDTH, BATCH)) * slopes[-1]
    sizes = [np.linalg.norm(delta)]
    for layer in range(DEPTH - 1, 0, -1):
        delta = (weights[layer].T @ delta) * slopes[layer - 1]
        sizes.append(np.linalg.norm(delta))
    return np.array(sizes[::-1]) / sizes[0]


if __name__ == "__main__":
    layers = np.arange(1, DEPTH + 1)
    drawing, (axes,) = figure(2.8)
    axes.semilogy(layers, norms("relu"), marker="o", markersize=3.5, color=BLUE)
    axes.semilogy(layers, norms("sigmoid"), marker="o", markersize=3.5, color=ORANGE)
    axes.text(1.2, 8, "ReLU, He initialisation", color=BLUE, fontsize=10.5)
    axes.text(8.6, 1e-9, "sigmoid, variance 1/n", color=ORANGE, fontsize=10.5)
    axes.set(xlabel="layer (1 is next to the input)", ylabel="relative gradient norm", ylim=(1e-13, 1e3))
    axes.set_xticks([1, 5, 10, 15, 20])
    save(drawing, __file__)
