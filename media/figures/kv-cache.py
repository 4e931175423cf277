"""One decoding step: stored keys and values, one new pair, and the new query's weights over all of them."""

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save

TOKENS = ["The", "cat", "sat", "on", "the", "mat"]
rng = np.random.default_rng(4)
keys, query = rng.standard_normal((2, len(TOKENS), 8))
scores = keys @ query[-1] / np.sqrt(8)
weights = np.exp(scores) / np.exp(scores).sum()

drawing, (axis,) = figure(height=3.1)
axis.set(xlim=(-1.35, 5.6), ylim=(-0.75, 4.55))
axis.axis("off")
for place, (token, weight) in enumerate(zip(TOKENS, weights, strict=True)):
    new = place == len(TOKENS) - 1
    colour = ORANGE if new else BLUE
    axis.text(place, -0.5, token, ha="center", color=colour)
    for height, name in ((0.0, "k"), (0.85, "v")):
        box = {"boxstyle": "round,pad=0.35", "facecolor": colour if new else "white", "edgecolor": colour}
        axis.text(
            place,
            height + 0.25,
            f"${name}_{place + 1}$",
            ha="center",
            va="center",
            color="white" if new else INK,
            bbox=box,
        )
    axis.bar(place, weight * 2.2, bottom=1.95, width=0.5, color=colour, alpha=0.75)
    axis.text(place, 2.02 + weight * 2.2, f"{weight:.2f}", ha="center", va="bottom", fontsize=9.5)
axis.axhline(1.95, 0.15, 0.99, color=SOFT, linewidth=0.8)
for height, words in ((0.25, "keys"), (1.1, "values"), (2.35, "weights\nof $q_6$")):
    axis.text(-0.6, height, words, ha="right", va="center", color=INK, fontsize=9.5)
axis.text(2, 4.2, "read from the cache", ha="center", color=BLUE)
axis.text(5.6, 4.2, "computed now", ha="right", color=ORANGE)
axis.plot([-0.4, 4.4], [4.0, 4.0], color=BLUE)
axis.plot([4.6, 5.4], [4.0, 4.0], color=ORANGE)
save(drawing, __file__)
