"""The same four sequences in one memory: reserved to the maximum, and in blocks of four slots as they grew."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, figure, save

LENGTHS, MOST, BLOCK, WIDTH, ROWS = [13, 22, 6, 17], 32, 4, 32, 4
COLOURS = [BLUE, ORANGE, GREEN, PURPLE]


def contiguous():
    """Slot -> (sequence, filled)."""
    return {
        MOST * sequence + place: (sequence, place < length)
        for sequence, length in enumerate(LENGTHS)
        for place in range(MOST)
    }


def paged():
    """Sequences grow in turns at random; each takes the first free block when its last one is full."""
    rng = np.random.default_rng(3)
    held, slots, free = [0] * len(LENGTHS), {}, list(rng.permutation(18))
    table = [[] for _ in LENGTHS]
    for sequence in rng.permutation(np.repeat(range(len(LENGTHS)), LENGTHS)):
        if held[sequence] % BLOCK == 0:
            table[sequence].append(free.pop(0))
            slots |= {table[sequence][-1] * BLOCK + place: (sequence, False) for place in range(BLOCK)}
        slots[table[sequence][-1] * BLOCK + held[sequence] % BLOCK] = (sequence, True)
        held[sequence] += 1
    return slots


drawing, axes = figure(height=3.4, rows=2)
for axis, (name, slots) in zip(axes, (("reserved", contiguous()), ("blocks of 4", paged())), strict=True):
    looks = {}
    for slot in range(WIDTH * ROWS):
        corners = np.array([[0.1, 0.12], [0.9, 0.12], [0.9, 0.88], [0.1, 0.88], [0.1, 0.12]])
        square = Path(corners + np.array([slot % WIDTH, slot // WIDTH]), closed=True)
        looks.setdefault(slots.get(slot, (None, False)), []).append(square)
    for (sequence, filled), squares in looks.items():  # one path for all slots alike: a light file
        colour = "#d3d0c6" if sequence is None else COLOURS[sequence]
        look = {"facecolor": colour if filled else "white", "edgecolor": colour, "linewidth": 0.9}
        axis.add_patch(PathPatch(Path.make_compound_path(*squares), **look))
    held, used = len(slots), sum(filled for _, filled in slots.values())
    axis.set_title(f"{name}: {held} slots held, {used} used ({used / held:.0%})", loc="left", color=INK)
    axis.set(xlim=(0, WIDTH), ylim=(ROWS, -0.1))
    axis.axis("off")
drawing.supxlabel("filled: a token; outlined: held but empty; grey: free", fontsize=10)
save(drawing, __file__)
