"""Best of n under a proxy with rare exploits: the proxy keeps rising, the true value peaks and falls.

Computed by quadrature, not sampled. Ordinary answers: true value N(0, 1), proxy = true value + N(0, 0.5²).
One answer in 2,000 is an exploit: proxy N(5.5, 0.5²), true value -1.
"""

import numpy as np
from plate import GREEN, ORANGE, SOFT, figure, save
from scipy.stats import norm

RARE, NOISE = 1 / 2000, 0.5
grid = np.linspace(-8, 10, 200_001)
spread = np.hypot(1, NOISE)
plain = (1 - RARE) * norm.pdf(grid, 0, spread)
exploit = RARE * norm.pdf(grid, 5.5, NOISE)
true_given_score = (plain * grid / spread**2 - exploit) / (plain + exploit)
below = (1 - RARE) * norm.cdf(grid, 0, spread) + RARE * norm.cdf(grid, 5.5, NOISE)
tries = np.logspace(0, 5, 60)
step = grid[1] - grid[0]
proxy, true = [], []
for n in tries:
    weight = n * below ** (n - 1) * (plain + exploit) * step
    proxy.append((weight * grid).sum())
    true.append((weight * true_given_score).sum())
drawing, (axis,) = figure(height=2.9)
axis.axhline(0, color=SOFT, linewidth=0.8)
axis.plot(tries, proxy, color=ORANGE)
axis.plot(tries, true, color=GREEN)
peak = int(np.argmax(true))
axis.plot(tries[peak], true[peak], "o", color=GREEN)
axis.text(250, 4.3, "proxy reward", color=ORANGE, ha="right")
axis.text(700, 0.25, "true reward", color=GREEN, ha="right")
axis.set(
    xscale="log", xlabel="n answers, the best by proxy is kept", ylabel="mean of the kept answer", ylim=(-1.4, 6.9)
)
save(drawing, __file__)
