"""One token's way through a layer of eight experts with top-2 routing."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import FancyBboxPatch
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

EXPERTS, TOP = 8, 2


def route(seed: int = 43) -> np.ndarray:
    """Gate values (EXPERTS,): softmax over the two largest of the router's logits, else 0."""
    logits = np.random.default_rng(seed).standard_normal(EXPERTS)
    chosen = np.argsort(logits)[-TOP:]
    gates = np.zeros(EXPERTS)
    gates[chosen] = np.exp(logits[chosen]) / np.exp(logits[chosen]).sum()
    return gates


if __name__ == "__main__":
    gates = route()
    drawing, (axis,) = figure(3.1)
    axis.set(xlim=(-0.1, 8.1), ylim=(-0.35, 4.75))
    axis.axis("off")

    def box(x: float, y: float, width: float, text: str, colour: str, face: str = "white") -> None:
        shape = FancyBboxPatch(
            (x - width / 2, y - 0.28), width, 0.56, boxstyle="round,pad=0.03", fc=face, ec=colour, lw=1.4
        )
        axis.add_patch(shape)
        axis.text(x, y, text, ha="center", va="center", fontsize=10.5, color=INK)

    way = {"arrowstyle": "-|>", "mutation_scale": 11, "linewidth": 1.7, "shrinkA": 0, "shrinkB": 0}
    for expert, gate in enumerate(gates):
        x = expert + 0.5
        box(x, 1.95, 0.66, f"E{expert + 1}", ORANGE if gate else SOFT, "#fdeedd" if gate else "#f1f0ea")
        if gate:
            axis.annotate("", (x, 2.3), (4, 3.05), arrowprops=way | {"color": ORANGE})
            axis.annotate("", (4, 0.36), (x, 1.6), arrowprops=way | {"color": ORANGE})
            side = 1 if x > 4 else -1
            axis.text((x + 4) / 2 + side * 0.75, 0.86, f"× {gate:.2f}", ha="center", va="center", fontsize=10.5)
        else:
            axis.plot([4, x], [3.05, 2.27], color=SOFT, lw=0.8, ls=":")
    box(4, 4.4, 1.6, "token x", BLUE)
    axis.annotate("", (4, 3.72), (4, 4.1), arrowprops=way | {"color": BLUE})
    box(4, 3.37, 2.4, "router, top 2", GREEN)
    box(4, 0.0, 2.4, "weighted sum", BLUE)
    save(drawing, __file__)
