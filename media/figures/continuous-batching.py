"""Eight requests in four slots: batches that wait for their longest answer against admission at every step."""

from plate import BLUE, GREEN, INK, ORANGE, PURPLE, RED, SOFT, figure, save

STEPS = [3, 9, 4, 6, 7, 2, 5, 8]  # decoding steps that each request needs, in order of arrival (all are waiting)
SLOTS = 4
COLOURS = [BLUE, ORANGE, GREEN, PURPLE, RED, SOFT, "#8a6d1d", "#3b8f97"]


def static():
    """Rows (request, slot, start); the second batch starts when the first has wholly ended."""
    rows, start = [], 0
    for first in range(0, len(STEPS), SLOTS):
        batch = range(first, first + SLOTS)
        rows += [(request, request - first, start) for request in batch]
        start += max(STEPS[request] for request in batch)
    return rows, start


def continuous():
    """The next request goes to the slot that is free first."""
    free, rows = [0] * SLOTS, []
    for request, steps in enumerate(STEPS):
        slot = min(range(SLOTS), key=free.__getitem__)
        rows.append((request, slot, free[slot]))
        free[slot] += steps
    return rows, max(free)


drawing, axes = figure(height=3.7, rows=2, sharex=True)
for axis, (name, (rows, end)) in zip(axes, (("static", static()), ("continuous", continuous())), strict=True):
    axis.barh(range(SLOTS), [end] * SLOTS, color="#e4e2da", height=0.8, edgecolor=SOFT, linewidth=0.5, hatch="///")
    for request, slot, start in rows:
        axis.barh(slot, STEPS[request], left=start, color=COLOURS[request], height=0.8, edgecolor="white")
        look = {"ha": "center", "va": "center", "color": "white", "fontsize": 9.5}
        axis.text(start + STEPS[request] / 2, slot, "ABCDEFGH"[request], **look)
    busy = sum(STEPS) / (SLOTS * end)
    axis.set_title(f"{name}: {end} steps, slots busy {busy:.0%}", loc="left", color=INK)
    axis.set(yticks=range(SLOTS), yticklabels=range(1, SLOTS + 1), ylabel="slot", xlim=(0, 17.3), ylim=(3.5, -0.5))
axes[1].set_xlabel("decoding step")
save(drawing, __file__)
