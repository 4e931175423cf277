"""Bagging and AdaBoost on the same eight points: dot sizes are the weights that each learner really gets."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch
from plate import BLUE, INK, ORANGE, SOFT, figure, save

x, y = np.arange(8.0), np.array([1, 1, 1, -1, -1, -1, 1, 1])
ROUNDS, SEED = 3, 5


def stump(weights: np.ndarray) -> np.ndarray:
    """The predictions of the threshold rule on x with the least weighted error, shape (8,)."""
    rules = [side * np.where(x < cut, 1, -1) for cut in np.arange(0.5, 8) for side in (1, -1)]
    return min(rules, key=lambda rule: weights[rule != y].sum())


def boosted() -> tuple[list[np.ndarray], list[float]]:
    """AdaBoost's example weights before each round, and each round's vote."""
    weights, seen, votes = np.full(8, 1 / 8), [], []
    for _ in range(ROUNDS):
        seen.append(weights)
        rule = stump(weights)
        error = weights[rule != y].sum()
        votes.append(0.5 * np.log((1 - error) / error))
        weights = weights * np.exp(-votes[-1] * y * rule)
        weights = weights / weights.sum()
    return seen, votes


def box(axes: Axes, left: float, low: float, width: float, words: str) -> None:
    """A rounded box 0.7 high with words in its middle."""
    shape = FancyBboxPatch(
        (left, low), width, 0.7, boxstyle="round,pad=0.03,rounding_size=0.15", fc="#e9edf2", ec=SOFT, lw=1
    )
    axes.add_patch(shape)
    axes.text(left + width / 2, low + 0.33, words, ha="center", va="center", fontsize=9.5)


def dots(axes: Axes, low: float, weights: np.ndarray) -> None:
    """The eight examples in one row, each dot's area in proportion to its weight."""
    for at, size, label in zip(0.2 + 0.36 * x, weights, y, strict=True):
        if size > 0:
            axes.plot(at, low, "o", color=BLUE if label > 0 else ORANGE, markersize=14.5 * np.sqrt(size), mew=0)
        else:
            axes.plot(at, low, "x", color=SOFT, markersize=3.5, mew=0.9)


def arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], bend: float = 0) -> None:
    """A thin arrow from start to end."""
    style = {"arrowstyle": "-|>", "color": INK, "lw": 1, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", end, start, arrowprops=style | {"connectionstyle": f"arc3,rad={bend}"})


rng = np.random.default_rng(SEED)
draws = [np.bincount(rng.integers(8, size=8), minlength=8) / 8 for _ in range(ROUNDS)]
carried, alpha = boosted()
drawing, (left, right) = figure(3.6, columns=2)
for axes, title in ((left, "Bagging: in parallel"), (right, "Boosting: in sequence")):
    axes.set(xlim=(0, 6.1), ylim=(-0.4, 7.6), xticks=[], yticks=[])
    axes.set_title(title)
    for spine in axes.spines.values():
        spine.set_visible(False)
for place in range(ROUNDS):
    low = 6.2 - 2.1 * place
    dots(left, low + 0.35, draws[place])
    box(left, 3.05, low, 1.5, f"tree {place + 1}")
    arrow(left, (4.6, low + 0.35), (5.75, low + 0.35))
    dots(right, low + 0.35, carried[place])
    box(right, 3.05, low, 1.5, f"stump {place + 1}")
    arrow(right, (4.6, low + 0.35), (5.75, low + 0.35))
    right.text(5.14, low + 0.43, f"{alpha[place]:.2f}", ha="center", va="bottom", fontsize=9.5)
    if place < ROUNDS - 1:
        arrow(right, (3.7, low - 0.06), (1.5, low - 1.2), bend=-0.15)
        right.text(3.15, low - 0.95, "reweight", va="center", fontsize=9.5, color=INK)
for axes, words in ((left, "average or vote"), (right, "weighted sum")):
    axes.plot([5.75, 5.75], [6.55, 0.33], color=INK, linewidth=1)
    arrow(axes, (5.75, 0.33), (4.86, 0.33))
    box(axes, 1.0, 0, 3.8, words)
save(drawing, __file__)
