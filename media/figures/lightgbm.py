"""Level-wise and leaf-wise growth of a regression tree of eight leaves on one curve, splits numbered in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from matplotlib.axes import Axes
from plate import BLUE, GREEN, INK, PLATE, SOFT, figure, save

x = np.linspace(0, 1, 256)
y = np.sin(6 * np.pi * x**3)
LEAVES = 8


def error(low: int, high: int) -> float:
    return float(((y[low:high] - y[low:high].mean()) ** 2).sum())


@dataclass
class Node:
    low: int
    high: int
    depth: int = 0
    order: int = 0  # of its split; 0 for a leaf
    children: list[Node] = field(default_factory=list)

    def best(self) -> tuple[float, int]:
        """Gain and place of the best cut."""
        cuts = range(self.low + 1, self.high)
        return max((error(self.low, self.high) - error(self.low, c) - error(c, self.high), c) for c in cuts)


def grow(leaf_wise: bool) -> tuple[Node, float]:
    """The tree, and the share of the squared error that is left."""
    root = Node(0, len(y))
    leaves = [root]
    for order in range(1, LEAVES):
        node = max(leaves, key=lambda leaf: leaf.best()) if leaf_wise else min(leaves, key=lambda leaf: leaf.depth)
        cut = node.best()[1]
        node.order = order
        node.children = [Node(node.low, cut, node.depth + 1), Node(cut, node.high, node.depth + 1)]
        at = leaves.index(node)
        leaves[at : at + 1] = node.children
    return root, sum(error(leaf.low, leaf.high) for leaf in leaves) / error(0, len(y))


def place(node: Node, axes: Axes, places: Iterator[int], colour: str) -> float:
    """Draw the subtree and return where its root stands: leaves side by side, parents between children."""
    if not node.children:
        across = float(next(places))
        axes.plot(across, -node.depth, "s", color=colour, markersize=7)
        return across
    ends = [place(child, axes, places, colour) for child in node.children]
    middle = sum(ends) / 2
    for end in ends:
        axes.plot([middle, end], [-node.depth, -node.depth - 1], color=SOFT, linewidth=1.2, zorder=0)
    axes.plot(middle, -node.depth, "o", color=PLATE, markeredgecolor=INK, markersize=15)
    axes.text(middle, -node.depth - 0.02, str(node.order), ha="center", va="center", fontsize=10)
    return middle


drawing, panels = figure(2.9, columns=2, sharey=True)
for axes, leaf_wise, colour in zip(panels, (False, True), (BLUE, GREEN), strict=True):
    root, left = grow(leaf_wise)
    place(root, axes, iter(range(LEAVES)), colour)
    axes.set_title(f"{'leaf' if leaf_wise else 'level'}-wise: error {left:.0%}")
    axes.set_xlim(-0.6, LEAVES - 0.4)
    axes.axis("off")
save(drawing, __file__)
