"""Eight query heads and the key-value heads they use: 8, 2 and 1."""

from plate import BLUE, INK, ORANGE, SOFT, figure, save

drawing, axes = figure(height=2.2, columns=3)
for axis, (name, count) in zip(axes, [("MHA", 8), ("GQA", 2), ("MQA", 1)], strict=True):
    group = 8 // count
    axis.set(xlim=(-0.7, 7.7), ylim=(-0.5, 1.35), title=name)
    axis.axis("off")
    for head in range(8):
        shared = head // group
        x = shared * group + (group - 1) / 2
        axis.plot([head, x], [1, 0], color=SOFT, lw=1)
        axis.plot(head, 1, "o", color=BLUE, ms=7)
        axis.plot(x, 0, "s", color=ORANGE, ms=8)
    axis.text(3.5, -0.42, f"cache × {count}/8" if count < 8 else "cache × 1", ha="center", fontsize=9.5, color=INK)
    axis.text(3.5, 1.18, "8 query heads", ha="center", fontsize=9.5, color=BLUE)
    axis.text(3.5, -0.21, f"{count} key–value head{'s' if count > 1 else ''}", ha="center", fontsize=9.5, color=ORANGE)
save(drawing, __file__)
