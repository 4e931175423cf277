"""A column-row split of two matrices, and a pipeline schedule computed from its dependencies."""

from matplotlib.patches import Rectangle
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

STAGES, BATCHES = 4, 8
drawing, (split, pipe) = figure(height=4.5, rows=2)
split.set(xlim=(0, 10), ylim=(0, 4.2))
split.axis("off")


def block(x, y, width, height, colour, words):
    split.add_patch(Rectangle((x, y), width, height, facecolor=colour, edgecolor="white", alpha=0.85))
    split.text(x + width / 2, y + height / 2, words, ha="center", va="center", color="white", fontsize=9.5)


for device, (y, colour) in enumerate(((2.35, BLUE), (0.35, GREEN)), start=1):
    block(0.1, y + 0.3, 1.3, 0.8, SOFT, "X")
    split.text(1.75, y + 0.7, "×", ha="center", va="center")
    block(2.1, y + 0.05, 0.9, 1.3, colour, f"$A_{device}$")
    split.text(3.4, y + 0.7, "→ f →", ha="center", va="center", fontsize=9.5)
    block(3.9, y + 0.3, 0.9, 0.8, colour, f"$Y_{device}$")
    split.text(5.1, y + 0.7, "×", ha="center", va="center")
    block(5.4, y + 0.25, 1.3, 0.9, colour, f"$B_{device}$")
    split.text(7.0, y + 0.7, "=", ha="center", va="center")
    block(7.3, y + 0.3, 1.3, 0.8, colour, f"$Z_{device}$")
split.text(9.35, 2.0, "sum:\nall-\nreduce", ha="center", va="center", color=ORANGE, fontsize=9.5)
split.text(2.55, 3.95, "columns", ha="center", fontsize=9.5)
split.text(6.05, 3.95, "rows", ha="center", fontsize=9.5)

# All micro-batches forward (one slot each), then backward (two slots): a cell starts when its stage is free and its
# neighbour has finished.
free, done = [0] * STAGES, {}
for batch in range(BATCHES):
    for stage in range(STAGES):
        start = max(free[stage], done.get(("F", stage - 1, batch), 0))
        done["F", stage, batch] = free[stage] = start + 1
for batch in range(BATCHES):
    for stage in reversed(range(STAGES)):
        start = max(free[stage], done.get(("B", stage + 1, batch), 0))
        done["B", stage, batch] = free[stage] = start + 2
end = max(free)
pipe.set(xlim=(-4.3, end + 0.2), ylim=(-STAGES - 0.9, 0.75))
pipe.axis("off")
for stage in range(STAGES):
    pipe.add_patch(Rectangle((0, -stage - 0.9), end, 0.8, facecolor="#e6e3da"))
    pipe.text(-0.3, -stage - 0.5, f"stage {stage + 1}", ha="right", va="center", fontsize=9.5)
for (kind, stage, _), finish in done.items():
    width, colour = (1, BLUE) if kind == "F" else (2, ORANGE)
    look = {"facecolor": colour, "edgecolor": "white", "linewidth": 0.7, "alpha": 0.85}
    pipe.add_patch(Rectangle((finish - width, -stage - 0.9), width, 0.8, **look))
idle = 1 - 3 * BATCHES / end
pipe.text(0, 0.2, "forward", color=BLUE, fontsize=9.5)
pipe.text(end, 0.2, "backward", color=ORANGE, ha="right", fontsize=9.5)
pipe.text(end / 2, -STAGES - 0.75, f"grey: idle, {idle:.0%} of all slots", ha="center", color=INK, fontsize=9.5)
save(drawing, __file__)
