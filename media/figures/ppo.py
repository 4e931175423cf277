"""PPO's clipped term against the ratio, for a positive and a negative advantage."""

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save

EPS = 0.2
ratio = np.linspace(0, 2, 201)
drawing, axes = figure(height=2.7, columns=2)
for axis, advantage, corner in zip(axes, (1.0, -1.0), (1 + EPS, 1 - EPS), strict=True):
    plain = ratio * advantage
    clipped = np.minimum(plain, np.clip(ratio, 1 - EPS, 1 + EPS) * advantage)
    axis.plot(ratio, plain, color=SOFT, linestyle="--", linewidth=1.3)
    axis.plot(ratio, clipped, color=BLUE if advantage > 0 else ORANGE, linewidth=2.4)
    axis.plot(1, advantage, "o", color=INK, markersize=5)
    axis.axvline(corner, color=SOFT, linewidth=0.8, linestyle=":")
    axis.set(xlim=(0, 2), ylim=(-2.05, 0.1) if advantage < 0 else (-0.1, 2.05), xlabel="ratio $r$")
    axis.set_xticks([0, corner, 2], ["0", f"{corner:.1f}", "2"])
    axis.set_yticks([0, advantage, 2 * advantage])
    axis.set_title("advantage +1" if advantage > 0 else "advantage −1")
axes[0].text(1.98, 1.1, "flat: no\ngradient", ha="right", va="top", fontsize=9.5)
axes[0].text(1.42, 1.72, "r·A", ha="right", color=SOFT)
axes[1].text(0.06, -0.92, "flat: no\ngradient", ha="left", va="top", fontsize=9.5)
axes[1].text(0.3, -0.2, "r·A", ha="left", color=SOFT)
save(drawing, __file__)
