"""Sign, exponent and fraction bits of three formats; BF16 is the front half of FP32."""

from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

FORMATS = [("FP32", 8, 23), ("FP16", 5, 10), ("BF16", 8, 7)]
drawing, (axis,) = figure(height=2.5)
axis.set(xlim=(-4.6, 32.6), ylim=(-3.75, 1.45))
axis.axis("off")
for row, (name, exponent, fraction) in enumerate(FORMATS):
    low = -1.3 * row
    axis.text(-0.5, low + 0.35, name, ha="right", va="center", fontweight="bold")
    for bit in range(1 + exponent + fraction):
        colour = ORANGE if bit == 0 else BLUE if bit <= exponent else GREEN
        axis.add_patch(Rectangle((bit, low), 1, 0.7, facecolor=colour, edgecolor="white", linewidth=0.8, alpha=0.85))
    if fraction < 20:
        words = f"{exponent} exponent, {fraction} fraction"
        axis.text(1.6 + exponent + fraction, low + 0.35, words, va="center", fontsize=9.5)
axis.plot([16, 16], [-2.75, 0.85], color=SOFT, linestyle="--", linewidth=1)
for place, words, colour in ((0.5, "sign", ORANGE), (5.2, "8 exponent", BLUE), (20.5, "23 fraction", GREEN)):
    axis.text(place, 1.0, words, ha="center", color=colour, fontsize=9.5)
axis.text(16, -3.45, "BF16 is FP32 cut here: same range, coarser steps", ha="center", color=INK, fontsize=9.5)
save(drawing, __file__)
