"""A toy model of superposition, really trained: five sparse features, two dimensions, ReLU(WᵀWx + b)."""

import numpy as np
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, RED, SOFT, figure, save

FEATURES, PRESENT = 5, 0.05
COLOURS = [BLUE, ORANGE, GREEN, RED, PURPLE]


def trained(seed, steps=6000, rate=0.01):
    """W (2, 5) and b (5,) after Adam on the mean squared error of reconstruction; and the last losses' mean."""
    rng = np.random.default_rng(seed)
    state = [rng.normal(0, 0.5, (2, FEATURES)), np.zeros(FEATURES)]
    means, squares, losses = [0.0, 0.0], [0.0, 0.0], []
    for step in range(1, steps + 1):
        w, b = state
        x = rng.random((1024, FEATURES)) * (rng.random((1024, FEATURES)) < PRESENT)
        before = x @ w.T @ w + b
        error = np.maximum(before, 0) - x
        back = 2 * error * (before > 0) / len(x)
        gradients = [w @ (x.T @ back + back.T @ x), back.sum(0)]
        losses.append((error**2).sum(1).mean())
        for place, gradient in enumerate(gradients):
            means[place] = 0.9 * means[place] + 0.1 * gradient
            squares[place] = 0.999 * squares[place] + 0.001 * gradient**2
            move = means[place] / (1 - 0.9**step) / (np.sqrt(squares[place] / (1 - 0.999**step)) + 1e-8)
            state[place] = state[place] - rate * move
    return state, np.mean(losses[-500:])


(w, b), _ = min((trained(seed) for seed in range(4)), key=lambda run: run[1])
w = w[:, np.argsort(np.arctan2(w[1], w[0]))]
drawing, (left, right) = figure(height=2.9, columns=2, width_ratios=[1.15, 1])
for place, colour in enumerate(COLOURS):
    look = {"arrowstyle": "-|>", "color": colour, "linewidth": 2, "mutation_scale": 13, "shrinkA": 0, "shrinkB": 0}
    left.annotate("", w[:, place], (0, 0), arrowprops=look)
    left.text(*(w[:, place] * 1.17), f"{place + 1}", color=colour, ha="center", va="center")
left.set(xlim=(-1.5, 1.5), ylim=(-1.5, 1.5), aspect="equal", xticks=[0], yticks=[0])
left.set_title("5 features, 2 dimensions", color=INK)
left.set(xlabel="dimension 1", ylabel="dimension 2")
one = w.T @ w[:, 0]
right.bar(np.arange(5) - 0.2, one, width=0.38, color=SOFT, label="read-out")
right.bar(np.arange(5) + 0.2, np.maximum(one + b[0], 0), width=0.38, color=BLUE, label="with bias, ReLU")
right.axhline(0, color=INK, linewidth=0.8)
right.set(xticks=range(5), xticklabels=range(1, 6), xlabel="feature", ylim=(-1.3, 2.1))
right.set_title("only feature 1 is on", color=INK)
right.legend(loc="upper right")
save(drawing, __file__)
