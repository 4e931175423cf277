"""A project of any size for measuring: python benchmarks/generate.py DIR QUESTIONS.

Fifty questions a file, twenty files an area; each question has a heading, a sentence, a list, one formula within a line
and one on display. Texts and formulas are drawn from this deck's words and the formulas below with a fixed seed; almost
every formula occurs once.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

SHAPES = (
    r"\frac{1}{N}\sum_{i=1}^{N} A_{i}",
    r"\lVert \mathbf{A} - B_{N} \rVert_2^2",
    r"\mathbb{E}_{x\sim p}\left[ A_N(x) \right]",
    r"\sqrt{A^2 + N B}",
    r"\nabla_\theta \mathcal{L}_{N}(\theta)",
    r"A_{N} = \beta_1 A_{N-1} + (1-\beta_1)\,B_{N}",
    r"\int_0^{N} e^{-A t}\,dt",
    r"\operatorname{softmax}\left(\frac{A B^\top}{\sqrt{N}}\right)",
    r"P(A \mid B) = \frac{P(B \mid A)\,P(A)}{N}",
    r"\log \sigma(A) - N \lambda \lVert B \rVert_1",
)
LETTERS = ["x", "y", "z", "w", "u", "v", "Q", "K", "h", "g", r"\mu", r"\phi"]
WORDS = (  # noqa: SIM905
    "gradient loss model data layer token weight sample noise label batch mean variance kernel margin tree split "
    "feature target error bias rank score query key value head mask prior posterior policy reward state action"
).split()


def main() -> None:
    root, count = Path(sys.argv[1]), int(sys.argv[2])
    generate(root, count)


def generate(root: Path, count: int) -> None:
    """Write a project of `count` questions into `root`."""
    pick = random.Random(count)
    root.mkdir(parents=True, exist_ok=True)
    (root / "deck.yaml").write_text("id: measured\nname: Measured\ntag: m\n")
    for number in range(0, count, 50):
        file = root / f"content/area-{number // 1000:03}/topic-{number // 50 % 20:02}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        body = "\n".join(question(pick, each) for each in range(number, min(number + 50, count)))
        file.write_text(f"---\ntitle: Topic {number // 50}\norder: {number // 50 % 20}\n---\n\n{body}")


def question(pick: random.Random, number: int) -> str:
    """One question, about 500 characters."""
    one, two = (formula(pick, number) for _ in range(2))
    some = lambda k: " ".join(pick.choices(WORDS, k=k))  # noqa: E731
    about = f'{{#q-{number} level=core tags="{pick.choice(WORDS)}"}}'
    return (
        f"## Why does the {some(4)} of question {number} fall? {about}\n\n"
        f"**The {some(5)} depends on ${one}$, and the {some(3)} does not.**\n\n"
        f"$$ {two} $$\n\n- {some(6)}\n- `{some(1)}` and *{some(3)}*\n\n### Pitfalls\n{some(12)}.\n"
    )


def formula(pick: random.Random, number: int) -> str:
    """A formula that hardly ever comes twice."""
    shape = pick.choice(SHAPES)
    return shape.replace("A", pick.choice(LETTERS)).replace("B", pick.choice(LETTERS)).replace("N", str(number))


if __name__ == "__main__":
    main()
