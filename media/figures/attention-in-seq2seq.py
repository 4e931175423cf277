"""Attention weights of a toy translator, trained by gradient descent on generated English-French sentence pairs."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from plate import BLUE, PLATE, figure, save

NOUNS = {"cat": "chat", "dog": "chien", "train": "train", "book": "livre", "bus": "bus", "bike": "vélo"}
COLOURS = {"black": "noir", "red": "rouge", "green": "vert", "white": "blanc", "grey": "gris"}
SIZES = {"small": "petit", "big": "grand", "nice": "joli"}
VERBS = {"sees": "voit", "follows": "suit", "hears": "entend", "likes": "aime"}
WORDS = {"the": "le", **NOUNS, **COLOURS, **SIZES, **VERBS}
SOURCE = {word: number for number, word in enumerate(["‹", *WORDS])}
TARGET = {word: number for number, word in enumerate(["‹", *dict.fromkeys(WORDS.values()), "›"])}
LONGEST, WIDTH, STEPS = 10, 32, 900


def phrase(rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """The small black cat, le petit chat noir: a size stays before its noun, a colour moves behind it."""
    noun = rng.choice(list(NOUNS))
    size = [rng.choice(list(SIZES))] if rng.random() < 0.5 else []
    colour = [rng.choice(list(COLOURS))] if rng.random() < 0.5 else []
    english = ["the", *size, *colour, noun]
    return english, ["le", *(SIZES[w] for w in size), NOUNS[noun], *(COLOURS[w] for w in colour)]


def sentence(rng: np.random.Generator) -> tuple[list[str], list[str]]:
    (a, b), (c, d), verb = phrase(rng), phrase(rng), rng.choice(list(VERBS))
    return [*a, verb, *c], [*b, VERBS[verb], *d, "›"]


def one_hot(numbers: list[int], size: int) -> np.ndarray:
    return np.eye(size)[numbers]


def features(english: list[str], french: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Rows for the source positions (word, neighbours, place) and for the target steps (two last words, place)."""
    x = [SOURCE["‹"], *(SOURCE[w] for w in english), SOURCE["‹"]]
    y = [TARGET["‹"]] * 2 + [TARGET[w] for w in french[:-1]]
    s, t = len(SOURCE), len(TARGET)
    place = np.eye(LONGEST)
    H = np.hstack([*(one_hot(x[k : k + len(english)], s) for k in (1, 0, 2)), place[: len(english)]])
    S = np.hstack([*(one_hot(y[k : k + len(french)], t) for k in (1, 0)), place[: len(french)]])
    return H, S


def forward(p: list[np.ndarray], H: np.ndarray, S: np.ndarray) -> tuple[np.ndarray, ...]:
    """Queries, keys, values, attention (target, source), and the output distribution (target, words)."""
    Q, K, V, out = p
    q, k, v = S @ Q, H @ K, H[:, : len(SOURCE)] @ V
    e = q @ k.T
    a = np.exp(e - e.max(1, keepdims=True))
    a /= a.sum(1, keepdims=True)
    z = a @ v @ out
    y = np.exp(z - z.max(1, keepdims=True))
    return q, k, v, a, y / y.sum(1, keepdims=True)


def train(seed: int = 0) -> list[np.ndarray]:
    """Query, key, value and output matrices, by Adam on one fresh sentence a step."""
    rng = np.random.default_rng(seed)
    s, t = len(SOURCE), len(TARGET)
    p = [rng.normal(0, 0.2, shape) for shape in ((2 * t + LONGEST, WIDTH), (3 * s + LONGEST, WIDTH), (s, WIDTH))]
    p.append(rng.normal(0, 0.2, (WIDTH, t)))
    m, u = [np.zeros_like(w) for w in p], [np.zeros_like(w) for w in p]
    for step in range(1, STEPS + 1):
        english, french = sentence(rng)
        H, S = features(english, french)
        q, k, v, a, out = forward(p, H, S)
        dz = (out - one_hot([TARGET[w] for w in french], t)) / len(french)
        dc = dz @ p[3].T
        da = dc @ v.T
        de = a * (da - (a * da).sum(1, keepdims=True))
        gradients = (S.T @ de @ k, H.T @ de.T @ q, H[:, :s].T @ a.T @ dc, (a @ v).T @ dz)
        for i, g in enumerate(gradients):
            m[i] += 0.1 * (g - m[i])
            u[i] += 0.01 * (g * g - u[i])
            p[i] -= 0.01 * m[i] / (1 - 0.9**step) / (np.sqrt(u[i] / (1 - 0.99**step)) + 1e-8)
    return p


def accuracy(p: list[np.ndarray], seed: int = 1) -> float:
    """Share of target words predicted right, given the true prefix, on fresh sentences."""
    rng, right = np.random.default_rng(seed), []
    for _ in range(200):
        english, french = sentence(rng)
        out = forward(p, *features(english, french))[-1]
        right += list(out.argmax(1) == [TARGET[w] for w in french])
    return float(np.mean(right))


if __name__ == "__main__":
    english = ["the", "small", "black", "cat", "sees", "the", "red", "train"]
    french = ["le", "petit", "chat", "noir", "voit", "le", "train", "rouge", "›"]
    weights = forward(train(), *features(english, french))[3][:-1]
    drawing, (axes,) = figure(3.9)
    axes.pcolormesh(
        weights, cmap=LinearSegmentedColormap.from_list("b", [PLATE, BLUE]), vmin=0, vmax=1, ec="#d8d8d2", lw=0.6
    )
    for t, row in enumerate(weights):
        for j, value in enumerate(row):
            if value >= 0.1:
                color = PLATE if value > 0.5 else "#24292f"
                axes.text(j + 0.5, t + 0.5, f"{value:.1f}", ha="center", va="center", fontsize=9.5, color=color)
    axes.set_xticks(np.arange(8) + 0.5, english, rotation=45, ha="left", rotation_mode="anchor", fontsize=11)
    axes.set_yticks(np.arange(8) + 0.5, french[:-1], fontsize=11)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.invert_yaxis()
    axes.spines[:].set_visible(False)
    axes.set_aspect("equal")
    save(drawing, __file__)
