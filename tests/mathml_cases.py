"""How the case files of tests/cases/mathml are read: the title begins with inline or display, the input is TeX."""

from __future__ import annotations

import re
from pathlib import Path

from deckgen.mathml import Fault, convert
from tests.casefile import CASES, Case, read_cases

ELEMENT = re.compile(r"<(/?)([a-z]+)[^>]*?(/?)>|[^<]+")
WIDTH = 100


def formulas(*words: str) -> list[tuple[str, bool]]:
    """TeX and display of every case that converts; only of files whose name holds one of the words, if any."""
    paths = [
        path for path in sorted((CASES / "mathml").glob("*.md")) if not words or any(w in path.stem for w in words)
    ]
    found = [(case.text, is_display(case)) for path in paths for case in read_cases(path)]
    return [(tex, display) for tex, display in found if isinstance(convert(tex, display), str)]


def is_display(case: Case) -> bool:
    kind = case.title.split()[0]
    assert kind in ("inline", "display"), case.title
    return kind == "display"


def shown(tex: str, display: bool) -> str:
    """What a case file holds of a result: what is inside <math>, by elements, or the problem with a caret under it."""
    made = convert(tex, display)
    if isinstance(made, Fault):
        return "\n".join(filter(None, (f"{made.offset}: {made.code}: {made.message}", made.hint)))
    out: list[str] = []
    elements(re.sub(r"^<math[^>]*>|</math>$", "", made), "", out)
    return "\n".join(out)


def elements(text: str, indent: str, out: list[str]) -> None:
    """The elements on lines of their own, indented; short ones whole."""
    at = 0
    while at < len(text):
        end = element_end(text, at)
        element = text[at:end]
        if len(indent) + len(element) <= WIDTH or not re.match(r"<[a-z]+[^>]*><", element):
            out.append(indent + element)
        else:
            opening = element[: element.index(">") + 1]
            closing = element[element.rindex("<") :]
            out.append(indent + opening)
            elements(element[len(opening) : -len(closing)], indent + "  ", out)
            out.append(indent + closing)
        at = end


def element_end(text: str, at: int) -> int:
    depth = 0
    for match in ELEMENT.finditer(text, at):
        if match[2] and not match[3]:
            depth += -1 if match[1] else 1
        if not depth:
            return match.end()
    return len(text)


def write_cases(path: Path, cases: list[tuple[str, bool]]) -> None:
    """Write a file of cases with what comes out today: look at it (tools/contact_sheet.py) before you commit it."""
    parts = []
    for number, (tex, display) in enumerate(cases, 1):
        parts += [f"{'display' if display else 'inline'} {number}", tex, shown(tex, display)]
    path.write_text("\n.\n".join([*parts, ""]), encoding="utf-8")
