"""A 2×2 table of counts with the rates that its rows and its columns give."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, RED, SOFT, figure, save

COUNTS = np.array([[80, 20], [45, 855]])  # rows: truly positive, negative; columns: predicted so
NAMES = (("true positives", "false negatives"), ("false positives", "true negatives"))
(tp, fn), (fp, tn) = COUNTS

drawing, (axes,) = figure(3.3)
for row in range(2):
    for column in range(2):
        right = row == column
        axes.add_patch(
            Rectangle((column, -row - 1), 0.96, 0.94, color=GREEN if right else RED, alpha=0.16, linewidth=0)
        )
        axes.text(column + 0.48, -row - 0.4, COUNTS[row, column], ha="center", va="center", fontsize=17)
        axes.text(
            column + 0.48,
            -row - 0.76,
            NAMES[row][column],
            ha="center",
            color=GREEN if right else RED,
            fontsize=10,
        )
for place, name in enumerate(("predicted\npositive", "predicted\nnegative")):
    axes.text(place + 0.48, 0.1, name, ha="center", va="bottom", fontsize=10.5, color=SOFT)
for place, name in enumerate(("truly\npositive", "truly\nnegative")):
    axes.text(-0.06, -place - 0.53, name, ha="right", va="center", fontsize=10.5, color=SOFT)
rows = (("recall (TPR)", tp, tp + fn), ("FPR", fp, fp + tn))
columns = (("precision", tp, tp + fp), ("NPV", tn, tn + fn))
for place, (name, part, whole) in enumerate(rows):
    axes.text(2.06, -place - 0.36, f"→ {name}", va="center", color=BLUE, fontsize=11)
    axes.text(2.06, -place - 0.67, f"{part}/{whole} = {part / whole:.2f}", va="center", fontsize=10.5, color=INK)
for place, (name, part, whole) in enumerate(columns):
    axes.text(place + 0.48, -2.24, f"↓ {name}", ha="center", va="center", color=ORANGE, fontsize=11)
    axes.text(place + 0.48, -2.52, f"{part}/{whole} = {part / whole:.2f}", ha="center", va="center", fontsize=10.5)
axes.set(xlim=(-0.66, 3.06), ylim=(-2.7, 0.62))
axes.axis("off")
save(drawing, __file__)
