"""Base rates as areas: everyone tested, then only the positives, 1% prevalence, 99% sensitivity, 95% specificity."""

from __future__ import annotations

from matplotlib.patches import Rectangle
from plate import INK, ORANGE, RED, SOFT, figure, save

PEOPLE, PREVALENCE, SENSITIVITY, SPECIFICITY = 10_000, 0.01, 0.99, 0.95
ill = PEOPLE * PREVALENCE
true_positives, false_positives = ill * SENSITIVITY, (PEOPLE - ill) * (1 - SPECIFICITY)
positives = true_positives + false_positives
# One unit of length is ten people on a side on the left; the right panel shows its positives at a larger scale.
side, height = PEOPLE**0.5, 78.0
width = height * 0.62

drawing, (axes,) = figure(3.0)
axes.add_patch(Rectangle((0, 0), side, side, facecolor="#dfe5ec", edgecolor="none"))
axes.add_patch(
    Rectangle((ill / side, 0), side - ill / side, false_positives / (side - ill / side), color=ORANGE, linewidth=0)
)
axes.add_patch(Rectangle((0, 0), ill / side, side, color=SOFT, linewidth=0))
axes.add_patch(Rectangle((0, 0), ill / side, side * SENSITIVITY, color=RED, linewidth=0))
axes.text(side / 2, side + 4, "10,000 people tested", ha="center", va="bottom", fontsize=11)
axes.text(5, side - 8, f"← {ill:.0f} ill", color=RED, fontsize=11, va="center")
axes.text(side / 2, 50, "healthy,\ntest negative", ha="center", va="center", fontsize=11)
axes.text(side / 2, 8, "healthy, test positive", ha="center", va="bottom", fontsize=11, color=ORANGE)

left, low = side + 52, 8.0
share = true_positives / positives
axes.add_patch(Rectangle((left, low), width, height * (1 - share), color=ORANGE, linewidth=0))
axes.add_patch(Rectangle((left, low + height * (1 - share)), width, height * share, color=RED, linewidth=0))
axes.text(left + width / 2, side + 4, "the positives", ha="center", va="bottom", fontsize=11)
axes.text(
    left + width / 2,
    low + height * (1 - share / 2),
    f"{true_positives:.0f} ill",
    color="white",
    ha="center",
    va="center",
)
axes.text(
    left + width / 2,
    low + height * (1 - share) / 2,
    f"{false_positives:.0f}\nhealthy",
    color="white",
    ha="center",
    va="center",
)
axes.annotate("", (left - 6, 45), (side + 8, 45), arrowprops={"arrowstyle": "->", "color": INK, "linewidth": 1.4})
axes.text((left + side) / 2 + 1, 51, "zoom", ha="center", va="bottom", fontsize=10)
axes.set(xlim=(-2, left + width + 2), ylim=(-3, side + 16), aspect="equal")
axes.axis("off")
save(drawing, __file__)
