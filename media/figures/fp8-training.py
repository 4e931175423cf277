"""Bits of the small formats with their largest values, computed, and the blocks that share a scale."""

from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, SOFT, figure, save


def largest(exponent, fraction, lost_exponents, lost_fractions):
    """Largest finite value when so many top exponent codes, and top fractions of the next one, are not numbers."""
    bias = 2 ** (exponent - 1) - 1
    power = 2**exponent - 1 - lost_exponents - bias
    return (2 - (1 + lost_fractions) / 2**fraction) * 2**power


FORMATS = [("E4M3", 4, 3, 0, 1), ("E5M2", 5, 2, 1, 0), ("E2M1", 2, 1, 0, 0)]
drawing, (axis,) = figure(height=3.4)
axis.set(xlim=(-5.0, 32.6), ylim=(-8.1, 1.5))
axis.axis("off")
for row, (name, exponent, fraction, *lost) in enumerate(FORMATS):
    low = -1.3 * row
    axis.text(-0.5, low + 0.42, name, ha="right", va="center", fontweight="bold", fontsize=9.5)
    for bit in range(1 + exponent + fraction):
        colour = ORANGE if bit == 0 else BLUE if bit <= exponent else GREEN
        box = Rectangle((bit * 1.5, low), 1.5, 0.85, facecolor=colour, edgecolor="white", linewidth=0.8, alpha=0.85)
        axis.add_patch(box)
    axis.text(13, low + 0.42, f"largest value {largest(exponent, fraction, *lost):,.0f}", va="center", fontsize=9.5)
for place, words, colour in ((-0.2, "sign", ORANGE), (5, "exponent", BLUE), (10.5, "fraction", GREEN)):
    axis.text(place + 0.9, 1.1, words, ha="center", color=colour, fontsize=9.5)
for low, size, name, scale in ((-5.0, 32, "MXFP4", "power of two"), (-7.2, 16, "NVFP4", "E4M3, and FP32 per tensor")):
    axis.text(-0.5, low + 0.42, name, ha="right", va="center", fontweight="bold", fontsize=9.5)
    for value in range(32):
        colour = SOFT if (value // size) % 2 == 0 else BLUE
        axis.add_patch(Rectangle((value, low), 1, 0.85, facecolor=colour, edgecolor="white", linewidth=0.6, alpha=0.7))
    for block in range(32 // size):
        axis.plot([block * size + 0.2, (block + 1) * size - 0.2], [low - 0.22] * 2, color=PURPLE, linewidth=1.5)
    words = f"one scale per {size} values: {scale}"
    axis.text(16, low - 0.95, words, ha="center", color=PURPLE, fontsize=9.5)
axis.plot([-4.4, 32.6], [-3.35, -3.35], color=SOFT, linewidth=0.6)
axis.text(0, -3.98, "E2M1 values in blocks", color=INK, fontsize=9.5)
save(drawing, __file__)
