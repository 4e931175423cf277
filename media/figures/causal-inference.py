"""A confounded treatment as observed, and after it has been set: the arrow into it is cut."""

from plate import BLUE, INK, ORANGE, SOFT, figure, save

PLACES = {"Z": (0.5, 0.86), "X": (0.12, 0.2), "Y": (0.88, 0.2)}
ARROWS = (("Z", "X"), ("Z", "Y"), ("X", "Y"))
drawing, axes = figure(height=2.3, columns=2)
for axis, cut, title in zip(axes, (None, ("Z", "X")), ("observed", "after do(X = x)"), strict=True):
    axis.set(xlim=(0, 1), ylim=(0, 1), title=title)
    axis.axis("off")
    for arrow in ARROWS:
        if arrow == cut:
            continue
        options = {"arrowstyle": "-|>", "shrinkA": 15, "shrinkB": 15, "linewidth": 1.6, "mutation_scale": 14}
        colour = ORANGE if "Z" in arrow else BLUE
        axis.annotate("", PLACES[arrow[1]], PLACES[arrow[0]], arrowprops=options | {"color": colour})
    for name, place in PLACES.items():
        set_by_us = cut and name == "X"
        look = {"boxstyle": "square,pad=0.35" if set_by_us else "circle,pad=0.3", "facecolor": "white"}
        axis.text(*place, name, ha="center", va="center", bbox=look | {"edgecolor": INK if name != "Z" else SOFT})
save(drawing, __file__)
