"""Ten points, their average-linkage dendrogram, and cuts at two heights."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, SOFT, figure, save
from scipy.cluster.hierarchy import dendrogram, fcluster, linkage

points = np.array(
    [
        [0.3, 0.4],
        [0.9, 0.2],
        [0.6, 1.0],
        [2.6, 0.7],
        [3.1, 0.2],
        [5.6, 3.0],
        [6.1, 3.4],
        [5.4, 3.8],
        [3.7, 4.3],
        [4.1, 4.7],
    ]
)
merges = linkage(points, "average")
heights = merges[:, 2]
cuts = [(heights[-1] + heights[-2]) / 2, (heights[-3] + heights[-4]) / 2]

drawing, (left, right) = figure(2.7, columns=2, gridspec_kw={"width_ratios": [0.8, 1.2]})
halves = fcluster(merges, cuts[0], "distance")
for point, name, half in zip(points, "abcdefghij", halves, strict=True):
    left.text(
        *point, name, ha="center", va="center", color=BLUE if half == halves[0] else ORANGE, fontsize=11, weight="bold"
    )
left.set(xlim=(-0.3, 6.7), ylim=(-0.5, 5.2), xticks=[], yticks=[], aspect="equal", title="ten points")
dendrogram(
    merges,
    ax=right,
    labels=list("abcdefghij"),
    color_threshold=0,
    above_threshold_color=INK,
    leaf_font_size=11,
)
for cut in cuts:
    count = fcluster(merges, cut, "distance").max()
    right.axhline(cut, color=SOFT, linestyle="--", linewidth=1.2)
    right.text(46.3, cut + 0.08, f"{count} clusters", ha="center", fontsize=9.5, color=ORANGE)  # between branches
right.set(ylabel="height of merge", title="average linkage", xlim=(0, 102))
right.spines["bottom"].set_visible(False)
for spine in left.spines.values():
    spine.set_color("#d0d0c8")
    spine.set_visible(True)
save(drawing, __file__)
