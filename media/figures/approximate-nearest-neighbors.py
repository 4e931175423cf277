"""Greedy search down a layered neighbour graph; points, graphs and the walk are computed."""

import numpy as np
from plate import BLUE, INK, ORANGE, RED, SOFT, figure, save

rng = np.random.default_rng(44)
points = rng.random((64, 2))
query = np.array([0.86, 0.2])
sizes = [64, 16, 4]  # a point reaches the next layer with chance 1/4: here the first 16, the first 4
drawing, (axis,) = figure(height=3.9)
axis.axis("off")


def place(xy: np.ndarray, layer: int) -> np.ndarray:
    """The plane of a layer seen from the side: sheared and flattened."""
    x, y = np.asarray(xy).T
    return np.stack([x + 0.35 * y, 0.42 * y + 0.72 * layer], -1)


def neighbours(count: int, k: int) -> list[set[int]]:
    away = np.linalg.norm(points[:count, None] - points[None, :count], axis=-1)
    links = [set(np.argsort(row)[1 : k + 1].tolist()) for row in away]
    for i in range(count):
        for j in list(links[i]):
            links[j].add(i)
    return links


at = int(np.argmax(np.linalg.norm(points[:4] - query, axis=1)))
for layer in (2, 1, 0):
    count = sizes[layer]
    links = neighbours(count, 3)
    corners = place(np.array([[-0.04, -0.06], [1.04, -0.06], [1.04, 1.06], [-0.04, 1.06]]), layer)
    axis.fill(*corners.T, facecolor="white", edgecolor=SOFT, lw=0.8)
    edges = [place(points[[i, j]], layer) for i in range(count) for j in links[i] if i < j]
    gaps = np.concatenate([np.vstack([edge, [[np.nan, np.nan]]]) for edge in edges])  # one path for all edges
    axis.plot(*gaps.T, color=SOFT, lw=0.5, alpha=0.6)
    axis.plot(*place(points[:count], layer).T, ".", color=BLUE, ms=5)
    walk = [at]
    while True:
        near = min(links[at], key=lambda j: np.linalg.norm(points[j] - query))
        if np.linalg.norm(points[near] - query) >= np.linalg.norm(points[at] - query):
            break
        at = near
        walk.append(at)
    axis.plot(*place(points[walk], layer).T, color=ORANGE, lw=2.2, marker="o", ms=4)
    if layer:
        drop = np.stack([place(points[at], layer), place(points[at], layer - 1)])
        axis.plot(*drop.T, color=ORANGE, lw=1.2, ls=":")
    axis.plot(*place(query, layer), "*", color=RED, ms=9)
    axis.text(-0.07, 0.72 * layer + 0.06, f"layer {layer}\n{count} points", ha="right", color=INK, fontsize=9.5)
assert at == int(np.argmin(np.linalg.norm(points - query, axis=1)))
axis.set(xlim=(-0.36, 1.45))
save(drawing, __file__)
