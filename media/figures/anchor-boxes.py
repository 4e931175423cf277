"""Nine anchors at one location of a 1000 x 600 image: three areas times three aspect ratios, all about one centre."""

from __future__ import annotations

from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

W, H, STRIDE = 1000, 600, 16
X, Y = 31.5 * STRIDE, 18.5 * STRIDE  # the centre of one cell of the feature map
drawing, (axes,) = figure(3.9)
axes.add_patch(Rectangle((0, 0), W, H, facecolor="#eceae2", edgecolor=SOFT, linewidth=1.2))
for side, colour in ((512, GREEN), (256, ORANGE), (128, BLUE)):
    for ratio, style in ((0.5, ":"), (1.0, "-"), (2.0, "--")):  # height over width; the area stays side squared
        w, h = side / ratio**0.5, side * ratio**0.5
        axes.add_patch(
            Rectangle((X - w / 2, Y - h / 2), w, h, fill=False, edgecolor=colour, linewidth=1.8, linestyle=style)
        )
axes.plot(X, Y, "o", color=INK, markersize=4)
for row, (side, colour) in enumerate(((512, GREEN), (256, ORANGE), (128, BLUE))):
    axes.text(12, 78 - 33 * row, f"area {side}²", color=colour, fontsize=9.5)
for row, (name, style) in enumerate((("1:2", ":"), ("1:1", "-"), ("2:1", "--"))):
    axes.plot([880, 925], [556 - 60 * row] * 2, style, color=INK, linewidth=1.6)
    axes.text(935, 540 - 60 * row, name, fontsize=9.5)
axes.text(880, 340, "height\n: width", fontsize=9.5)
axes.text(0, H + 14, "image, 1000 × 600", color=SOFT, fontsize=9.5)
axes.set(xlim=(-5, W + 5), ylim=(-80, H + 65), aspect="equal")
axes.axis("off")
save(drawing, __file__)
