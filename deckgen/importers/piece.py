"""What importers hand on: pieces of a deck, in the project's own Markdown, each with the place that it came from."""

from __future__ import annotations

from dataclasses import dataclass, field

from deckgen.fields import DEFAULT
from deckgen.problem import Problem, Span


@dataclass(frozen=True, slots=True)
class Title:
    """A section or deck: what people read, and the name of its folder or file ("" makes one from the title)."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A question to be: `fields` are (key of the notetype's field, Markdown), `where` the titles that it lay under.

    `raw` is the source's text of it, `span` where that begins: both only serve to say where something stood.
    """

    where: tuple[Title, ...]
    fields: tuple[tuple[str, str], ...]
    span: Span
    raw: str = ""
    notetype: str = DEFAULT
    id: str = ""
    guid: str = ""
    level: str = ""
    tags: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    draft: bool = False

    def place(self, text: str) -> Span:
        """Where the first line of `text` stood in the source; the piece's own place where it cannot be found."""
        first = next((line.strip() for line in text.split("\n") if line.strip()), "")
        at = self.raw.find(first) if first else -1
        if at < 0 or not self.span.line:
            return self.span
        return Span(self.span.path, self.span.line + self.raw.count("\n", 0, at))


@dataclass(frozen=True, slots=True)
class Prose:
    """Text that belongs to no question; it goes to the topic's introduction, or to the area's."""

    where: tuple[Title, ...]
    markdown: str
    span: Span


@dataclass(frozen=True, slots=True)
class Found:
    """All that a source held. `media` are (path below media/, bytes), `templates` (path below templates/, bytes).

    `decks` are (folder, subdeck's name, order) where the source says them; `skipped` counts notes that were not read.
    """

    title: str = ""
    name: str = ""  # the area's folder, where the source has a better one than its own name
    areas: bool = False  # whether the outermost titles are areas: subdecks of this very deck
    pieces: tuple[Piece, ...] = ()
    prose: tuple[Prose, ...] = ()
    media: tuple[tuple[str, bytes], ...] = ()
    templates: tuple[tuple[str, bytes], ...] = ()
    decks: tuple[tuple[str, str, int], ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    @property
    def bad(self) -> bool:
        """Whether the source cannot be imported at all."""
        return any(problem.level == "error" for problem in self.problems)


def lost(span: Span, code: str, message: str, hint: str = "") -> Problem:
    """What could not be carried over as it was: told, and no reason to stop."""
    return Problem(span, code, message, hint, "warning")
