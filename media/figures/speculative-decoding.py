"""Rounds of speculative decoding, really run: random target and draft, four drafted tokens a round."""

import numpy as np
from plate import BLUE, GREEN, INK, RED, SOFT, figure, save

WORDS, DRAFTED, ROUNDS = 12, 4, 4
rng = np.random.default_rng(9)
target = rng.dirichlet(np.full(WORDS, 0.4), WORDS)  # row: previous token
draft = 0.6 * target + 0.4 * rng.dirichlet(np.full(WORDS, 0.4), WORDS)


def one_round(last):
    """-> marks for the drafted tokens, the target's own token, its kind."""
    proposed, previous = [], last
    for _ in range(DRAFTED):
        proposed.append((previous, int(rng.choice(WORDS, p=draft[previous]))))
        previous = proposed[-1][1]
    for place, (before, token) in enumerate(proposed):
        p, q = target[before], draft[before]
        if rng.random() >= min(1, p[token] / q[token]):
            rest = np.maximum(0, p - q)
            marks = ["yes"] * place + ["no"] + ["dropped"] * (DRAFTED - place - 1)
            return marks, int(rng.choice(WORDS, p=rest / rest.sum())), "resampled"
    return ["yes"] * DRAFTED, int(rng.choice(WORDS, p=target[previous])), "extra"


LOOKS = {"yes": (GREEN, "✓"), "no": (RED, "✗"), "dropped": (SOFT, "–")}
drawing, (axis,) = figure(height=2.9)
axis.set(xlim=(-1.5, 7.0), ylim=(ROUNDS - 0.3, -1.1))
axis.axis("off")
last, total = 0, 0
for place in range(DRAFTED):
    axis.text(place, -0.75, f"draft {place + 1}", ha="center", va="center", fontsize=9.5)
axis.text(4.35, -0.75, "target", ha="center", va="center", fontsize=9.5)
axis.text(6.2, -0.75, "gained", ha="center", va="center", fontsize=9.5)
for row in range(ROUNDS):
    marks, last, kind = one_round(last)
    gained = marks.count("yes") + 1
    total += gained
    axis.text(-1.5, row, f"round {row + 1}", va="center", fontsize=9.5)
    for place, mark in enumerate(marks):
        colour, sign = LOOKS[mark]
        box = {
            "boxstyle": "square,pad=0.45",
            "facecolor": "white" if mark == "dropped" else colour,
            "edgecolor": colour,
        }
        axis.text(place, row, sign, ha="center", va="center", color=SOFT if mark == "dropped" else "white", bbox=box)
    box = {"boxstyle": "square,pad=0.45", "facecolor": BLUE, "edgecolor": BLUE}
    axis.text(4.35, row, kind, ha="center", va="center", color="white", fontsize=9.5, bbox=box)
    axis.text(6.2, row, f"{gained}", ha="center", va="center", color=INK)
drawing.supxlabel(f"{total} tokens from {ROUNDS} passes of the target", fontsize=10)
save(drawing, __file__)
