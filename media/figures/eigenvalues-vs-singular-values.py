"""The unit circle mapped to an ellipse: singular vectors become its axes, eigenvectors keep their lines."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, figure, save

A = np.array([[1.2, 1.1], [0.0, 0.6]])
_, stretches, right = np.linalg.svd(A)
eigenvalues, eigenvectors = np.linalg.eig(A)
# A vector's sign is free: turn each to where its label has room.
v = [right[0] * np.sign(right[0, 0]), right[1] * np.sign(right[1, 0])]
e = [-column * np.sign(column[0]) for column in eigenvectors.T]
turns = np.linspace(0, 2 * np.pi, 121)
circle = np.array([np.cos(turns), np.sin(turns)])


def arrow(axes, tip: np.ndarray, colour: str, label: str, offset: tuple[float, float]) -> None:
    """An arrow from the origin and a label beside its tip."""
    style = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", tip, (0, 0), arrowprops=style)
    axes.text(*(tip + offset), label, color=colour, ha="center", va="center", fontsize=11)


drawing, (before, after) = figure(2.7, columns=2, gridspec_kw={"width_ratios": [2.7, 4.2]})
for axes, map_, title, reach in ((before, np.eye(2), "before", 1.35), (after, A, "after $A$", 2.1)):
    axes.plot(*(map_ @ circle), color=INK, linewidth=1.2)
    for vector in e:
        axes.plot(*np.outer(vector, [-2.5, 2.5]), color=ORANGE, linewidth=0.9, linestyle=":")
    axes.set_title(title)
    axes.set(aspect="equal", xticks=[], yticks=[], xlim=(-reach, reach), ylim=(-1.35, 1.35))
    for spine in axes.spines.values():
        spine.set_visible(False)
arrow(before, v[0], BLUE, "$v_1$", (0.14, 0.14))
arrow(before, v[1], BLUE, "$v_2$", (0.14, -0.14))
arrow(before, e[0], ORANGE, "$e_1$", (-0.16, -0.16))
arrow(before, e[1], ORANGE, "$e_2$", (-0.1, 0.24))
arrow(after, A @ v[0], BLUE, "$\\sigma_1u_1$", (0.3, 0.1))
arrow(after, A @ v[1], BLUE, "$\\sigma_2u_2$", (0.05, -0.3))
arrow(after, A @ e[0], ORANGE, "$\\lambda_1e_1$", (0.35, -0.2))
arrow(after, A @ e[1], ORANGE, "$\\lambda_2e_2$", (0.1, 0.32))
before.set_xlabel(f"σ = {stretches[0]:.2f}, {stretches[1]:.2f}", color=BLUE)
after.set_xlabel(f"λ = {eigenvalues[0]:.2f}, {eigenvalues[1]:.2f}", color=ORANGE)
save(drawing, __file__)
