"""Tiles of a causal score matrix: computed in full, computed with a mask, skipped."""

from matplotlib.patches import Rectangle
from plate import BLUE, INK, ORANGE, SOFT, figure, save

TILES = 8
drawing, (axis,) = figure(height=3.2)
counts = {"full": 0, "masked": 0, "skipped": 0}
for row in range(TILES):
    for column in range(TILES):
        kind = "full" if column < row else "masked" if column == row else "skipped"
        counts[kind] += 1
        face = {"full": BLUE, "masked": "none", "skipped": "none"}[kind]
        axis.add_patch(Rectangle((column, row), 1, 1, facecolor=face, edgecolor=SOFT, linewidth=0.8, alpha=0.85))
        if kind == "masked":
            triangle = [(column, row), (column, row + 1), (column + 1, row + 1)]
            axis.fill(*zip(*triangle, strict=True), color=ORANGE, alpha=0.85, linewidth=0)
axis.set(xlim=(-0.1, 14.2), ylim=(8.1, -0.1), xticks=[], yticks=[], aspect="equal")
axis.set_xlabel("key blocks", x=4 / 14.3)
axis.set_ylabel("query blocks")
axis.spines[:].set_visible(False)
for place, colour, face, words in (
    (1.2, BLUE, BLUE, f"{counts['full']} in full"),
    (3.2, ORANGE, ORANGE, f"{counts['masked']} with a mask"),
    (5.2, SOFT, "none", f"{counts['skipped']} skipped"),
):
    axis.add_patch(Rectangle((8.7, place), 0.8, 0.8, facecolor=face, edgecolor=colour, alpha=0.85))
    axis.text(9.8, place + 0.4, words, va="center", color=INK)
save(drawing, __file__)
