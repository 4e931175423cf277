"""Cosines of eight image and eight text embeddings that share a direction each, with noise."""

import numpy as np
from plate import INK, ORANGE, figure, save

rng = np.random.default_rng(5)
common = rng.normal(size=(8, 24))
images, texts = (common + 0.5 * rng.normal(size=common.shape) for _ in range(2))
images, texts = (each / np.linalg.norm(each, axis=1, keepdims=True) for each in (images, texts))
cosines = images @ texts.T
assert (cosines.argmax(0) == np.arange(8)).all() and (cosines.argmax(1) == np.arange(8)).all()
drawing, (axis,) = figure(height=3.7)
mesh = axis.pcolormesh(cosines, cmap="YlGnBu", vmin=-0.4, vmax=0.8, edgecolors="white", linewidth=0.6)
for number in range(8):
    edges = [number, number + 1, number + 1, number, number], [number, number, number + 1, number + 1, number]
    axis.plot(*edges, color=ORANGE, linewidth=2)
axis.set(aspect="equal", xlabel="captions", ylabel="images", xticks=np.arange(8) + 0.5, yticks=np.arange(8) + 0.5)
axis.set_xticklabels([f"t{n}" for n in range(1, 9)], color=INK)
axis.set_yticklabels([f"i{n}" for n in range(1, 9)], color=INK)
axis.invert_yaxis()
axis.tick_params(length=0)
drawing.colorbar(mesh, ax=axis, label="cosine", shrink=0.8)
save(drawing, __file__)
