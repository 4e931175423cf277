"""The nouns. Anki's words for Anki's things; a question is what an author writes, a topic is one file of them.

All are frozen values; tuples of pairs stand for ordered mappings, so that values hash and compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, overload

from deckgen.problem import Span

Kind = Literal["standard", "cloze"]
Origin = Literal["heading", "body", "options", "section", "topic", "level", "changed", "id", "learner", "reserve"]
SEPARATOR = "\x1f"  # between a note's fields, as Anki keeps them
LEVELS = {"basic": "1-basic", "core": "2-core", "advanced": "3-advanced"}


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown as an author wrote it, and the place of its first character."""

    markdown: str
    span: Span

    def place(self, offset: int) -> Span:
        """Where the character at `offset` stands in its file."""
        lines = self.markdown.count("\n", 0, offset)
        start = self.markdown.rfind("\n", 0, offset) + 1
        column = offset - start + 1 if lines else self.span.column + offset
        return Span(self.span.path, self.span.line + lines, column)


@dataclass(frozen=True, slots=True)
class Question:
    """What an author writes under one heading; `fields` are (field key, Markdown) in the notetype's order."""

    id: str
    notetype: str
    fields: tuple[tuple[str, Text], ...]
    span: Span
    tags: tuple[str, ...] = ()  # the author's own, without prefix; the topic's are included
    level: str = ""  # a key of LEVELS, or ""
    paths: tuple[str, ...] = ()  # study paths
    after: tuple[str, ...] = ()  # ids of questions to be learned before this one
    was: str = ""  # the id before a renaming
    guid: str = ""  # a guid that came with an imported deck
    draft: bool = False  # may lack its answer; never published


class Named(Protocol):
    """What the whole project must know of a question: its identity and its place."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def notetype(self) -> str: ...  # noqa: D102
    @property
    def span(self) -> Span: ...  # noqa: D102
    @property
    def after(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def was(self) -> str: ...  # noqa: D102
    @property
    def guid(self) -> str: ...  # noqa: D102
    @property
    def draft(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Topic:
    """One question file: `path` is "area/topic" (no suffix), `source` the file relative to the project."""

    path: str
    source: str
    title: str
    questions: tuple[Question, ...]
    order: float | None = None
    prose: Text | None = None  # before the first question; for the web page

    @property
    def area(self) -> str:
        """The first part of the path: the area's folder."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Area:
    """A folder of topics, described by its index.md (title from the folder's name where there is none)."""

    path: str
    title: str
    order: float | None = None
    deck: str = ""  # the subdeck's name; the title where empty
    prose: Text | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a notetype; `id` is derived from deck id and key, so that `name` may change."""

    key: str
    name: str
    origin: Origin
    id: int
    required: bool = False
    sort: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A card template; `front` and `back` are Anki's qfmt and afmt with all partials in place."""

    key: str
    name: str
    front: str
    back: str
    id: int


@dataclass(frozen=True, slots=True)
class Notetype:
    """Fields and templates under a key (the folder's name); `name` is the full name shown in Anki.

    `media` are published names of files that style or templates use (the maths font).
    """

    key: str
    name: str
    kind: Kind
    id: int
    fields: tuple[Field, ...]
    templates: tuple[Template, ...]
    css: str
    media: tuple[str, ...] = ()

    def field(self, key: str) -> Field | None:
        """The field with that key, or None."""
        return next((field for field in self.fields if field.key == key), None)


@dataclass(frozen=True, slots=True)
class Media:
    """A file of the project (`path`), its published name (carrying 8 hash characters), bytes and sha256 (hex)."""

    path: str
    name: str
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class DeckConfig:
    """deck.yaml."""

    id: str
    name: str
    tag: str
    subdecks: Literal["none", "area", "topic"] = "area"
    description: str = ""
    license: str = ""
    source: str = ""
    feed: str = ""
    macros: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A project read whole: no other module needs the disk."""

    deck: DeckConfig
    areas: tuple[Area, ...]  # in the project's order
    topics: tuple[Topic, ...]  # in the project's order
    notetypes: tuple[Notetype, ...]
    media: tuple[Media, ...]  # sorted by path
    newest: int = 0  # seconds: the youngest file's time, the clock of a dev build


@dataclass(frozen=True, slots=True)
class Drawn:
    """A rendered question: (field key, HTML) of its written fields, published names of the media that they use."""

    fields: tuple[tuple[str, str], ...]
    media: tuple[str, ...] = ()
    formulas: int = 0


class Fields(Sequence[str]):
    """A note's field values, kept as the UTF-8 that a package holds: a fifth of the memory where formulas stand."""

    __slots__ = ("body",)

    def __init__(self, body: bytes) -> None:
        self.body = body  # the values, divided by U+001F

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        return self.body.decode().split(SEPARATOR)[index]

    def __iter__(self) -> Iterator[str]:
        return iter(self.body.decode().split(SEPARATOR))

    def __len__(self) -> int:
        return self.body.count(b"\x1f") + 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class Note(NamedTuple):  # made by the ten thousand: five times as fast as a frozen dataclass
    """One note as it is packaged, except for what the ledger adds (note id, mod, the field Changed).

    `fields` hold HTML (NFC, LF) in the notetype's order, empty for Changed, learner's and reserve fields.
    `cards` are (template ordinal, due), due counted through the whole project.
    """

    guid: str
    question: str
    notetype: str
    topic: str
    deck: str
    fields: Sequence[str]
    tags: tuple[str, ...]
    media: tuple[str, ...]
    cards: tuple[tuple[int, int], ...]
    hash: str  # of what the learner gets: notetype, fields, tags
    source: str  # of what the author wrote
    hashes: tuple[str, ...] = ()  # each field's `value_hash`, where they were worked out before
