"""Throw N random and mutated formulas at the converter: python tools/fuzz_mathml.py [N] [SEED]."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deckgen.mathml import convert  # noqa: E402
from deckgen.mathml.fuzzing import broken, formula  # noqa: E402
from tests.mathml_cases import formulas  # noqa: E402


def main() -> int:
    """Print what broke, and how many of the formulas converted; return how many broke."""
    count, seed = (
        (int(word) for word in [*sys.argv[1:], "100000", "1"][:2]) if len(sys.argv) < 3 else map(int, sys.argv[1:3])
    )
    dice = random.Random(seed)
    sources = [tex for tex, _ in formulas()]
    began, bad, good = time.monotonic(), 0, 0
    for _ in range(count):
        tex, display = formula(dice, sources), dice.random() < 0.5
        if wrong := broken(tex, display):
            bad += 1
            print(f"{tex!r} ({display}): {wrong}")
        good += isinstance(convert(tex, display), str)
    took = time.monotonic() - began
    print(f"{count} formulas, seed {seed}: {bad} broke, {good} converted, {count - good - bad} refused, {took:.0f} s")
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main())
