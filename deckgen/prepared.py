"""What one question file becomes by itself: parsed, checked and rendered, as plain values that a cache can keep.

A `Prepared` follows from the file's text, its area's title and the `Setting` alone, so files can be prepared side by
side, in other processes, or not at all where nothing of these changed.
"""

from __future__ import annotations

import gc
import hashlib
import marshal
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from deckgen.assemble import digest, note_fields, note_tags, source_hash, topic_label
from deckgen.cards import card_ordinals
from deckgen.check import check_one
from deckgen.checklinks import Found, Shelf, look, topic_texts
from deckgen.identity import guid_for
from deckgen.ledger import value_hash
from deckgen.model import SEPARATOR, Area, DeckConfig, Drawn, Fields, Media, Notetype, Project, Question, Topic
from deckgen.parse import parse_markdown, parse_yaml
from deckgen.plain import words
from deckgen.problem import Level, Problem, Span

if TYPE_CHECKING:
    from deckgen.render import Renderer

KEY = 16
OTHER = 255  # more formulas, or media: such a field is taken over with its whole question only
PARSERS = {".md": parse_markdown, ".yaml": parse_yaml, ".yml": parse_yaml}


class File(NamedTuple):
    """A question file to prepare: path in the project, text, its area's title ("" for none)."""

    path: str
    text: str
    area: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What, beside its text, decides what becomes of a file. `media` are (path, published name)."""

    deck: DeckConfig
    notetypes: tuple[Notetype, ...]
    media: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, deck: DeckConfig, notetypes: Iterable[Notetype], media: Iterable[Media]) -> Setting:
        """Without what decides nothing: the deck's description, the look of the cards."""
        plain = DeckConfig(deck.id, deck.name, deck.tag, macros=deck.macros)
        bare = tuple(
            replace(each, css="", media=(), templates=tuple(replace(one, back="") for one in each.templates))
            for each in notetypes
        )
        return cls(plain, bare, tuple((item.path, item.name) for item in media))

    def key(self) -> bytes:
        """A hash of all but the media, of which a file depends on those that it looked for."""
        return hashlib.sha256(repr((self.deck, self.notetypes)).encode()).digest()


class Row(NamedTuple):
    """A question prepared: what the project must know of it, and its note but for guid, deck and place."""

    id: str
    notetype: str
    path: str
    line: int
    column: int
    after: tuple[str, ...]
    was: str
    guid: str
    draft: bool
    keys: bytes  # of each written field, KEY bytes; b"" where what was rendered must not be taken over
    places: bytes  # of each written field its place in the notetype and how many formulas it holds, or OTHER
    body: bytes  # the fields as `Fields` has them
    media: tuple[str, ...]
    formulas: int
    tags: tuple[str, ...]
    hash: str
    source: str
    ordinals: tuple[int, ...]
    hashes: tuple[str, ...]
    derived: str  # the guid, where nothing says another

    @property
    def span(self) -> Span:
        """Where the question stands."""
        return Span(self.path, self.line, self.column)


class Prepared(NamedTuple):
    """A file prepared. `looked` are paths asked for as media and the names found."""

    title: str
    order: float | None
    whole: bool  # whether it could be read at all
    problems: tuple[tuple[str, int, int, str, str, str, Level], ...]
    looked: tuple[tuple[str, str], ...]
    used: tuple[str, ...]
    references: tuple[tuple[str, int, int], ...]
    rows: tuple[Row, ...]

    def dump(self) -> bytes:
        """As bytes; `load` reads them back."""
        return marshal.dumps((*self[:-1], tuple(map(tuple, self.rows))))

    def found(self) -> list[Problem]:
        """The problems as they are reported."""
        return [
            Problem(Span(path, line, column), code, message, hint, level)
            for path, line, column, code, message, hint, level in self.problems
        ]

    @property
    def sound(self) -> bool:
        """Whether it may be kept: problems of pictures and links depend on more than this file."""
        return not any(problem[-1] == "error" for problem in self.problems)


def load(data: bytes) -> Prepared:
    """The value whose `dump` this is."""
    *rest, rows = marshal.loads(data)  # noqa: S302 - our own, checked by whoever kept it
    return Prepared._make([*rest, tuple(map(Row._make, rows))])


