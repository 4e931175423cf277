"""The coarse structure of a question file: prose, questions (`##`), their sections (`###`).

Headings in fenced code and in HTML comments are text; deeper headings (`####`) are content.
"""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass

from deckgen.model import Text
from deckgen.problem import Problem, Span

# All lines that can matter, found in one go: headings, fences (in lists and quotes too), comments.
_LINE = re.compile(
    r"^(?:(?P<indent> {0,3})(?P<hashes>#{1,3})(?!\#)(?P<rest>.*)"
    r"|(?P<before>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<fence>`{3,}|~{3,})(?P<info>.*)"
    r"|[ ]{0,3}(?P<comment><!--).*)$",
    re.M,
)
_HEADING = re.compile(r"^#{2,3}(?:[ \t]|$)", re.M)
_FENCED = re.compile(r"```|~~~")
_BLANK = re.compile(r"(?:[ \t]*\n)+")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (level 2 or 3; 0 for what stands before the first) and the text below it, without blank ends.

    `heading` begins at its first character after the hashes; `line` is that of the hashes.
    """

    level: int
    heading: Text
    body: Text


def split_parts(body: str, path: str, first: int, problems: list[Problem]) -> list[Part]:
    """Cut a body (lines end in LF) whose first line is line `first` of the file at its `##` and `###`, in order."""
    cuts: list[tuple[int, Text, int, int]] = []  # level, heading, line of the heading, offset after its line
    starts: list[int] = []
    line, counted, at = first, 0, 0
    headings = [found.start() for found in _HEADING.finditer(body)] if _FENCED.search(body) else []
    while found := _LINE.search(body, at):
        start, at = found.span()
        line += body.count("\n", counted, start)
        counted = start
        if found["comment"]:
            end = body.find("-->", found.start("comment") + 4)
            if end < 0:
                problems.append(
                    Problem(Span(path, line), "comment-open", "this comment is never closed", "end it with '-->'")
                )
                at = len(body)
            else:
                at = max(at, end + 3)
        elif found["fence"]:
            if found["fence"][0] == "`" and "`" in found["info"]:
                continue  # code within a line
            at = _after_fence(body, found, headings, path, line, problems)
        else:
            hashes, rest = found["hashes"], found["rest"]
            if rest and rest[0] not in " \t":
                if len(hashes) > 1:
                    problems.append(
                        Problem(Span(path, line), "heading", f"no space after {hashes!r}", f"write {hashes + ' '!r}")
                    )
                continue
            if len(hashes) == 1:
                problems.append(
                    Problem(
                        Span(path, line),
                        "heading",
                        "a heading of the first level",
                        "the title stands in the front matter (title: …); '##' begins a question",
                    )
                )
            elif found["indent"]:
                problems.append(
                    Problem(
                        Span(path, line),
                        "heading",
                        f"spaces before {hashes!r}",
                        f"{hashes!r} must begin its line; within an answer use '####' for a heading",
                    )
                )
            else:
                heading = rest.strip()
                column = len(hashes) + rest.find(heading) + 1
                cuts.append((len(hashes), Text(heading, Span(path, line, column)), line, at + 1))
                starts.append(start)
    ends = [*starts, len(body)]
    parts = [Part(0, Text("", Span(path, first)), trimmed(body, 0, ends[0], path, first))]
    for index, (level, heading, row, after) in enumerate(cuts):
        parts.append(Part(level, heading, trimmed(body, after, ends[index + 1], path, row + 1)))
    return parts


def trimmed(text: str, start: int, end: int, path: str, line: int) -> Text:
    """The slice without blank lines at its ends; `line` is that of its first character."""
    if start >= end:
        return Text("", Span(path, line, 1))
    blank = _BLANK.match(text, start, end)
    if blank:
        line += text.count("\n", start, blank.end())
        start = blank.end()
    return Text(text[start:end].rstrip(), Span(path, line, 1))


def _after_fence(
    body: str, opening: re.Match[str], headings: list[int], path: str, line: int, problems: list[Problem]
) -> int:
    """The offset after the closing fence; `headings` are the offsets of all lines that look like one.

    A fence in a list's item or in a quote, or indented by four or more, ends at the next heading at the latest: a
    heading at the start of a line cannot belong to what is indented. Any other must be closed.
    """
    char, length, before = opening["fence"][0], len(opening["fence"]), opening["before"]
    limit = len(body)
    limited = bool(before.strip()) or len(before.expandtabs(4)) >= 4
    if limited and (later := bisect(headings, opening.end())) < len(headings):
        limit = headings[later]
    closing = re.compile(rf"^[ \t>]*{char}{{{length},}}[ \t]*$", re.M).search(body, opening.end(), limit)
    if closing:
        return closing.end()
    if limited:
        return limit - 1 if limit < len(body) else limit
    hint = f"end it with a line {opening['fence']!r}"
    problems.append(Problem(Span(path, line), "fence-open", "this block of code is never closed", hint))
    return len(body)
