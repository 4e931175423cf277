"""Stacking: which rows train a base model and which it predicts, fold by fold, and what the meta-model gets."""

from __future__ import annotations

from matplotlib.patches import FancyBboxPatch, Rectangle
from plate import BLUE, GREEN, INK, ORANGE, PLATE, PURPLE, SOFT, figure, save

FOLDS, MODELS = 5, (("A", BLUE), ("B", GREEN), ("C", PURPLE))
UNIT = 0.62

drawing, (axes,) = figure(2.9)
axes.set(xlim=(0, 11.6), ylim=(-1.2, 4.3), xticks=[], yticks=[])
for spine in axes.spines.values():
    spine.set_visible(False)


def cell(left: float, row: int, colour: str, alpha: float = 1.0) -> None:
    """One fold's block in the column that begins at `left`."""
    low = (FOLDS - 1 - row) * UNIT
    axes.add_patch(Rectangle((left, low), UNIT, UNIT, fc=colour, ec=PLATE, lw=1.5, alpha=alpha))


def arrow(start: float, end: float) -> None:
    """An arrow to the right at the middle of the folds."""
    middle = FOLDS * UNIT / 2
    style = {"arrowstyle": "-|>", "color": INK, "lw": 1.2, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (end, middle), (start, middle), arrowprops=style)


for fit in range(FOLDS):  # one column a fit: it trains on all folds but one
    for row in range(FOLDS):
        cell(1.25 + fit * UNIT, row, ORANGE if row == fit else "#d5dae1")
for row in range(FOLDS):
    axes.text(1.1, (FOLDS - 0.5 - row) * UNIT, f"fold {row + 1}", ha="right", va="center", fontsize=9.5)
    for place, (_, colour) in enumerate(MODELS):
        cell(5.7 + place * UNIT, row, colour, alpha=0.75)
for place, (name, colour) in enumerate(MODELS):
    middle = 5.7 + (place + 0.5) * UNIT
    axes.text(middle, FOLDS * UNIT + 0.1, name, ha="center", va="bottom", color=colour, fontsize=10.5)
arrow(4.55, 5.5)
arrow(7.75, 8.55)
low = FOLDS * UNIT / 2 - 0.55
shape = FancyBboxPatch((8.7, low), 2.3, 1.1, boxstyle="round,pad=0.04,rounding_size=0.15", fc="#e9edf2", ec=SOFT, lw=1)
axes.add_patch(shape)
axes.text(9.85, low + 0.55, "meta-\nmodel", ha="center", va="center", fontsize=10.5)
axes.text(2.8, FOLDS * UNIT + 0.62, "each base model: 5 fits", ha="center", va="bottom", fontsize=10.5)
axes.text(6.63, FOLDS * UNIT + 0.62, "level-2 inputs", ha="center", va="bottom", fontsize=10.5)
axes.add_patch(Rectangle((1.25, -0.62), 0.35, 0.35, fc="#d5dae1"))
axes.text(1.75, -0.46, "trains", va="center", fontsize=9.5)
axes.add_patch(Rectangle((3.15, -0.62), 0.35, 0.35, fc=ORANGE))
axes.text(3.65, -0.46, "predicted", va="center", fontsize=9.5)
axes.text(6.63, -0.46, "out-of-fold", ha="center", va="center", fontsize=9.5)
axes.text(6.63, -0.9, "predictions", ha="center", va="center", fontsize=9.5)
save(drawing, __file__)
