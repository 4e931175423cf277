"""A small computation graph, L = (relu(w x + b) - y)^2: forward values above, gradients of L below, both computed."""

from __future__ import annotations

from matplotlib.patches import FancyBboxPatch
from plate import BLUE, INK, RED, SOFT, figure, save

x, w, b, y = 2.0, 1.5, -1.0, 1.0
u = w * x
z = u + b
a = max(z, 0.0)
loss = (a - y) ** 2
d_a = 2 * (a - y)
d_z = d_a * (z > 0)
d_u, d_b = d_z, d_z
d_w, d_x = d_u * x, d_u * w
NODES = {  # place, label, forward value, gradient of the loss
    "w": (0.5, 2.75, "w", w, d_w),
    "x": (0.5, 1.15, "x", x, d_x),
    "u": (1.75, 1.95, "×", u, d_u),
    "b": (1.75, 0.35, "b", b, d_b),
    "z": (3.0, 1.95, "+", z, d_z),
    "a": (4.25, 1.95, "relu", a, d_a),
    "l": (5.5, 1.95, "(·−y)²", loss, 1.0),
}
drawing, (axes,) = figure(3.0)
for start, end in ("wu", "xu", "uz", "bz", "za", "al"):
    (x0, y0), (x1, y1) = NODES[start][:2], NODES[end][:2]
    axes.annotate("", (x1, y1), (x0, y0), arrowprops={"arrowstyle": "->", "color": SOFT, "shrinkA": 19, "shrinkB": 19})
for place_x, place_y, label, value, slope in NODES.values():
    box = FancyBboxPatch((place_x - 0.36, place_y - 0.2), 0.72, 0.4, boxstyle="round,pad=0.02", fc="white", ec=INK)
    axes.add_patch(box)
    axes.text(place_x, place_y, label, ha="center", va="center", fontsize=10)
    axes.text(place_x, place_y + 0.28, f"{value:g}", ha="center", va="bottom", color=BLUE)
    axes.text(place_x, place_y - 0.28, f"{slope:g}", ha="center", va="top", color=RED)
axes.text(3.0, 3.1, "value, forward →", color=BLUE, fontsize=10.5)
axes.text(3.0, 2.8, "← gradient of the loss", color=RED, fontsize=10.5)
axes.text(4.3, 0.35, f"target y = {y:g}", ha="left", va="center", fontsize=10)
axes.set(xlim=(0.0, 6.0), ylim=(-0.25, 3.4))
axes.axis("off")
save(drawing, __file__)
