"""Nine layers, three segments: which activations exist in each phase, counted by really running the schedule."""

from matplotlib.patches import Rectangle
from plate import BLUE, INK, ORANGE, SOFT, figure, save

LAYERS, SEGMENT = 9, 3
CHECKPOINTS = set(range(0, LAYERS, SEGMENT))  # the inputs of the segments
rows = [("forward", CHECKPOINTS, set())]
kept = set(CHECKPOINTS)
for start in sorted(CHECKPOINTS, reverse=True):
    rows.append((f"back {LAYERS // SEGMENT - start // SEGMENT}", set(kept), set(range(start + 1, start + SEGMENT))))
    kept.discard(start)

drawing, (axis,) = figure(height=3.1)
axis.set(xlim=(-2.2, LAYERS + 2.6), ylim=(-4.9, 1.75))
axis.axis("off")
for layer in range(LAYERS):
    axis.text(layer + 0.5, 0.62, f"$x_{layer}$", ha="center", color=INK, fontsize=9.5)
for segment in range(0, LAYERS, SEGMENT):
    axis.plot([segment + 0.1, segment + SEGMENT - 0.1], [1.12, 1.12], color=SOFT, linewidth=1)
    axis.text(segment + SEGMENT / 2, 1.25, f"segment {segment // SEGMENT + 1}", ha="center", fontsize=9.5)
for row, (name, stored, again) in enumerate(rows):
    low = -0.35 - 1.1 * row
    axis.text(-0.25, low + 0.35, name, ha="right", va="center", fontsize=9.5)
    for layer in range(LAYERS):
        colour = BLUE if layer in stored else ORANGE if layer in again else "white"
        look = {"facecolor": colour, "edgecolor": SOFT if colour == "white" else colour, "linewidth": 0.8}
        axis.add_patch(Rectangle((layer + 0.08, low), 0.84, 0.7, **look))
    axis.text(LAYERS + 0.3, low + 0.35, f"{len(stored | again)} held", va="center", fontsize=9.5)
axis.text(0.1, -4.75, "stored checkpoint", color=BLUE, fontsize=9.5)
axis.text(LAYERS - 0.1, -4.75, "recomputed", color=ORANGE, ha="right", fontsize=9.5)
save(drawing, __file__)