class Workshop:
    """Prepares files in one setting. Not thread-safe, as the renderer is not."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.media = dict(setting.media)
        self.shelf = Shelf(self.media)
        self.notetypes = {notetype.key: notetype for notetype in setting.notetypes}

    @cached_property
    def renderer(self) -> Renderer:
        """Made at the first question that is really rendered: slow to import."""
        from deckgen.render import Renderer  # noqa: PLC0415

        return Renderer(self.setting.deck, [Media(path, name, b"", "") for path, name in self.setting.media])

    def prepare(self, file: File, old: bytes = b"") -> bytes:
        """Parse, check and render a file; `old` is what it was before in the same setting."""
        parser = PARSERS[PurePosixPath(file.path).suffix]
        topic, problems = parser(file.text, file.path, self.setting.notetypes)
        if topic is None:
            return Prepared("", None, False, tuple(map(_plain, problems)), (), (), (), ()).dump()
        return self.topic(topic, file.area, problems, old).dump()

    def topic(self, topic: Topic, area: str, problems: Iterable[Problem] = (), old: bytes = b"") -> Prepared:
        """Check and render a topic that was parsed."""
        setting = self.setting
        found = Found([*problems], set(), [])
        found.problems += check_one(Project(setting.deck, (), (topic,), setting.notetypes, ()))
        look(topic_texts(topic), self.shelf, found)
        before = self._before(old)
        self.looked: dict[str, str] = dict(before.looked) if before else {}
        self.known = {row.keys: row for row in before.rows if row.keys} if before else {}
        self.pieces: dict[bytes, Drawn] | None = None
        self.recalled = False
        label = topic_label(Area(topic.area, area), topic)
        rows = tuple(
            self._row(topic, question, label, found.problems)
            for question in topic.questions
            if question.notetype in self.notetypes
        )
        return Prepared(
            topic.title,
            topic.order,
            True,
            tuple(map(_plain, sorted(set(found.problems)))),
            tuple(sorted(self.looked.items())),
            tuple(sorted(found.used)),
            tuple((id_, span.line, span.column) for id_, span in found.references),
            rows,
        )

    def _before(self, old: bytes) -> Prepared | None:
        before = load(old) if old else None
        return before if before and fits(before, self.media) else None

    def _row(self, topic: Topic, question: Question, label: str, problems: list[Problem]) -> Row:
        notetype = self.notetypes[question.notetype]
        names = [field.key for field in notetype.fields]
        each = [_key(question.notetype, name, text.markdown) for name, text in question.fields]
        keys = b"".join(each)
        if kept := self.known.get(keys):
            html = dict(zip(names, Fields(kept.body), strict=True))
            drawn = Drawn(tuple((name, html[name]) for name, _ in question.fields), kept.media, kept.formulas)
            places = kept.places
        else:
            faults: list[Problem] = []
            parts = [self._field(topic, question, number, key, faults) for number, key in enumerate(each)]
            media = tuple(sorted({name for part in parts for name in part.media}))
            drawn = Drawn(tuple(part.fields[0] for part in parts), media, sum(part.formulas for part in parts))
            places = b"".join(
                bytes((names.index(part.fields[0][0]), OTHER if part.media else min(part.formulas, OTHER)))
                for part in parts
            )
            problems += faults
            keys = b"" if faults else keys
        fields = note_fields(notetype, question, drawn, label)
        # Questions share most of their tags: marshal keeps one string once where it is one object.
        tags = tuple(map(intern, note_tags(self.setting.deck.tag, topic, question)))
        return Row(
            question.id,
            question.notetype,
            question.span.path,
            question.span.line,
            question.span.column,
            question.after,
            question.was,
            question.guid,
            question.draft,
            keys,
            places,
            SEPARATOR.join(fields).encode(),
            drawn.media,
            drawn.formulas,
            tags,
            digest([question.notetype, fields, tags]),
            source_hash(self.setting.deck, question, drawn.media),
            card_ordinals(notetype, fields),
            tuple(map(value_hash, fields)),
            guid_for(self.setting.deck.id, question.id),
        )

    def _field(self, topic: Topic, question: Question, number: int, key: bytes, faults: list[Problem]) -> Drawn:
        """One written field: as it was drawn before, as the plain words that it is, or by the renderer."""
        if self.pieces is None:
            self.pieces = dict(self._pieces())
        if piece := self.pieces.get(key):
            return piece
        name, text = question.fields[number]
        notetype = self.notetypes[question.notetype]
        origin = next(field.origin for field in notetype.fields if field.key == name)
        if (html := words(text.markdown, origin)) is not None:
            return Drawn(((name, html),))
        if not self.recalled:
            self.renderer.recall(row.body.decode() for row in self.known.values())
            self.recalled = True
        drawn, found = self.renderer.question(topic, replace(question, fields=((name, text),)), notetype)
        self.looked |= self.renderer.looked
        faults += found
        return drawn

    def _pieces(self) -> Iterator[tuple[bytes, Drawn]]:
        """Each field of what is known that follows from its own text alone."""
        for row in self.known.values():
            values = list(Fields(row.body))
            for number in range(len(row.places) // 2):
                place, formulas = row.places[2 * number : 2 * number + 2]
                if formulas != OTHER:
                    name = self.notetypes[row.notetype].fields[place].key
                    yield row.keys[KEY * number :][:KEY], Drawn(((name, values[place]),), (), formulas)


def fits(prepared: Prepared, media: Mapping[str, str]) -> bool:
    """Whether every picture that was looked for would be found, or missed, in the same place."""
    return all(media.get(path, "") == name for path, name in prepared.looked)


def prepare_all(setting: Setting, work: Iterable[tuple[File, bytes]]) -> list[bytes]:
    """Prepare some files (each with what it was before): their `dump`s. What a worker does."""
    workshop = _workshop(setting)
    paused = not gc.isenabled()
    gc.enable()  # Markdown leaves circles behind
    try:
        return [workshop.prepare(file, old) for file, old in work]
    finally:
        if paused:
            gc.disable()


@lru_cache(2)
def _workshop(setting: Setting) -> Workshop:
    return Workshop(setting)


def _key(notetype: str, field: str, markdown: str) -> bytes:
    return hashlib.sha256(f"{notetype}\0{field}\0{markdown}".encode()).digest()[:KEY]


def _plain(problem: Problem) -> tuple[str, int, int, str, str, str, Level]:
    span = problem.span
    return span.path, span.line, span.column, problem.code, problem.message, problem.hint, problem.level
