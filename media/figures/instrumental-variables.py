"""Instrument, treatment, outcome, and the hidden confounder that the instrument gets round."""

from plate import BLUE, INK, ORANGE, SOFT, figure, save

PLACES = {"Z": (0.1, 0.22), "T": (0.47, 0.22), "Y": (0.9, 0.22), "U": (0.685, 0.86)}
NAMES = {"Z": "instrument", "T": "treatment", "Y": "outcome"}
drawing, (axis,) = figure(height=2.1)
axis.set(xlim=(0, 1), ylim=(0, 1))
axis.axis("off")
for start, end in (("Z", "T"), ("T", "Y"), ("U", "T"), ("U", "Y")):
    look = {"arrowstyle": "-|>", "shrinkA": 15, "shrinkB": 15, "linewidth": 1.6, "mutation_scale": 14}
    hidden = {"color": ORANGE, "linestyle": "--"} if start == "U" else {"color": BLUE}
    axis.annotate("", PLACES[end], PLACES[start], arrowprops=look | hidden)
for name, place in PLACES.items():
    box = {"boxstyle": "circle,pad=0.3", "facecolor": "white", "edgecolor": SOFT if name == "U" else INK}
    axis.text(*place, name, ha="center", va="center", bbox=box | {"linestyle": "--" if name == "U" else "-"})
    if name in NAMES:
        axis.text(place[0], 0.0, NAMES[name], ha="center", va="bottom", fontsize=9.5)
axis.text(0.75, 0.86, "hidden causes", ha="left", va="center", fontsize=9.5)
save(drawing, __file__)
