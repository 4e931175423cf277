"""Two parallel elongated classes: the axis of greatest variance mixes them, Fisher's axis separates them."""

from __future__ import annotations

import numpy as np
from plate import BLUE, INK, ORANGE, figure, save

rng = np.random.default_rng(2)
spread = np.array([[4.0, 2.2], [2.2, 1.6]])
one, two = (rng.multivariate_normal(mean, spread, 80) for mean in ([-0.75, 0.75], [0.75, -0.75]))
both = np.concatenate([one, two])
both -= both.mean(0)
one, two = both[:80], both[80:]
pc1 = np.linalg.svd(both, full_matrices=False)[2][0]
within = np.cov(one.T) + np.cov(two.T)
fisher = np.linalg.solve(within, two.mean(0) - one.mean(0))
fisher /= np.linalg.norm(fisher)
pc1 *= np.sign(pc1[0])

drawing, panels = figure(4.2, columns=2, rows=2, gridspec_kw={"height_ratios": [2.1, 1]})
grid = panels[0].get_gridspec()
for axes in panels[:2]:
    axes.remove()
top = drawing.add_subplot(grid[0, :])
for cloud, colour, marker in ((one, BLUE, "o"), (two, ORANGE, "s")):
    top.plot(*cloud.T, marker, color=colour, markersize=3.2)
for axis, length, name, where in ((pc1, 5.6, "PC1", (5.6, 2.65)), (fisher, 3.1, "LDA axis", (3.6, -2.9))):
    top.plot(*np.outer(axis, [-length, length]), color=INK, linewidth=1.6)
    top.text(*where, name, ha="center", weight="bold")
top.set(xticks=[], yticks=[], aspect="equal", xlim=(-6.5, 6.5), ylim=(-4, 4.3))
for axes, axis, name in ((panels[2], pc1, "projected on PC1"), (panels[3], fisher, "projected on LDA axis")):
    edges = np.linspace(-1, 1, 22) * np.abs(both @ axis).max()
    for cloud, colour in ((one, BLUE), (two, ORANGE)):
        axes.hist(cloud @ axis, edges, color=colour, alpha=0.6, histtype="stepfilled")
    axes.set(xticks=[], yticks=[], xlabel=name)
for axes in (top, *panels[2:]):
    for spine in axes.spines.values():
        spine.set_visible(axes is not top and spine.spine_type == "bottom")
save(drawing, __file__)
