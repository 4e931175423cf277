"""Five learning-rate schedules over one run of 100 units, as a share of the peak rate."""

from __future__ import annotations

import numpy as np
from plate import BLUE, GREEN, ORANGE, PURPLE, RED, figure, save

T, WARM, COOL = 100.0, 5.0, 20.0
t = np.linspace(0, T, 401)
ramp = np.minimum(t / WARM, 1)
part = np.clip((t - WARM) / (T - WARM), 0, 1)
SCHEDULES = {
    "WSD": (np.minimum(ramp, np.clip((T - t) / COOL, 0, 1)), PURPLE, (80, 1.03), "-"),
    "cosine": (np.where(t < WARM, ramp, (1 + np.cos(np.pi * part)) / 2), BLUE, (36, 0.82), "-"),
    "linear": (np.where(t < WARM, ramp, 1 - part), GREEN, (63, 0.435), "-"),
    "exponential": (0.03 ** (t / T), ORANGE, (6, 0.25), "--"),
    "step": (0.1 ** np.searchsorted([30, 60, 90], t, side="right").astype(float), RED, (31, 0.13), "--"),
}
drawing, (axes,) = figure(3.0)
for name, (rate, colour, place, line) in SCHEDULES.items():
    axes.plot(t, rate, line, color=colour)
    axes.text(*place, name, color=colour, ha="right" if name == "WSD" else "left", fontsize=10.5)
axes.set(xlabel="% of the run", ylabel="rate / peak", xlim=(0, 100), ylim=(0, 1.14))
axes.set_yticks([0, 0.5, 1])
save(drawing, __file__)
