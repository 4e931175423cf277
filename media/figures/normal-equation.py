"""Least squares as geometry: y, its projection onto the column space of X, and the perpendicular residual."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from plate import BLUE, INK, RED, SOFT, figure, save

X = np.array([[1.0, 0.1], [0.1, 1.0], [0.0, 0.0]]) + np.array([[0.0], [0.0], [1.0]]) @ [[0.15, 0.1]]
Y = np.array([1.15, 1.0, 1.3])

# An orthographic camera: the picture's two orthonormal axes, for an eye in front and a little above.
eye = np.array([-0.3, -1.7, 0.75])
right = np.cross([0.0, 0.0, 1.0], eye)
right /= np.linalg.norm(right)
up = np.cross(eye, right)
CAMERA = np.stack([right, up / np.linalg.norm(up)])


def seen(point: np.ndarray) -> np.ndarray:
    """Where a point of space lands in the picture."""
    return CAMERA @ point


def label(axes: Axes, point: np.ndarray, right: float, up: float, text: str, colour: str, size: float) -> None:
    """Text at a point of space, moved within the picture."""
    across, above = seen(point)
    axes.text(across + right, above + up, text, color=colour, fontsize=size)


def arrow(axes: Axes, start: np.ndarray, end: np.ndarray, colour: str, width: float) -> None:
    """A vector from start to end, both in space."""
    style = {"arrowstyle": "-|>", "color": colour, "linewidth": width, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", seen(end), seen(start), arrowprops=style)


zero = np.zeros(3)
weights = np.linalg.solve(X.T @ X, X.T @ Y)
fit = X @ weights
residual = Y - fit
corners = [X @ np.array(corner) for corner in ((-0.25, -0.35), (1.75, -0.35), (1.75, 1.55), (-0.25, 1.55))]

drawing, (axes,) = figure(2.9)
axes.add_patch(Polygon([seen(corner) for corner in corners], facecolor=BLUE, alpha=0.13, edgecolor="none"))
for column, name, shift in ((0, r"$\mathbf{x}_1$", (-0.08, 0.06)), (1, r"$\mathbf{x}_2$", (-0.17, -0.05))):
    arrow(axes, zero, X[:, column], SOFT, 1.6)
    label(axes, X[:, column], *shift, name, SOFT, 11)
arrow(axes, zero, Y, INK, 2.2)
arrow(axes, zero, fit, BLUE, 2.2)
arrow(axes, fit, Y, RED, 2.2)
# The right angle: a small square spanned by unit vectors along the residual and back along the fit.
along, back = 0.13 * residual / np.linalg.norm(residual), -0.13 * fit / np.linalg.norm(fit)
square = np.array([seen(fit + along), seen(fit + along + back), seen(fit + back)])
axes.plot(square[:, 0], square[:, 1], color=RED, linewidth=1.2)
label(axes, Y / 2, -0.12, 0.08, r"$\mathbf{y}$", INK, 13)
label(axes, fit, 0.0, -0.17, r"$\hat{\mathbf{y}} = X\hat{\mathbf{w}}$", BLUE, 12)
label(axes, fit + residual / 2, 0.05, 0.0, r"residual $\mathbf{y} - \hat{\mathbf{y}}$", RED, 11)
label(axes, X @ np.array([0.62, -0.28]), 0.0, 0.0, "column space of $X$", BLUE, 10.5)
ends = np.array([seen(point) for point in (*corners, Y)])  # arrows alone do not widen the view
axes.set_xlim(ends[:, 0].min(), ends[:, 0].max())
axes.set_ylim(ends[:, 1].min(), ends[:, 1].max() + 0.1)
axes.set_aspect("equal")
axes.axis("off")
save(drawing, __file__)
