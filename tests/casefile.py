"""Cases in text files: title, input and expected output on one screen, each part closed by a line of one dot.

    a title
    .
    the input
    .
    what is expected
    .

`pytest --update` rewrites what is expected; read the diff before you commit it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    path: Path
    number: int
    title: str
    text: str
    expected: str


def read_cases(path: Path) -> list[Case]:
    parts = path.read_text(encoding="utf-8").split("\n.\n")
    assert len(parts) % 3 == 1 and not parts[-1].strip(), f"{path.name}: a case has three parts, each closed by a dot"
    rows = zip(parts[0::3], parts[1::3], parts[2::3], strict=False)
    return [Case(path, n, title.strip(), text, expected) for n, (title, text, expected) in enumerate(rows)]


def cases(folder: str) -> pytest.MarkDecorator:
    """Parametrise a test over all cases of tests/cases/FOLDER/*.md, as `case`."""
    found = [case for path in sorted((CASES / folder).glob("*.md")) for case in read_cases(path)]
    assert found, f"no cases in {folder}"
    return pytest.mark.parametrize("case", found, ids=[f"{case.path.stem}: {case.title}" for case in found])


def expect(case: Case, got: str, request: pytest.FixtureRequest) -> None:
    """Compare, or with --update write what was got."""
    got = "\n".join(line.rstrip() for line in got.strip("\n").split("\n"))
    if got != case.expected and request.config.getoption("--update"):
        parts = case.path.read_text(encoding="utf-8").split("\n.\n")
        parts[3 * case.number + 2] = got
        case.path.write_text("\n.\n".join(parts), encoding="utf-8")
        return
    assert got == case.expected
