"""Word vectors (positive PMI, then SVD) of a simulated corpus: gender offsets and capital offsets run parallel."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, figure, save

GENDER = [("man", "woman"), ("king", "queen"), ("uncle", "aunt")]
CAPITAL = [("France", "Paris"), ("Italy", "Rome"), ("Japan", "Tokyo"), ("Egypt", "Cairo")]
TOKENS, CONTEXTS, DIMENSIONS = 60_000, 240, 20


def vectors(pairs: list[tuple[str, str]], seed: int) -> np.ndarray:
    """Vectors of shape (pairs, 2, DIMENSIONS) from sampled neighbours.

    A word prefers the contexts of its pair's topic and of its side of the relation; these preferences multiply.
    """
    rng = np.random.default_rng(seed)
    common, topic, side = (rng.normal(0, s, (n, CONTEXTS)) for s, n in ((1, 1), (0.9, len(pairs)), (0.8, 2)))
    logits = common[None] + topic[:, None] + side[None]
    p = np.exp(logits).reshape(-1, CONTEXTS)
    filler = np.exp(common + rng.normal(0, 0.9, (200, CONTEXTS)))  # the rest of the vocabulary
    p = np.vstack([p, filler])
    counts = np.array([rng.multinomial(TOKENS, row / row.sum()) for row in p])
    pmi = np.log((counts + 1e-9) * counts.sum() / counts.sum(1, keepdims=True) / counts.sum(0))
    U, S, _ = np.linalg.svd(np.maximum(pmi, 0), full_matrices=False)
    return (U * np.sqrt(S))[: 2 * len(pairs), :DIMENSIONS].reshape(len(pairs), 2, DIMENSIONS)


def plane(found: np.ndarray) -> np.ndarray:
    """Coordinates (pairs, 2, 2): across, the main spread of the pairs' centres; upward, their mean offset."""
    up = (found[:, 1] - found[:, 0]).mean(0)
    up /= np.linalg.norm(up)
    centres = found.mean(1) - found.mean((0, 1))
    centres -= np.outer(centres @ up, up)
    across = np.linalg.svd(centres)[2][0]
    return (found - found.mean((0, 1))) @ np.stack([across, up], 1)


if __name__ == "__main__":
    drawing, panels = figure(3.3, columns=2)
    for axes, pairs, title, seed in zip(panels, (GENDER, CAPITAL), ("gender", "capital of"), (34, 29), strict=True):
        for (a, b), ((x, y), (u, v)) in zip(pairs, plane(vectors(pairs, seed)), strict=True):
            axes.annotate(
                "", (u, v), (x, y), arrowprops={"arrowstyle": "-|>", "color": INK, "shrinkA": 3, "shrinkB": 3}
            )
            axes.plot(x, y, "o", color=BLUE, markersize=5)
            axes.plot(u, v, "o", color=ORANGE, markersize=5)
            axes.annotate(a, (x, y), (0, -5), textcoords="offset points", ha="center", va="top", color=BLUE)
            axes.annotate(b, (u, v), (0, 5), textcoords="offset points", ha="center", va="bottom", color=ORANGE)
        axes.set(title=title, xticks=[], yticks=[])
        axes.margins(0.24, 0.16)
    save(drawing, __file__)
