"""One set of logits through the softmax at three temperatures; the bars that a cut at 0.95 keeps are full."""

import numpy as np
from plate import BLUE, SOFT, figure, save

logits = np.array([2.0, 1.0, 0.0, -1.0])
drawing, axes = figure(height=2.5, columns=3, sharey=True)
for axis, temperature in zip(axes, (0.5, 1.0, 2.0), strict=True):
    weights = np.exp(logits / temperature)
    chances = weights / weights.sum()
    kept = np.cumsum(chances) - chances < 0.95
    bars = axis.bar(range(4), chances, color=[BLUE if k else "none" for k in kept], edgecolor=BLUE, width=0.75)
    for bar, chance in zip(bars, chances, strict=True):
        middle = bar.get_x() + bar.get_width() / 2
        axis.text(middle, chance + 0.015, f"{chance:.2f}", ha="center", va="bottom", fontsize=9.5)
    axis.set(title=f"T = {temperature:g}", ylim=(0, 1), xticks=range(4), yticks=[0, 0.5, 1])
    axis.set_xticklabels(["2", "1", "0", "−1"])
axes[1].set_xlabel("logit")
axes[0].set_ylabel("probability", color=SOFT)
save(drawing, __file__)
