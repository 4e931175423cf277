"""Three byte-pair merges on a corpus of four words: the tokens after each step, and the pair that was merged."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from matplotlib.patches import FancyBboxPatch
from plate import BLUE, INK, SOFT, figure, save

CORPUS = {"hat": 9, "that": 5, "cat": 4, "chat": 3}
UNIT, ROW = 0.62, 1.0  # width of a letter, height of a row


def merged(tokens: list[str], pair: tuple[str, str]) -> list[str]:
    out: list[str] = []
    for token in tokens:
        # A token that was itself just merged is not the left half of another merge of the same pair here.
        out[-1:] = [out[-1] + token] if out and (out[-1], token) == pair else [*out[-1:], token]
    return out


stages, words = [("letters", "")], {word: list(word) for word in CORPUS}
rows = [words]
for step in range(3):
    pairs: Counter[tuple[str, str]] = Counter()
    for word, tokens in words.items():
        for pair in pairwise(tokens):
            pairs[pair] += CORPUS[word]
    best, count = pairs.most_common(1)[0]
    words = {word: merged(tokens, best) for word, tokens in words.items()}
    stages.append((f"{step + 1}.  {best[0]} + {best[1]}", f"{count} times"))
    rows.append(words)

drawing, (axes,) = figure(2.35)
for depth, ((name, detail), row) in enumerate(zip(stages, rows, strict=True)):
    y, x = -depth * ROW, 2.2
    axes.text(0, y + (0.16 if detail else 0), name, va="center", color=INK)
    axes.text(0, y - 0.22, detail, va="center", color=SOFT, fontsize=9.5)
    new = "".join(name.split()[1::2]) if detail else ""
    for word, tokens in row.items():
        if depth == 0:
            axes.text(
                x + len(word) * UNIT / 2, 0.75, f"{CORPUS[word]} ×", ha="center", va="center", color=SOFT, fontsize=10
            )
        for token in tokens:
            wide, fresh = len(token) * UNIT, token == new
            style = {"facecolor": BLUE if fresh else "none", "edgecolor": BLUE if len(token) > 1 else SOFT}
            box = FancyBboxPatch(
                (x + 0.07, y - 0.3), wide - 0.14, 0.6, boxstyle="round,pad=0,rounding_size=0.12", **style
            )
            axes.add_patch(box)
            axes.text(x + wide / 2, y - 0.03, token, ha="center", va="center", color="white" if fresh else INK)
            x += wide
        x += 0.45
axes.set(xlim=(-0.05, 12.3), ylim=(-3.45, 1.0))
axes.axis("off")
save(drawing, __file__)
