"""Walk-forward splits on a time axis: training blocks, the gap and test blocks, expanding and sliding."""

from __future__ import annotations

from matplotlib.patches import Rectangle
from plate import BLUE, INK, ORANGE, PLATE, SOFT, figure, save

MONTHS, FIRST, GAP, TEST, SPLITS = 24, 10, 2, 3, 4


def splits(window: int | None) -> list[tuple[int, int, int]]:
    """For each split: training start, training end and test start, in months; `window` None means expanding."""
    ends = [FIRST + TEST * place for place in range(SPLITS)]
    return [(0 if window is None else end - window, end, end + GAP) for end in ends]


drawing, panels = figure(3.3, rows=2)
for axes, title, window in zip(panels, ("Expanding window", "Sliding window"), (None, FIRST), strict=True):
    for place, (start, end, test) in enumerate(splits(window)):
        low = SPLITS - 1 - place
        axes.add_patch(Rectangle((start, low + 0.15), end - start, 0.7, fc=BLUE, ec=PLATE, lw=1))
        axes.add_patch(Rectangle((test, low + 0.15), TEST, 0.7, fc=ORANGE, ec=PLATE, lw=1))
        axes.add_patch(Rectangle((end, low + 0.15), GAP, 0.7, fc=PLATE, ec=SOFT, lw=1, hatch="////"))
        if place == 0:
            axes.text((start + end) / 2, low + 0.48, "train", ha="center", va="center", color="white", fontsize=10)
            axes.text(end + 1, low + 1.2, "gap", ha="center", va="center", color=INK, fontsize=10)
            axes.text(test + TEST / 2, low + 0.48, "test", ha="center", va="center", color="white", fontsize=10)
    axes.set_title(title, loc="left")
    axes.set(xlim=(-0.2, MONTHS + 0.2), ylim=(0, SPLITS + 0.5), yticks=[], xticks=range(0, MONTHS + 1, 6))
    axes.spines["left"].set_visible(False)
panels[0].set_xticklabels([])
panels[1].set_xlabel("month")
save(drawing, __file__)
