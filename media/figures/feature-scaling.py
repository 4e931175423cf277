"""Gradient descent for least squares on the same data, raw and standardised, each with its best fixed rate."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save

rng = np.random.default_rng(4)
SD = np.array([1.0, 5.0])
raw = rng.standard_normal((200, 2)) @ np.array([[1.0, 0.1], [0.0, 0.995]]) * SD
raw -= raw.mean(axis=0)
START = np.array([-2.1, 0.36])  # the raw weights' distance from the best ones
HALF, STEPS = 2.5, 12

drawing, axes = figure(2.9, columns=2)
grid = np.stack(np.meshgrid(*2 * [np.linspace(-HALF, HALF, 81)]))
for ax, scale, name in ((axes[0], np.ones(2), "raw"), (axes[1], raw.std(axis=0), "standardised")):
    x = raw / scale
    hessian = x.T @ x / len(x)
    values = np.linalg.eigvalsh(hessian)
    rate = 2 / (values[0] + values[-1])
    path = [START * scale]  # both panels start from the same model
    for _ in range(STEPS):
        path.append(path[-1] - rate * hessian @ path[-1])
    start_loss = path[0] @ hessian @ path[0] / 2
    loss = np.einsum("iab,ij,jab->ab", grid, hessian, grid) / 2
    levels = start_loss * np.array([0.03, 0.15, 0.4, 0.75, 1.2])
    ax.contour(*grid, loss, levels=levels, colors=SOFT, linewidths=0.8)
    ax.plot(*np.array(path).T, color=BLUE, marker="o", markersize=3.2, linewidth=1.3)
    ax.plot(0, 0, marker="*", color=ORANGE, markersize=11)
    ax.set(xlabel="weight 1", xticks=[], yticks=[], aspect="equal", xlim=(-HALF, HALF), ylim=(-HALF, HALF))
    ax.set_title(f"{name}, κ = {values[-1] / values[0]:.1f}", fontsize=11, color=INK)
axes[0].set_ylabel("weight 2")
save(drawing, __file__)
