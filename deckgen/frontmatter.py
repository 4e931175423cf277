"""Splits a Markdown file into front matter and body, and keeps count of the lines."""

from __future__ import annotations

import re

from deckgen.problem import Problem, Span
from deckgen.yamlfile import Mapping, load, mapping

_OPEN = re.compile(r"\s*^---[ \t]*\n", re.M)
_CLOSE = re.compile(r"^---[ \t]*$", re.M)


def split(text: str, path: str) -> tuple[Mapping | None, str, int, list[Problem]]:
    """Return (front matter, body, the body's first line in the file, problems); lines end in LF.

    The front matter is None where there is none, where it is empty, and where it has problems. Blank lines may stand
    before it. An unclosed one leaves no body: nobody can say where it was meant to end.
    """
    opening = _OPEN.match(text)
    if not opening:
        return None, text, 1, []
    first = 1 + text.count("\n", 0, opening.end())
    closing = _CLOSE.search(text, opening.end())
    if not closing:
        problem = Problem(
            Span(path, first - 1), "front-matter", "the front matter is never closed", "end it with a line '---'"
        )
        return None, "", first, [problem]
    node, problems = load(text[opening.end() : closing.start()], path, first)
    start = closing.end() + 1
    line = first + text.count("\n", opening.end(), start)
    meta = mapping(node, path, "the front matter", problems) if node is not None else None
    return meta, text[start:], line, problems
