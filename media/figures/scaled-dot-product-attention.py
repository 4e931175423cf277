"""The pipeline from Q, K, V to the output, each matrix drawn to its shape."""

from __future__ import annotations

from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, RED, SOFT, figure, save

N_Q, N_K, D_K, D_V = 4, 6, 3, 5
CELL = 0.27


def matrix(axis, left: float, middle: float, rows: int, columns: int, colour: str, name: str, shape: str) -> float:
    """Draw a grid of rows x columns with its name above and its shape below; return the right edge."""
    bottom = middle - rows * CELL / 2
    for row in range(rows):
        for column in range(columns):
            place = (left + column * CELL, bottom + row * CELL)
            axis.add_patch(Rectangle(place, CELL, CELL, facecolor="white", edgecolor=colour, linewidth=1.1))
    centre = left + columns * CELL / 2
    axis.text(centre, bottom + rows * CELL + 0.1, name, ha="center", va="bottom", color=colour, fontsize=11)
    axis.text(centre, bottom - 0.1, shape, ha="center", va="top", color=INK, fontsize=11)
    return left + columns * CELL


if __name__ == "__main__":
    drawing, (axis,) = figure(3.8)
    axis.set(xlim=(-0.1, 7.1), ylim=(0.1, 5.6))
    axis.set_aspect("equal")
    axis.axis("off")
    top, low = 4.4, 1.35

    def sign(x: float, y: float, text: str) -> None:
        axis.text(x, y, text, ha="center", va="center", fontsize=13, color=SOFT)

    edge = matrix(axis, 0.1, top, N_Q, D_K, BLUE, "Q", r"$n_q \times d_k$")
    sign(edge + 0.3, top, "·")
    edge = matrix(axis, edge + 0.6, top, D_K, N_K, ORANGE, "Kᵀ", r"$d_k \times n_k$")
    sign(edge + 0.4, top, "→")
    edge = matrix(axis, edge + 0.8, top, N_Q, N_K, INK, "scores", r"$n_q \times n_k$")
    x = edge + 0.15
    axis.text(x, top, "÷ √$d_k$\n+ mask", ha="left", va="center", fontsize=10.5, color=RED)
    way = {"arrowstyle": "-|>", "color": SOFT, "linewidth": 1.3, "mutation_scale": 11}
    axis.annotate("", (0.62, low + 1.1), (5.1, top - 1.0), arrowprops=way)
    axis.text(3.5, 3.0, "softmax over each row", ha="left", va="top", fontsize=10.5, color=RED)
    edge = matrix(axis, 0.1, low, N_Q, N_K, RED, "weights", r"$n_q \times n_k$")
    sign(edge + 0.3, low, "·")
    edge = matrix(axis, edge + 0.6, low, N_K, D_V, GREEN, "V", r"$n_k \times d_v$")
    sign(edge + 0.4, low, "→")
    matrix(axis, edge + 0.8, low, N_Q, D_V, PURPLE, "output", r"$n_q \times d_v$")
    save(drawing, __file__)
