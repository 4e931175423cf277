"""FlashAttention's data flow: blocks come from HBM, scores live in SRAM only, one output block goes back."""

from matplotlib.patches import FancyBboxPatch, Rectangle
from plate import BLUE, GREEN, INK, ORANGE, PURPLE, SOFT, figure, save

BLOCKS, HEIGHT = 4, 0.56
drawing, (axis,) = figure(height=3.1)
axis.set(xlim=(0, 5), ylim=(0, 3))
axis.axis("off")


def memory(left: float, width: float, title: str) -> None:
    look = {"boxstyle": "round,pad=0,rounding_size=0.08", "facecolor": "white", "edgecolor": SOFT}
    axis.add_patch(FancyBboxPatch((left, 0.08), width, 2.5, **look))
    axis.text(left + width / 2, 2.68, title, ha="center", va="bottom", weight="bold")


def arrow(start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    look = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.6, "mutation_scale": 12}
    axis.annotate("", end, start, arrowprops=look)


memory(0.02, 1.96, "HBM: large, slow")
memory(2.75, 2.23, "SRAM: small, fast")
for column, (name, colour, chosen) in enumerate(
    (("Q", BLUE, (2,)), ("K", ORANGE, (1,)), ("V", GREEN, (1,)), ("O", PURPLE, (0, 1)))
):
    left = 0.16 + 0.45 * column
    axis.text(left + 0.16, 2.42, name, ha="center", va="center", color=colour, weight="bold")
    for block in range(BLOCKS):
        full = block in chosen
        place = (left, 2.26 - HEIGHT * 0.9 * (block + 1))
        face = colour if full else "none"
        axis.add_patch(
            Rectangle(place, 0.33, HEIGHT * 0.8, facecolor=face, edgecolor=colour, alpha=0.75 if full else 1)
        )
for place, name, colour in (((2.95, 1.75), "Qᵢ", BLUE), ((3.6, 1.75), "Kⱼ", ORANGE), ((4.25, 1.75), "Vⱼ", GREEN)):
    axis.add_patch(Rectangle(place, 0.5, 0.5, facecolor=colour, alpha=0.75))
    axis.text(place[0] + 0.25, place[1] + 0.25, name, ha="center", va="center", color="white", weight="bold")
axis.add_patch(Rectangle((3.0, 0.98), 1.72, 0.52, facecolor="none", edgecolor=INK, linestyle="--"))
axis.text(3.86, 1.24, "scores, weights", ha="center", va="center")
axis.text(3.86, 0.78, "(never leave)", ha="center", va="center", fontsize=9.5, color=SOFT)
axis.text(3.86, 0.36, "running m, ℓ, Oᵢ", ha="center", va="center", color=PURPLE)
arrow((2.0, 2.0), (2.73, 2.0), INK)
axis.text(2.365, 2.08, "load", ha="center", va="bottom", fontsize=9.5)
arrow((2.73, 0.36), (2.0, 0.36), PURPLE)
axis.text(2.365, 0.44, "store Oᵢ", ha="center", va="bottom", fontsize=9.5)
save(drawing, __file__)
