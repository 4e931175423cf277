"""Loss of a one-unit linear recurrent network after 20 steps, over its weight; a raw and a clipped step."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from plate import BLUE, GREEN, INK, RED, figure, save

STEPS, START, RATE, LIMIT = 20, 1.14, 4.2e-4, 230.0


def loss(w: np.ndarray) -> np.ndarray:
    """State 0.5 multiplied by w at every step; the target is 1."""
    return (0.5 * w**STEPS - 1) ** 2


def slope(w: float) -> float:
    return 2 * (0.5 * w**STEPS - 1) * 0.5 * STEPS * w ** (STEPS - 1)


def step(axes: Axes, end: float, colour: str, label: str, height: float, side: str) -> None:
    """A flat arrow from above the start to above the end, and the point reached on the curve."""
    axes.annotate("", (end, height), (START, height), arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 1.8})
    axes.plot([end, end], [float(loss(np.array(end))), height], ":", color=colour, linewidth=1.3)
    axes.plot(end, loss(np.array(end)), "o", color=colour, markersize=7)
    above = side == "left"
    axes.text(
        end if above else end - 0.012,
        height * (1.3 if above else 1),
        label,
        color=colour,
        ha=side,
        va="baseline" if above else "center",
    )


w = np.linspace(0.45, 1.16, 1500)
g = slope(START)
drawing, (axes,) = figure(2.9)
axes.semilogy(w, loss(w), color=BLUE)
axes.plot(START, loss(np.array(START)), "o", color=INK, markersize=7)
axes.text(START + 0.02, loss(np.array(START)) * 0.75, "start", ha="left", va="center")
step(axes, START - RATE * g, RED, "raw step: onto the plateau", float(loss(np.array(START))), "left")
step(axes, START - RATE * g * min(1, LIMIT / abs(g)), GREEN, "clipped", 6.0, "right")
axes.text(0.75, 0.55, "gradient almost zero", color=BLUE, ha="center", va="top", fontsize=10)
axes.set(xlabel="recurrent weight", ylabel="loss", ylim=(1e-2, 200), xlim=(0.45, 1.25))
save(drawing, __file__)
