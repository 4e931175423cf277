"""Sinusoidal position encodings, 64 positions by 64 dimensions."""

import numpy as np
from plate import figure, save

LENGTH = WIDTH = 64
angle = np.arange(LENGTH)[:, None] * 10000.0 ** (-2 * np.arange(WIDTH // 2) / WIDTH)
table = np.empty((LENGTH, WIDTH))
table[:, 0::2], table[:, 1::2] = np.sin(angle), np.cos(angle)
drawing, (axis,) = figure(height=3.2)
picture = axis.imshow(table, cmap="RdBu", vmin=-1, vmax=1, aspect="auto", interpolation="none")
axis.set(xlabel="dimension (sine and cosine in turn)", ylabel="position", xticks=[0, 16, 32, 48, 63])
axis.set_yticks([0, 16, 32, 48, 63])
drawing.colorbar(picture, ax=axis, ticks=[-1, 0, 1], shrink=0.9)
save(drawing, __file__)
