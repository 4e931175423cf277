"""Formulas nobody would write, and what must hold of them: for tests and tools/fuzz_mathml.py."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Sequence
from xml.etree import ElementTree

from deckgen.mathml import COMMANDS, Fault, convert, switches, symbols, tables

PIECES = [
    *sorted(symbols.COMMANDS), *sorted(COMMANDS), *sorted(switches.COMMANDS),
    *"{}{}{}[]()^_^_&$#%~'\"<>|/!,.;:=+-*@ \n",
    *(rf"\begin{{{name}}}" for name in tables.ENVIRONMENTS), *(rf"\end{{{name}}}" for name in tables.ENVIRONMENTS),
    "a", "x", "12", "0.5", "é", "ℝ", "→", r"\\", r"\right)", r"\middle|", r"\limits", r"\left(", "#1", "{cc}", "{1em}",
    "</math>", "<script>", "]]>", "&lt;", "\u202e", "\ue000", "\U000f0000", "{{c1::", "}}", r"\def\x", r"\newcommand",
]  # fmt: skip
SLOWEST = 0.05  # seconds a formula
LIVE = re.compile(r"<(?!/?(?:math|m[a-z]+)[ >/])|\son[a-z]+=|javascript:", re.IGNORECASE)


def formula(dice: random.Random, sources: Sequence[str]) -> str:
    """A random row of pieces, or a real formula cut, doubled and sown with pieces."""
    if dice.random() < 0.3:
        return "".join(dice.choice(PIECES) + dice.choice(("", "", " ", "{", "}")) for _ in range(dice.randint(1, 25)))
    text = dice.choice(sources)
    for _ in range(dice.randint(1, 4)):
        at, end = sorted(dice.randint(0, len(text)) for _ in range(2))
        way = dice.randrange(5)
        if way == 0:
            text = text[:at] + dice.choice(PIECES) + text[at:]
        elif way == 1:
            text = text[:at] + text[end:]
        elif way == 2:
            text = text[:at] + text[at:end] * 2 + text[end:]
        elif way == 3:
            text = text[:at] + dice.choice(sources) + text[at:]
        else:
            text = text[:at] + dice.choice(PIECES) + text[at + 1 :]
    return text[:400]


def broken(tex: str, display: bool | None = None) -> str:
    """Return what is wrong with the conversion of `tex`, or "" ("" also for a proper refusal)."""
    for block in (False, True) if display is None else (display,):
        began = time.perf_counter()
        made = convert(tex, block)
        took = time.perf_counter() - began
        if took > SLOWEST and (took := _again(tex, block)) > SLOWEST:
            return f"took {1000 * took:.0f} ms"
        if isinstance(made, Fault):
            if made.code == "math-engine":
                return made.message
            if not 0 <= made.offset <= len(tex):
                return f"the fault lies at {made.offset} of {len(tex)}"
            continue
        try:
            ElementTree.fromstring(made)  # noqa: S314 - our own output
        except ElementTree.ParseError as error:
            return f"not well-formed: {error}"
        bare = re.sub(r">[^<]*<", "><", re.sub(r' alttext="[^"]*"', "", made))
        if LIVE.search(bare) or "}}" in made or "{{" in made:
            return f"live or unsafe: {made}"
    return ""


def _again(tex: str, block: bool) -> float:
    """The best of three further runs: the machine may have been busy."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        convert(tex, block)
        times.append(time.perf_counter() - began)
    return min(times)
