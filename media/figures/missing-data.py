"""Two fifths of y hidden completely at random, then put onto the mean of the rest."""

from __future__ import annotations

import numpy as np
from plate import BLUE, ORANGE, SOFT, figure, save

COUNT, SHARE, RHO = 60, 0.4, 0.8
rng = np.random.default_rng(11)
x = rng.standard_normal(COUNT)
y = RHO * x + np.sqrt(1 - RHO**2) * rng.standard_normal(COUNT)
hidden = np.isin(np.arange(COUNT), rng.permutation(COUNT)[: int(SHARE * COUNT)])
filled = np.where(hidden, y[~hidden].mean(), y)

drawing, (axes,) = figure(3.2)
axes.vlines(x[hidden], np.minimum(y, filled)[hidden], np.maximum(y, filled)[hidden], color=SOFT, lw=0.7, alpha=0.7)
axes.plot(x[hidden], y[hidden], "o", mfc="none", color=SOFT, markersize=4.5, label="true value, lost")
axes.plot(x[~hidden], y[~hidden], "o", color=BLUE, markersize=4.5, label="observed")
axes.plot(x[hidden], filled[hidden], "s", color=ORANGE, markersize=4.5, label="imputed")
before, after = (np.corrcoef(x, values)[0, 1] for values in (y, filled))
axes.set(xlabel="x", ylabel="y", xticks=[], yticks=[])
axes.set_title(f"correlation {before:.2f} before, {after:.2f} after", loc="left")
axes.legend(loc="upper left", handletextpad=0.1, borderaxespad=0)
save(drawing, __file__)
