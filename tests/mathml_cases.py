"""The case files of tests/cases/mathml: a title, TeX (inline or display), and the MathML or the problem expected."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from deckgen.mathml import Fault, convert

FOLDER = Path(__file__).parent / "cases" / "mathml"
CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n\n```tex(?P<display> display)?\n(?P<tex>.*?)\n```\n+```(?P<kind>mathml|problem)\n(?P<expected>.*?)\n?```$",
    re.MULTILINE | re.DOTALL,
)
ELEMENT = re.compile(r"<(/?)([a-z]+)[^>]*?(/?)>|[^<]+")


@dataclass(frozen=True, slots=True)
class Case:
    path: Path
    title: str
    tex: str
    display: bool
    problem: bool
    expected: str

    def __str__(self) -> str:
        return f"{self.path.stem}: {self.title}"


def read_cases(folder: Path = FOLDER) -> list[Case]:
    cases = []
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        found = [
            Case(path, match["title"], match["tex"], bool(match["display"]), match["kind"] == "problem", match["expected"])
            for match in CASE.finditer(text)
        ]
        assert len(found) == text.count("\n## "), f"{path}: a case that cannot be read"
        cases += found
    return cases


def shown(tex: str, display: bool) -> str:
    """What a case file holds of a result: the MathML inside <math>, a line an element, or the problem."""
    made = convert(tex, display)
    if isinstance(made, Fault):
        return f"{made.offset}: {made.code}: {made.message}" + (f"\nhint: {made.hint}" if made.hint else "")
    return lines(re.sub(r"^<math[^>]*>|</math>$", "", made))


def lines(mathml: str, width: int = 100) -> str:
    """The elements on lines of their own, indented, short ones whole."""
    out: list[str] = []
    _lines(mathml, "", width, out)
    return "\n".join(out)


def _lines(text: str, indent: str, width: int, out: list[str]) -> None:
    at = 0
    while at < len(text):
        end = _end(text, at)
        element = text[at:end]
        if len(indent) + len(element) <= width or not re.match(r"<[a-z]+[^>]*><", element):
            out.append(indent + element)
        else:
            opening = element[: element.index(">") + 1]
            closing = element[element.rindex("<") :]
            out.append(indent + opening)
            _lines(element[len(opening) : -len(closing)], indent + "  ", width, out)
            out.append(indent + closing)
        at = end


def _end(text: str, at: int) -> int:
    depth = 0
    for match in ELEMENT.finditer(text, at):
        if match[2] and not match[3]:
            depth += -1 if match[1] else 1
        if not depth:
            return match.end()
    return len(text)


def write_cases(path: Path, intro: str, cases: list[tuple[str, str, bool]]) -> None:
    """Write a file of cases (title, TeX, display) with what comes out today: look at it before you commit it."""
    parts = [intro.rstrip("\n")]
    for title, tex, display in cases:
        kind = "problem" if isinstance(convert(tex, display), Fault) else "mathml"
        head = "```tex display" if display else "```tex"
        parts.append(f"## {title}\n\n{head}\n{tex}\n```\n\n```{kind}\n{shown(tex, display)}\n```")
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
