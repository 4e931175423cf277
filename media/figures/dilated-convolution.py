"""The taps of a 3×3 kernel at three dilations."""

from matplotlib.patches import Rectangle
from plate import BLUE, ORANGE, SOFT, figure, save

drawing, axes = figure(height=2.05, columns=3)
for axis, rate in zip(axes, (1, 2, 4), strict=True):
    axis.set(xlim=(-5.1, 5.1), ylim=(-5.1, 5.1), aspect="equal", title=f"D = {rate}: field {2 * rate + 1}")
    axis.axis("off")
    axis.hlines(range(-5, 6), -5, 5, color=SOFT, linewidth=0.4)
    axis.vlines(range(-5, 6), -5, 5, color=SOFT, linewidth=0.4)
    for i in (-rate, 0, rate):
        for j in (-rate, 0, rate):
            axis.add_patch(Rectangle((i, j), 1, 1, facecolor=BLUE, linewidth=0))
    axis.add_patch(Rectangle((-rate, -rate), 2 * rate + 1, 2 * rate + 1, fill=False, edgecolor=ORANGE, linewidth=1.8))
save(drawing, __file__)
