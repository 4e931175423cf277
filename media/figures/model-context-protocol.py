"""One host, a client for each server, and what servers offer."""

from matplotlib.patches import FancyBboxPatch
from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

drawing, (axis,) = figure(height=2.9)
axis.set(xlim=(0, 1), ylim=(0, 1))
axis.axis("off")
frame = FancyBboxPatch(
    (0.02, 0.04), 0.46, 0.92, boxstyle="round,pad=0,rounding_size=0.03", facecolor="white", edgecolor=BLUE, lw=1.4
)
axis.add_patch(frame)
axis.text(0.25, 0.88, "host application", ha="center", fontsize=10.5, weight="bold")


def box(x: float, y: float, words: str, colour: str):
    look = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": colour, "linewidth": 1.4}
    return axis.text(x, y, words, ha="center", va="center", bbox=look, fontsize=9.5).get_bbox_patch()


model = box(0.13, 0.45, "model", SOFT)
for y, server in [(0.72, "server: files"), (0.45, "server: database"), (0.18, "server: web API")]:
    ends = box(0.375, y, "client", BLUE), box(0.83, y, server, ORANGE)
    look = {"arrowstyle": "<|-|>", "color": INK, "linewidth": 1.1, "mutation_scale": 10}
    look |= {"patchA": ends[0], "patchB": ends[1], "shrinkA": 2, "shrinkB": 2}
    axis.annotate("", (0.83, y), (0.375, y), arrowprops=look)
    axis.plot([0.2, 0.305], [0.45, y], color=SOFT, lw=1)
axis.text(0.57, 0.91, "JSON-RPC", ha="center", fontsize=9.5, color=SOFT)
axis.text(0.83, 0.91, "tools, resources,\nprompts", ha="center", va="center", fontsize=9.5, color=GREEN)
save(drawing, __file__)
