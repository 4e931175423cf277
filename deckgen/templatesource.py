"""A template as its author wrote it becomes the text that Anki gets; each character keeps its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from deckgen.problem import Problem, Span, did_you_mean

# {{> partial}}, {{@value}}, {{#@value}}…{{/@value}}, {{^@value}}…{{/@value}}, and comments, which are for authors only.
_OURS = re.compile(r"<!--.*?-->|\{\{\s*(>|[#^/]?@)\s*([^{}]*?)\s*\}\}", re.S)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and where it was written; `text` of a project value all stands at one place."""

    text: str
    path: str
    line: int
    column: int
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A template with all partials and project values in place."""

    text: str
    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]

    def place(self, offset: int) -> Span:
        """Where the character at `offset` of the text was written."""
        if not self.pieces:
            return Span("")
        index = max(bisect_right(self.starts, offset) - 1, 0)
        piece = self.pieces[index]
        before = "" if piece.fixed else piece.text[: offset - self.starts[index]]
        lines = before.count("\n")
        column = len(before) - before.rfind("\n") if lines else piece.column + len(before)
        return Span(piece.path, piece.line + lines, column)


def expand(path: str, files: Mapping[str, str], values: Mapping[str, str], prefix: str) -> tuple[Source, list[Problem]]:
    """Put partials and project values into the file `path` of `files`; `prefix` is put before paths in problems."""
    problems: list[Problem] = []
    pieces = tuple(piece for piece in _pieces(path, (), files, values, prefix, problems) if piece.text)
    starts = []
    total = 0
    for piece in pieces:
        starts.append(total)
        total += len(piece.text)
    return Source("".join(piece.text for piece in pieces), pieces, tuple(starts)), problems


def plain(path: str, text: str) -> Source:
    """A source that is one file as it stands."""
    return Source(text, (Piece(text, path, 1, 1),), (0,))


def _pieces(
    path: str,
    within: tuple[str, ...],
    files: Mapping[str, str],
    values: Mapping[str, str],
    prefix: str,
    problems: list[Problem],
) -> Iterator[Piece]:
    text = files[path].removesuffix("\n")
    whole = plain(prefix + path, text)
    hidden = 0  # depth of sections that are left out
    open_: list[tuple[str, Span, bool]] = []
    last = 0

    def piece(start: int, end: int) -> Iterator[Piece]:
        if not hidden:
            span = whole.place(start)
            yield Piece(text[start:end], span.path, span.line, span.column)

    for found in _OURS.finditer(text):
        yield from piece(last, found.start())
        last = found.end()
        sign, name = found[1], found[2]
        span = whole.place(found.start())
        if sign is None:
            continue
        if sign == ">":
            target = f"partials/{name}.html"
            if target in (path, *within):
                problems.append(Problem(span, "partial-loop", f"the partial {name!r} includes itself", "take it out"))
            elif target not in files:
                known = [f[9:-5] for f in files if f.startswith("partials/") and f.endswith(".html")]
                hint = did_you_mean(name, known) or f"write {prefix}{target}"
                problems.append(Problem(span, "missing-file", f"there is no partial {name!r}", hint))
            elif not hidden:
                yield from _pieces(target, (path, *within), files, values, prefix, problems)
        elif name not in values:
            hint = did_you_mean(name, values)
            problems.append(Problem(span, "unknown-value", f"there is no project value {name!r}", hint))
        elif sign == "@":
            if not hidden:
                yield Piece(escape(values[name]), span.path, span.line, span.column, fixed=True)
        elif sign == "/@":
            if not open_ or open_[-1][0] != name:
                problems.append(Problem(span, "section", f"{{{{/@{name}}}}} closes no open section", "remove it"))
            else:
                hidden -= open_.pop()[2]
        else:
            hide = bool(values[name]) == (sign == "^@")
            open_.append((name, span, hide))
            hidden += hide
    yield from piece(last, len(text))
    for name, span, _ in open_:
        problems.append(Problem(span, "section", f"the section @{name} is never closed", f"add {{{{/@{name}}}}}"))
