"""ROC curves of a good, a random and a perfect scorer on the same 4,000 labels."""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, INK, SOFT, figure, save

EACH = 2000


def curve(score: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Points (FPR, TPR), one for each threshold, from (0, 0); no ties."""
    hits = y[np.argsort(-score)]
    return np.column_stack([np.r_[0, np.cumsum(1 - hits)], np.r_[0, np.cumsum(hits)]]) / EACH


def area(points: np.ndarray) -> float:
    """Area under the steps."""
    return float(np.sum(np.diff(points[:, 0]) * points[1:, 1]))


rng = np.random.default_rng(4)
y = np.repeat([1, 0], EACH)
noise = rng.standard_normal(2 * EACH)
scorers = {
    "perfect": (noise + 20 * y, GREEN, (0.015, 0.985)),
    "good": (noise + 1.8 * y, BLUE, (0.3, 0.83)),
    "random": (rng.standard_normal(2 * EACH), SOFT, (0.64, 0.47)),
}
drawing, (axes,) = figure(3.7)
axes.plot([0, 1], [0, 1], "--", color=SOFT, linewidth=1.1)
for name, (score, colour, place) in scorers.items():
    points = curve(score, y)
    axes.plot(points[:, 0], points[:, 1], color=colour)
    axes.text(
        *place,
        f"{name}:{chr(10) if name == 'perfect' else ' '}area {area(points):.2f}",
        color=colour,
        fontsize=10.5,
        va="top",
    )
cut = 0.9  # halfway between the two class means of the good scorer
at = ((scorers["good"][0] >= cut) @ np.column_stack([1 - y, y])) / EACH
axes.plot(*at, "o", color=INK, markersize=6)
axes.annotate("one threshold,\none point", at, (0.3, 0.54), fontsize=10.5, arrowprops={"arrowstyle": "-", "color": INK})
axes.set(
    xlabel="false positive rate",
    ylabel="true positive rate",
    xlim=(-0.015, 1.01),
    ylim=(0, 1.02),
    xticks=np.arange(0, 1.1, 0.25),
)
axes.set_yticks(np.arange(0, 1.1, 0.25))
save(drawing, __file__)
