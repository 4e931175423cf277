"""Who may attend to whom: three masks."""

import numpy as np
from matplotlib.patches import Rectangle
from plate import BLUE, ORANGE, SOFT, figure, save

N, SOURCE = 6, 3
full, causal = np.ones((N, N)), np.tril(np.ones((N, N)))
both = causal.copy()
both[:SOURCE, :SOURCE] = 1
both[SOURCE:, :SOURCE] = 2  # cross-attention
drawing, axes = figure(height=2.3, columns=3)
for axis, allowed, title in zip(axes, [full, causal, both], ["encoder", "decoder", "encoder–decoder"], strict=True):
    for i in range(N):
        for j in range(N):
            colour = ["white", BLUE, ORANGE][int(allowed[i, j])]
            axis.add_patch(Rectangle((j, i), 0.9, 0.9, fc=colour, ec=SOFT, lw=0.6))
    axis.set(xlim=(-0.15, N + 0.05), ylim=(N + 0.05, -0.15), aspect="equal", xticks=[], yticks=[], title=title)
    axis.spines[:].set_visible(False)
axes[0].set_xlabel("key position")
axes[0].set_ylabel("query position")
axes[1].set_xlabel("causal")
axes[2].set_xlabel("source | target")
axes[2].text(1.45, 4.45, "cross", color="white", ha="center", va="center", fontsize=10)
save(drawing, __file__)
