"""Training and validation loss of a small network on noisy data, with the best step and the stop after the patience."""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, INK, ORANGE, RED, figure, save

WIDTH, STEPS, EVERY, PATIENCE = 100, 6000, 25, 20  # patience in evaluations


def sample(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and noisy targets, both of shape (n, 1)."""
    x = rng.uniform(-1, 1, (n, 1))
    return x, np.sin(4 * x) + rng.normal(0, 0.5, (n, 1))


def losses(seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Steps at which both losses were taken, training and validation mean squared error (tanh network, Adam)."""
    rng = np.random.default_rng(seed)
    (x, y), (u, v) = sample(30, rng), sample(300, rng)
    theta = [rng.normal(0, 12, (1, WIDTH)), rng.normal(0, 6, WIDTH), rng.normal(0, 0.1, (WIDTH, 1)), np.zeros(1)]
    first, second = [np.zeros_like(t) for t in theta], [np.zeros_like(t) for t in theta]
    seen = []
    for step in range(STEPS + 1):
        W, b, V, c = theta
        h = np.tanh(x @ W + b)
        error = h @ V + c - y
        if step % EVERY == 0:
            seen.append((step, (error**2).mean(), ((np.tanh(u @ W + b) @ V + c - v) ** 2).mean()))
        d = 2 * error / len(x)
        dz = d @ V.T * (1 - h**2)
        for i, g in enumerate((x.T @ dz, dz.sum(0), h.T @ d, d.sum(0))):
            first[i] = 0.9 * first[i] + 0.1 * g
            second[i] = 0.999 * second[i] + 0.001 * g**2
            root = np.sqrt(second[i] / (1 - 0.999 ** (step + 1))) + 1e-8
            theta[i] = theta[i] - 1e-3 * first[i] / (1 - 0.9 ** (step + 1)) / root
    step, train, held = np.array(seen).T
    return step, train, held


def stop(held: np.ndarray) -> tuple[int, int]:
    """Index of the best evaluation, and of the one at which the patience has run out."""
    best = 0
    for i, value in enumerate(held):
        if value < held[best]:
            best = i
        if i - best == PATIENCE:
            return best, i
    return best, len(held) - 1


if __name__ == "__main__":
    step, train, held = losses()
    best, last = stop(held)
    drawing, (axes,) = figure(2.9)
    axes.plot(step[: last + 1], train[: last + 1], color=BLUE)
    axes.plot(step[: last + 1], held[: last + 1], color=ORANGE)
    end = step[last]
    axes.text(end * 1.02, train[last], "training", color=BLUE, va="center")
    axes.text(end * 1.02, held[last], "validation", color=ORANGE, va="center")
    axes.axvline(step[best], color=GREEN, linestyle="--", linewidth=1.2)
    axes.plot(step[best], held[best], "o", color=GREEN, markersize=6)
    axes.text(
        step[best] * 1.05, 0.97, "best: restore this", color=GREEN, transform=axes.get_xaxis_transform(), va="top"
    )
    axes.axvline(end, color=RED, linestyle="--", linewidth=1.2)
    axes.text(end * 0.98, 0.82, "stop", color=RED, transform=axes.get_xaxis_transform(), va="top", ha="right")
    axes.annotate(
        "",
        (end, 0.58),
        (step[best], 0.58),
        xycoords=axes.get_xaxis_transform(),
        textcoords=axes.get_xaxis_transform(),
        arrowprops={"arrowstyle": "<->", "color": INK},
    )
    axes.text((step[best] + end) / 2, 0.6, "patience", transform=axes.get_xaxis_transform(), ha="center", va="bottom")
    axes.set(xlabel="steps", ylabel="mean squared error", ylim=(0, 0.85), xlim=(0, end * 1.3))
    save(drawing, __file__)
