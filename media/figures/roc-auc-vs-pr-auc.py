"""ROC and precision–recall curves of one scorer (normal scores, two deviations apart) at 50% and 1% positives."""

from __future__ import annotations

import numpy as np
from plate import BLUE, ORANGE, SOFT, figure, save
from scipy.stats import norm

GAP = 2.0
threshold = np.linspace(9, -7, 8001)
recall, fpr = norm.sf(threshold - GAP), norm.sf(threshold)
auc = norm.cdf(GAP / np.sqrt(2))

drawing, (roc, pr) = figure(2.9, columns=2)
thin = slice(None, None, 25)
roc.plot([0, 1], [0, 1], "--", color=SOFT, linewidth=1.1)
roc.plot(fpr[thin], recall[thin], color=BLUE, linewidth=3.2)
roc.plot(fpr[thin], recall[thin], color=ORANGE, linewidth=1.4, linestyle=(0, (4, 4)))
roc.text(0.4, 0.34, f"50% and 1%:\nAUC {auc:.2f}", fontsize=10.5, va="top")
roc.set(title="ROC", xlabel="false positive rate", ylabel="true positive rate")
for share, colour, place in ((0.5, BLUE, (0.12, 0.85)), (0.01, ORANGE, (0.44, 0.45))):
    precision = share * recall / (share * recall + (1 - share) * fpr)
    average = np.sum(np.diff(recall, prepend=0) * precision)
    pr.plot(recall[thin], precision[thin], color=colour, linewidth=2.2)
    pr.axhline(share, linestyle="--", color=colour, linewidth=1.1, alpha=0.7)
    pr.text(*place, f"{share:.0%} positives:\nAP {average:.2f}", color=colour, fontsize=10.5, va="top")
pr.set(title="precision–recall", xlabel="recall", ylabel="precision")
for axes in (roc, pr):
    axes.set(xlim=(0, 1), ylim=(0, 1.03), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
save(drawing, __file__)
