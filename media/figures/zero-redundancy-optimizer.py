"""Bytes per device for 7.5 billion parameters on 64 devices: weights, gradients, optimiser state."""

from plate import BLUE, GREEN, INK, ORANGE, figure, save

N, DEVICES = 7.5, 64  # billions of parameters: bytes come out in gigabytes
PARTS = [("weights", 2, 3, BLUE), ("gradients", 2, 2, GREEN), ("optimiser state", 12, 1, ORANGE)]
drawing, (axis,) = figure(height=2.7)
for stage in range(4):
    left = 0.0
    for name, size, sharded_from, colour in PARTS:
        share = N * size / (DEVICES if stage >= sharded_from else 1)
        label = name if stage == 0 else None
        axis.barh(-stage, share, left=left, color=colour, height=0.62, alpha=0.85, label=label)
        left += share
    axis.text(left + 2, -stage, f"{left:.1f} GB", va="center", color=INK, fontsize=9.5)
axis.set_yticks([0, -1, -2, -3], ["none", "stage 1", "stage 2", "stage 3"])
axis.set(xlim=(0, 145), ylim=(-3.5, 0.5), xlabel="gigabytes per device")
axis.legend(loc="lower right", bbox_to_anchor=(1.0, 0.05))
save(drawing, __file__)
