"""Links and pictures of a Markdown text, each at its place; code and formulas hold none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deckgen.formula_scan import blank_out, find_formulas
from deckgen.model import Text
from deckgen.problem import Span

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_TOKEN = re.compile(
    r"\\.|(?P<open>!?\[)"
    r"|\](?:\((?P<inside>(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)|\[(?P<name>[^\[\]]*)\])?",
    re.S,
)
_TITLE = re.compile(r"^(.*?)\s+(?:\"[^\"]*\"|'[^']*')$", re.S)
_DEFINITION = re.compile(r"^ {0,3}\[([^\]^\n][^\]\n]*)\]:[ \t]*<?([^\s<>]+)>?", re.M)
_HTML = re.compile(r"<(?:(img)\b|a\s[^<>]*?\bhref\s*=\s*[\"']?([^\"'\s>]*)|([A-Za-z][\w+.-]*:[^<>\s]*)>)", re.I)


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture: offset of its first character, target, its text (a picture's alt text).

    `kind` is "link", "picture", "html-picture" (`<img>`), or "definition" (`[name]: target`, used as either).
    """

    offset: int
    target: str
    label: str
    kind: str


class Places:
    """Places in one text, asked for in ascending order: `Text.place` without counting from the start each time."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._offset, self._line, self._start = 0, text.span.line, 1 - text.span.column

    def at(self, offset: int) -> Span:
        """The place of the character at `offset`, which is not before the one asked for last."""
        markdown = self._text.markdown
        if lines := markdown.count("\n", self._offset, offset):
            self._line += lines
            self._start = markdown.rfind("\n", self._offset, offset) + 1
        self._offset = offset
        return Span(self._text.span.path, self._line, offset - self._start + 1)


def find_links(markdown: str) -> list[Link]:
    """All links and pictures, in order."""
    if not ("](" in markdown or "][" in markdown or "]:" in markdown or "<" in markdown):
        return []
    text = without_code(markdown)
    found = [*_bracketed(text, markdown)]
    for each in _DEFINITION.finditer(text) if "]:" in text else ():
        found.append(Link(each.start(1) - 1, each[2], each[1], "definition"))
    for html in _HTML.finditer(text) if "<" in text else ():
        target = html[2] if html[2] is not None else html[3]
        found.append(Link(html.start(), target or "", "", "html-picture" if html[1] else "link"))
    return sorted(found, key=lambda link: link.offset)


def without_code(markdown: str) -> str:
    """The text, as long as before, with code, comments and formulas blank."""
    text = blanked(markdown, [(formula.start, formula.end) for formula in find_formulas(markdown)])
    if "```" in text or "~~~" in text or "\n    " in text or "\t" in text or text.startswith("    "):
        text = blank_out(text)
    if "`" in text:
        text = blanked(text, _code_spans(text))
    return _COMMENT.sub(_blank, text) if "<!--" in text else text


def blanked(text: str, spans: Iterable[tuple[int, int]], filler: str = " ") -> str:
    """The text with the given slices (ascending) filled; line ends in them stay."""
    pieces, done = [], 0
    for start, end in spans:
        inside = text[start:end]
        fill = re.sub(r"[^\n]", filler, inside) if "\n" in inside else filler * len(inside)
        pieces += [text[done:start], fill]
        done = end
    return "".join([*pieces, text[done:]]) if pieces else text


def _code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where code within lines stands: from a run of backticks to the next one of the same length, in one paragraph."""
    runs = list(re.finditer("`+", text))
    following: dict[int, int] = {}
    partner = [-1] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        length = len(runs[number][0])
        partner[number] = following.get(length, -1)
        following[length] = number
    number = 0
    while number < len(runs):
        close = partner[number]
        if close >= 0 and text.find("\n\n", runs[number].end(), runs[close].start()) < 0:
            yield runs[number].start(), runs[close].end()
            number = close
        number += 1


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _bracketed(text: str, markdown: str) -> Iterator[Link]:
    """`[…](…)` and `![…](…)`, nested ones too; `![…][name]` as a picture whose target is "[name]"."""
    waiting: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        if token["open"]:
            waiting.append(token)
        elif token[0][0] == "]" and waiting:
            start = waiting.pop()
            kind = "picture" if start["open"] == "![" else "link"
            label = markdown[start.end() : token.start()].strip()
            if token["inside"] is not None:
                inside = token["inside"].strip()
                titled = _TITLE.match(inside) if inside[-1:] in ("'", '"') and len(inside) < 2000 else None
                target = (titled[1] if titled else inside).strip()
                yield Link(start.start(), target.removeprefix("<").removesuffix(">"), label, kind)
            elif kind == "picture" and token["name"] is not None:
                yield Link(start.start(), f"[{token['name'] or label}]", label, kind)
