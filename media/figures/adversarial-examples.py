"""A drawn digit, its signed noise and the sum, for a small network trained on shifted, noisy threes and eights."""

import numpy as np
from plate import INK, figure, save

GLYPHS = {
    "3": [".######.", "......##", "......##", "..#####.", "......##", "......##", "......##", ".######."],
    "8": [".######.", "##....##", "##....##", ".######.", "##....##", "##....##", "##....##", ".######."],
}
SIDE, HIDDEN, BUDGET, STEPS = 28, 64, 0.1, 10
rng = np.random.default_rng(0)


def drawn(label):
    """One 28 x 28 picture: the glyph somewhere, paler or darker, with noise, pixels in 0..1."""
    picture = np.zeros((SIDE, SIDE))
    down, right = rng.integers(0, 5, 2)
    ink = np.array([[sign == "#" for sign in row] for row in GLYPHS[label]]) * rng.uniform(0.5, 0.9)
    picture[down : down + 24, right : right + 24] = np.kron(ink, np.ones((3, 3)))
    return np.clip(picture + rng.normal(0.1, 0.1, picture.shape), 0, 1).ravel()


def through(x, net):
    """Hidden values and the probability of an eight."""
    hidden = np.maximum(x @ net[0] + net[1], 0)
    return hidden, 1 / (1 + np.exp(-(hidden @ net[2])))


labels = rng.integers(0, 2, 1000)
pictures = np.array([drawn("38"[label]) for label in labels])
net = [rng.normal(0, (2 / SIDE**2) ** 0.5, (SIDE**2, HIDDEN)), np.zeros(HIDDEN), rng.normal(0, 0.2, HIDDEN)]
for _ in range(200):
    hidden, p = through(pictures, net)
    error = (p - labels) / len(labels)
    back = np.outer(error, net[2]) * (hidden > 0)
    gradients = pictures.T @ back, back.sum(0), hidden.T @ error
    net = [part - 0.1 * gradient for part, gradient in zip(net, gradients, strict=True)]

rng = np.random.default_rng(3)
x = drawn("8")
attacked = x.copy()
for _ in range(STEPS):  # projected gradient: down the logit of "8", back into the box
    hidden, _p = through(attacked, net)
    slope = net[0] @ (net[2] * (hidden > 0))
    attacked = np.clip(attacked - BUDGET / 4 * np.sign(slope), x - BUDGET, x + BUDGET).clip(0, 1)
panels = [
    (x, "picture", 0, 1, "Greys"),
    (attacked - x, f"noise, at most {BUDGET}", -2 * BUDGET, 2 * BUDGET, "RdBu"),
    (attacked, "sum", 0, 1, "Greys"),
]
drawing, axes = figure(height=2.25, columns=3)
for axis, (values, name, low, high, colours) in zip(axes, panels, strict=True):
    axis.imshow(values.reshape(SIDE, SIDE), vmin=low, vmax=high, cmap=colours, interpolation="none")
    axis.set(xticks=[], yticks=[])
    axis.set_title(name, color=INK)
for axis, picture in ((axes[0], x), (axes[2], attacked)):
    p = through(picture, net)[1]
    axis.set_xlabel(f"model: {'38'[int(p > 0.5)]} ({max(p, 1 - p):.0%})")
axes[1].set_xlabel("contrast raised")
save(drawing, __file__)
