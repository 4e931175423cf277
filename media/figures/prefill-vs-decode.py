"""Roofline of a device with 312 TFLOP/s and 2 TB/s; points: an 8-billion-parameter model in 16 bits."""

import numpy as np
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

PEAK, BANDWIDTH, WEIGHTS = 312e12, 2e12, 8e9
LAYERS, HEADS, GROUPS, WIDTH = 32, 32, 8, 128


def intensity(sequences, new, past):
    """FLOP per byte of a pass: `new` tokens a sequence on top of `past` cached ones, 16-bit weights and cache."""
    seen = past + (new + 1) / 2  # mean keys per query under the causal mask
    flops = sequences * new * (2 * WEIGHTS + 4 * seen * HEADS * WIDTH * LAYERS)
    cache = 2 * LAYERS * GROUPS * WIDTH * 2 * sequences * (past + new)
    return flops / (2 * WEIGHTS + cache)


drawing, (axis,) = figure(height=3.1)
x = np.array([0.4, PEAK / BANDWIDTH, 6000])
axis.loglog(x, np.minimum(PEAK, BANDWIDTH * x) / 1e12, color=INK)
axis.plot([PEAK / BANDWIDTH] * 2, [0.5, PEAK / 1e12], ":", color=SOFT)
axis.text(PEAK / BANDWIDTH * 1.12, 0.75, "ridge: 156", color=SOFT, fontsize=9.5)
POINTS = [
    ("decode, batch 1", (1, 1, 2048), BLUE, (1.35, 0.72), "left"),
    ("decode, batch 16", (16, 1, 2048), ORANGE, (0.75, 1.15), "right"),
    ("prefill, 2,048 tokens", (1, 2048, 0), GREEN, (2.8, 0.42), "right"),
]
for words, load, colour, (right, up), side in POINTS:
    at = intensity(*load)
    speed = min(PEAK, BANDWIDTH * at) / 1e12
    axis.plot(at, speed, "o", color=colour, markersize=8)
    axis.text(at * right, speed * up, words, color=colour, ha=side, va="center", fontsize=10)
axis.text(5, 3.3, "limited by bandwidth", color=INK, fontsize=9.5, va="bottom")
axis.text(400, 365, "limited by arithmetic", color=INK, fontsize=9.5, ha="center", va="bottom")
axis.set(xlabel="FLOP per byte read", ylabel="attainable TFLOP/s", xlim=(0.4, 6000), ylim=(0.5, 800))
save(drawing, __file__)
