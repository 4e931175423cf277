"""Microseconds a formula, over the good formulas of tests/cases/mathml: deckgen beside raw latex2mathml and math-core.

python benchmarks/mathml.py [ROUNDS]
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from latex2mathml.converter import Converter  # noqa: E402

from deckgen.mathml import convert  # noqa: E402
from tests.mathml_cases import formulas  # noqa: E402


def raw(tex: str, display: bool) -> None:
    try:
        Converter(display="block" if display else "inline").convert(tex)
    except Exception:
        return


def core() -> Callable[[str, bool], None] | None:
    try:
        from math_core import LatexToMathML  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    converter = LatexToMathML()

    def run(tex: str, display: bool) -> None:
        try:
            converter.convert_with_local_state(tex, displaystyle=display)
        except Exception:
            return

    return run


def measure(run: Callable[[str, bool], object], found: list[tuple[str, bool]], rounds: int) -> list[float]:
    """The best of some rounds for each formula, in microseconds."""
    times = []
    for tex, display in found:
        best = float("inf")
        for _ in range(rounds):
            began = time.perf_counter()
            run(tex, display)
            best = min(best, time.perf_counter() - began)
        times.append(1e6 * best)
    return times


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    found = formulas()
    results = {}
    for name, run in (("deckgen", convert), ("latex2mathml, raw", raw), ("math-core", core())):
        if run:
            times = measure(run, found, rounds)
            results[name] = {
                "median": round(statistics.median(times)),
                "mean": round(statistics.mean(times)),
                "slowest": round(max(times)),
            }
    print(json.dumps({"formulas": len(found), "microseconds": results}, indent=2))


if __name__ == "__main__":
    main()
