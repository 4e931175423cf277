"""Reliability diagram of an over-confident ten-class model, before and after temperature scaling."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, RED, SOFT, figure, save
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

CLASSES, EACH, SHARPENED, BINS = 10, 150_000, 2.0, 10
rng = np.random.default_rng(0)


def sample() -> tuple[np.ndarray, np.ndarray]:
    """Labels drawn from the true probabilities, and the logits of a model that doubles the true ones."""
    logits = 1.6 * rng.standard_normal((EACH, CLASSES))
    label = (logits + rng.gumbel(size=logits.shape)).argmax(1)  # the Gumbel trick draws from the softmax
    return SHARPENED * logits, label


def loss(temperature: float, logits: np.ndarray, label: np.ndarray) -> float:
    """Log loss of the softmax at that temperature."""
    return -log_softmax(logits / temperature, axis=1)[np.arange(EACH), label].mean()


def reliability(logits: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Per bin the mean confidence and the accuracy; and the expected calibration error."""
    confidence = np.exp(log_softmax(logits, axis=1)).max(1)
    right = logits.argmax(1) == label
    which = np.minimum((confidence * BINS).astype(int), BINS - 1)
    size = np.bincount(which, minlength=BINS)
    keep = size >= 200
    stated = np.bincount(which, confidence, BINS)[keep] / size[keep]
    seen = np.bincount(which, right, BINS)[keep] / size[keep]
    gap = np.bincount(which, right - confidence, BINS)
    return stated, seen, np.abs(gap).sum() / EACH


held_out, test = sample(), sample()
temperature = minimize_scalar(loss, bounds=(0.5, 5), args=held_out, method="bounded").x
before = reliability(*test)
after = reliability(test[0] / temperature, test[1])

assert after[2] < 0.01
drawing, (axes,) = figure(3.6)
axes.plot([0, 1], [0, 1], "--", color=SOFT, linewidth=1.2)
axes.fill_between(before[0], before[0], before[1], color=RED, alpha=0.1, linewidth=0)
axes.plot(*after[:2], "s-", color=BLUE, markersize=4.5)
axes.plot(*before[:2], "o-", color=RED, markersize=5)
axes.text(0.2, 0.78, f"temperature {temperature:.1f}:\nECE below 0.01", color=BLUE, fontsize=11, va="top")
axes.text(0.66, 0.33, f"over-confident:\nECE {before[2]:.2f}", color=RED, fontsize=11, va="top")
axes.text(0.12, 0.03, "dashed: accuracy = confidence", color=SOFT, fontsize=10.5)
axes.annotate("gap", (0.84, 0.73), fontsize=10.5, color=INK, ha="center")
axes.set(
    xlabel="confidence in the predicted class",
    ylabel="accuracy",
    xlim=(0, 1),
    ylim=(0, 1.02),
    xticks=np.arange(0, 1.1, 0.25),
)
axes.set_yticks(np.arange(0, 1.1, 0.25))
save(drawing, __file__)
