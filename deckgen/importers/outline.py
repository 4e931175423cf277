"""A Markdown document as a tree of sections, whatever marks its headings: ATX or setext, indented or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)$")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_NO_TITLE = re.compile(r"^ {0,3}(?:[-*+>|]|\d+[.)]|\*\*|__)|^(?: {4}|\t)|\|")


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its number from the top of the file; `code` where it lies in fenced code or in a comment."""

    number: int
    text: str
    code: bool = False

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.text.strip()


@dataclass(slots=True)
class Section:
    """A heading (level 0: the document itself), the lines below it, and the sections below those."""

    level: int
    title: str
    line: int
    lines: list[Line] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in order."""
        waiting = [self]
        while waiting:
            section = waiting.pop()
            yield section
            waiting += reversed(section.sections)

    def everything(self) -> list[Line]:
        """All lines below the heading, those of deeper headings too."""
        found = list(self.lines)
        for section in list(self.walk())[1:]:
            found += [Line(section.line, f"{'#' * section.level} {section.title}"), *section.lines]
        return found


def outline(text: str, first: int = 1) -> Section:
    """The tree of a text whose first line is line `first` of its file."""
    top = Section(0, "", first)
    path = [top]
    for kind, level, line in _lines(text, first):
        if not kind:
            path[-1].lines.append(line)
            continue
        while path[-1].level >= level:
            path.pop()
        section = Section(level, line.text, line.number)
        path[-1].sections.append(section)
        path.append(section)
    return top


def _lines(text: str, first: int) -> Iterator[tuple[bool, int, Line]]:
    """Yield (is a heading, its level, the line), a setext heading as one."""
    rows = text.split("\n")
    fence, comment, at = "", False, 0
    while at < len(rows):
        row, number = rows[at], first + at
        at += 1
        if fence:
            if re.fullmatch(rf"[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*", row):
                fence = ""
            yield False, 0, Line(number, row, True)
            continue
        if comment or re.match(r"^ {0,3}<!--", row):
            comment = "-->" not in (row if comment else row[row.find("<!--") + 4 :])
            yield False, 0, Line(number, row, True)
            continue
        mark = FENCE.match(row)
        if mark and not (mark[1][0] == "`" and "`" in mark[2]):
            fence = mark[1]
            yield False, 0, Line(number, row, True)
            continue
        if heading := _HEADING.match(row):
            yield True, len(heading[1]), Line(number, (heading[2] or "").strip())
            continue
        under = _UNDERLINE.match(rows[at]) if at < len(rows) and row.strip() else None
        if under and not _NO_TITLE.search(row) and (at < 2 or not rows[at - 2].strip()) and len(row) < 200:
            at += 1
            yield True, 1 if under[1][0] == "=" else 2, Line(number, row.strip())
            continue
        yield False, 0, Line(number, row)
