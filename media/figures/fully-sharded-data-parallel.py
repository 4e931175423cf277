"""Three layers, forward and backward: start times follow from one rule for each lane (one layer is prefetched)."""

from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, SOFT, figure, save

GATHER, SCATTER, FORWARD, BACKWARD = 0.8, 0.8, 1.2, 2.4
STEPS = [("F", 1), ("F", 2), ("F", 3), ("B", 3), ("B", 2), ("B", 1)]
jobs, network, compute, started, waiting = [], 0.0, 0.0, 0.0, None
for place, (kind, layer) in enumerate(STEPS):
    if place != STEPS.index(("B", 3)):  # the last layer's weights are needed again at once: they stay
        network = max(network, started)  # a layer is prefetched when the one before it starts to compute
        jobs.append(("network", network, GATHER, f"$W_{layer}$", BLUE))
        network += GATHER
        ready = network
    if waiting:
        network = max(network, compute)
        jobs.append(("network", network, SCATTER, f"$g_{waiting}$", PURPLE))
        network += SCATTER
    started = max(compute, ready)
    length = FORWARD if kind == "F" else BACKWARD
    jobs.append(("compute", started, length, f"{kind}{layer}", GREEN if kind == "F" else ORANGE))
    compute = started + length
    waiting = layer if kind == "B" else None
jobs.append(("network", max(network, compute), SCATTER, f"$g_{waiting}$", PURPLE))
LANES = {"network": 1.2, "compute": 0.0}
end = max(start + length for _, start, length, _, _ in jobs)
drawing, (axis,) = figure(height=2.6)
axis.set(xlim=(-2.6, end + 0.1), ylim=(-1.75, 2.75))
axis.axis("off")
for lane, start, length, words, colour in jobs:
    place = (start, LANES[lane])
    axis.add_patch(Rectangle(place, length, 0.8, facecolor=colour, edgecolor="white", alpha=0.85))
    axis.text(start + length / 2, LANES[lane] + 0.38, words, ha="center", va="center", color="white", fontsize=9.5)
for lane, height in LANES.items():
    axis.text(-0.15, height + 0.4, lane, ha="right", va="center", color=INK, fontsize=9.5)
axis.annotate("", (end, -0.4), (0, -0.4), arrowprops={"arrowstyle": "-|>", "color": SOFT})
axis.text(end, -0.95, "time", ha="right", color=SOFT, fontsize=9.5)
axis.text(0, 2.3, "$W_i$ gather weights", color=BLUE, fontsize=9.5)
axis.text(end, 2.3, "$g_i$ reduce-scatter gradients", color=PURPLE, ha="right", fontsize=9.5)
axis.text(0, -1.6, "F forward, then free $W_i$", color=GREEN, fontsize=9.5)
axis.text(end, -1.6, "B backward, then free", color=ORANGE, ha="right", fontsize=9.5)
save(drawing, __file__)
