"""The online softmax over three blocks of four scores: running maximum, sum and output."""

import numpy as np
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

scores = np.array([0.2, 1.0, 0.4, -0.5, 1.7, 0.6, 1.2, 0.3, 0.9, 2.4, -0.2, 1.5])
values = np.array([1.0, 0.2, 0.7, 0.9, 0.4, 0.1, 0.8, 0.6, 0.3, 0.9, 0.5, 0.2])
COLOURS = (BLUE, ORANGE, GREEN)
top, total, out = -np.inf, 0.0, 0.0
drawing, axes = figure(height=4.3, rows=3)
for block in range(3):
    s, v = scores[4 * block : 4 * block + 4], values[4 * block : 4 * block + 4]
    new = max(top, s.max())
    keep = np.exp(top - new)
    weights = np.exp(s - new)
    places = np.arange(4 * block, 4 * block + 4)
    axes[0].bar(places, s, color=COLOURS[block], width=0.75)
    axes[0].hlines(new, 4 * block - 0.5, 4 * block + 3.5, color=INK, linewidth=1.6)
    axes[0].text(4 * block + 1.5, new + 0.12, f"m = {new:.1f}", ha="center", va="bottom")
    middle = 4 * block + 1.5
    if block:
        axes[1].bar(middle - 1, total, color="none", edgecolor=SOFT, linestyle="--", width=0.9)
        axes[1].annotate(
            "", (middle - 0.02, keep * total), (middle - 0.52, total), arrowprops={"arrowstyle": "-|>", "color": SOFT}
        )
    axes[1].bar(middle + 0.5, keep * total, color=SOFT, width=0.9)
    axes[1].bar(middle + 0.5, weights.sum(), bottom=keep * total, color=COLOURS[block], width=0.9)
    out, total, top = keep * out + weights @ v, keep * total + weights.sum(), new
    axes[1].text(middle + 0.5, total + 0.1, f"ℓ = {total:.2f}", ha="center", va="bottom")
    axes[2].plot(middle + 0.5, out / total, "o", color=COLOURS[block], markersize=7)
    axes[2].text(middle + 0.5, out / total - 0.025, f"{out / total:.3f}", ha="center", va="top")
exact = np.exp(scores) @ values / np.exp(scores).sum()
assert abs(exact - out / total) < 1e-12
axes[2].axhline(exact, color=INK, linewidth=1, linestyle=":")
axes[2].text(-0.4, exact + 0.01, "softmax over all", ha="left", va="bottom", fontsize=9.5)
axes[0].set(ylim=(-0.7, 3.2), ylabel="scores")
axes[1].set(ylim=(0, 4.1), ylabel="sum")
axes[2].set(ylim=(0.4, 0.68), ylabel="output o / ℓ")
for axis in axes:
    axis.set(xlim=(-0.6, 11.6), xticks=[])
axes[2].set_xticks([1.5, 5.5, 9.5], ["block 1", "block 2", "block 3"])
save(drawing, __file__)
