"""Anki's notes -> pieces: fields back to Markdown, tags and decks to levels and topics, notetypes to templates."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from deckgen.assemble import SEPARATOR
from deckgen.heading import ID, TAG
from deckgen.importers.adopt import adopt
from deckgen.importers.back import Back
from deckgen.importers.collection import AnkiNote, AnkiNotetype, Collection
from deckgen.importers.pictures import Pictures
from deckgen.importers.piece import Found, Piece, Title, lost
from deckgen.importers.places import slug
from deckgen.importers.settle import Workshop
from deckgen.media import PICTURES, SOUNDS, published
from deckgen.model import LEVELS, DeckConfig, Notetype, Project
from deckgen.naming import title_of
from deckgen.problem import Problem, Span

GUID = re.compile(r"[^\s\"\x00-\x1f\x7f]+(?: [^\s\"\x00-\x1f\x7f]+)*")
_LEVELS = {tag: level for level, tag in LEVELS.items()}
_MEDIA = re.compile(r"\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))|\[sound:([^\[\]]+)\]", re.I)
PRIVATE = ("leech", "marked")  # tags of a learner's, not of a deck's


def read_notes(
    collection: Collection,
    project: Project,
    source: str,
    media: Callable[[str], bytes | None],
    places: Callable[[AnkiNote, int], Span] | None = None,
    *,
    allow_html: bool = False,
) -> Found:
    """Turn a collection into pieces; `media` reads its files, `places` says where a note stood (by its index)."""
    return _Notes(collection, project, source, media, places, allow_html).read()


@dataclass
class _Notes:
    collection: Collection
    project: Project
    source: str
    media: Callable[[str], bytes | None]
    places: Callable[[AnkiNote, int], Span] | None
    allow_html: bool
    problems: list[Problem] = field(default_factory=list)
    templates: dict[str, bytes] = field(default_factory=dict)
    decks: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def read(self) -> Found:
        for told in self.collection.told:
            self.tell(Span(self.source), "not-carried", told)
        notetypes = self.notetypes()
        pictures = Pictures(known=self.project.media)
        names = self.files(pictures)
        held = tuple(published(f"media/{name}", data) for name, data in pictures.media())
        every = (
            *self.project.notetypes,
            *(each for each in notetypes.values() if each.key in self.new_keys(notetypes)),
        )
        workshop = Workshop(self.project.deck, every, (*self.project.media, *held), self.allow_html)
        back = Back(workshop, names)
        roots = _roots(self.project.deck, self.collection.notes)
        shared = _shared(self.collection.notes)
        first = {note.deck.split("::")[0].strip() for note in self.collection.notes}
        title = next(iter(first)) if len(first) == 1 else ""
        pieces: list[Piece] = []
        for index, note in enumerate(self.collection.notes):
            span = self.places(note, index) if self.places else Span(f"{self.source} note {note.guid[:60]}")
            notetype = notetypes.get(note.notetype)
            if notetype is None:
                self.tell(span, "notetype", "left out: its notetype is missing or could not be kept")
                continue
            pieces.append(self.piece(note, notetype, span, back, roots, shared))
        return Found(
            title,
            slug(title) if title else "",
            areas=bool(shared) and title == self.project.deck.name,
            pieces=tuple(pieces),
            media=pictures.media(),
            templates=tuple(sorted(self.templates.items())),
            decks=self.order(pieces),
            problems=tuple(self.problems),
        )

    def tell(self, span: Span, code: str, message: str, hint: str = "") -> None:
        self.problems.append(lost(span, code, message, hint))

    def new_keys(self, notetypes: Mapping[int, Notetype]) -> set[str]:
        old = {each.key for each in self.project.notetypes}
        return {each.key for each in notetypes.values()} - old

    def notetypes(self) -> dict[int, Notetype]:
        """Anki's notetypes in use, by their ids, as ours; others are adopted."""
        found: dict[int, Notetype] = {}
        used = {note.notetype for note in self.collection.notes}
        for id_, given in self.collection.notetypes.items():
            if id_ not in used:
                continue
            ours = _ours(given, self.project.notetypes)
            if ours is not None:
                if ours.id != id_:
                    hint = "give this project's deck.yaml the id of that deck, if it is to follow it"
                    message = f"{given.name!r} is {ours.key!r} here, which is another notetype for Anki: learners"
                    self.tell(Span(self.source), "notetype-id", f"{message} of that deck get no updates", hint)
                found[id_] = ours
                continue
            taken = {each.key for each in (*self.project.notetypes, *found.values())}
            adopted = adopt(given, taken, self.project.deck, self.media, scripts=self.allow_html)
            for told in adopted.told:
                self.tell(Span(self.source), "template", told)
            if adopted.notetype is not None:
                found[id_] = adopted.notetype
                self.templates |= adopted.files
        return found

    def files(self, pictures: Pictures) -> dict[str, str]:
        """Read all media that fields name: name in the collection -> name below media/."""
        published_names = {item.name: item.path.removeprefix("media/") for item in self.project.media}
        names: dict[str, str] = {}
        for note in self.collection.notes:
            for value in note.fields:
                if "src" not in value and "[sound:" not in value:
                    continue
                for found in _MEDIA.finditer(value):
                    written = unescape(next(filter(None, found.groups()), ""))
                    for name in (written, unquote(written)):
                        taken = name.lower().endswith((*PICTURES, *SOUNDS))
                        if name in names or "://" in name or name.startswith("data:") or not taken:
                            continue
                        if (data := self.media(name)) is not None:
                            names[name] = pictures.hold(name, data)
                        elif name in published_names:
                            names[name] = published_names[name]
        return names

    def piece(self, note: AnkiNote, notetype: Notetype, span: Span, back: Back, roots: set[str], shared: int) -> Piece:
        fields: list[tuple[str, str]] = []
        ours = notetype.fields[0].origin == "id" and bool(ID.fullmatch("".join(note.fields[:1])))
        id_, level, label = "", "", ""
        told: list[str] = []
        values = [*note.fields, *[""] * len(notetype.fields)]
        for index, value in enumerate(note.fields[len(notetype.fields) :], len(notetype.fields)):
            if value:
                told.append(f"field {index + 1}, which the notetype does not have: left out")
        for place, value in zip(notetype.fields, values, strict=False):
            if not value:
                continue
            if place.origin == "id":
                id_ = value if ID.fullmatch(value) else ""
            elif place.origin == "level":
                level = value if value in LEVELS else ""
            elif place.origin == "topic":
                label = unescape(value)
            elif place.origin in ("learner", "reserve"):
                told.append(f"{place.name}: the learner's own, left out")
            elif place.origin != "changed":
                made = back.field(value, notetype, place, exact=ours)
                told += [f"{place.name}: {each}" for each in dict.fromkeys(made.told)]
                if made.markdown.strip():
                    fields.append((place.key, made.markdown))
        for each in told:
            self.tell(span, "field", each)
        guid = note.guid
        if guid and (not GUID.fullmatch(guid) or len(guid) > 200):
            self.tell(span, "guid", f"the guid {guid[:60]!r} cannot be written down: a new note for its learners")
            guid = ""
        keys = {key for key, _ in fields}
        heading = next((each.key for each in notetype.fields if each.origin == "heading"), "")
        if heading and heading not in keys:
            self.tell(span, "no-question", "a note without a question: '…' stands for it")
            fields.insert(0, (heading, "…"))
        draft = any(each.required and each.key not in {key for key, _ in fields} for each in notetype.fields)
        tags = self.tags(note, roots, span)
        where, topic = self.where(note, roots, label, shared)
        if topic and "/" in topic:
            self.decks[topic.rpartition("/")[0]][note.deck] += 1
        return Piece(
            where,
            tuple(fields),
            span,
            "",
            notetype.key,
            id_,
            guid,
            next((_LEVELS[tag] for tag in _below(note.tags, roots, "level") if tag in _LEVELS), level),
            tags,
            tuple(_below(note.tags, roots, "path")),
            draft=draft,
        )

    def tags(self, note: AnkiNote, roots: set[str], span: Span) -> tuple[str, ...]:
        """The author's own tags: those under the deck's root, and all foreign ones."""
        found = [*_below(note.tags, roots, "about")]
        for tag in note.tags:
            if any(
                tag.startswith(f"{root}::{kind}::") for root in roots for kind in ("topic", "level", "about", "path")
            ):
                continue
            if tag.casefold() in PRIVATE:
                continue
            if TAG.fullmatch(tag):
                found.append(tag)
            else:
                better = re.sub(r"[\"']+", "", re.sub(r":{3,}", "::", tag)).strip(":")
                self.tell(span, "tag", f"the tag {tag[:60]!r} became {better[:60]!r}")
                found += [better] if TAG.fullmatch(better) else []
        return tuple(dict.fromkeys(found))

    def where(self, note: AnkiNote, roots: set[str], label: str, shared: int) -> tuple[tuple[Title, ...], str]:
        """The titles that a note lies under: those of its topic's tag, or of its deck."""
        topic = next(iter(_below(note.tags, roots, "topic")), "")
        parts = topic.split("::") if topic else []
        if parts and all(re.fullmatch(r"\w[\w.-]*", part) for part in parts):
            titles = label.split(SEPARATOR) if label else []
            names = [title_of(part) for part in parts]
            if len(titles) <= len(names):
                names[len(names) - len(titles) :] = titles
            return tuple(Title(title, name) for title, name in zip(names, parts, strict=True)), "/".join(parts)
        decks = [part.strip() for part in note.deck.split("::") if part.strip()]
        return tuple(Title(part) for part in decks[shared:]), ""

    def order(self, pieces: Iterable[Piece]) -> tuple[tuple[str, str, int], ...]:
        """Each area's subdeck and place, where topics' tags say them; the project's deck comes before the name."""
        found: list[tuple[str, str, int]] = []
        seen: dict[str, None] = {}
        for piece in pieces:
            names = [title.name for title in piece.where]
            if len(names) > 1 and all(names):
                seen.setdefault("/".join(names[:-1]))
        for number, folder in enumerate(seen, 1):
            deck = self.decks[folder].most_common(1)[0][0] if folder in self.decks else ""
            subdeck = deck.removeprefix(f"{self.project.deck.name}::")
            ours = self.project.deck.subdecks == "area" and subdeck != deck and "::" not in subdeck
            found.append((folder, subdeck if ours else "", number))
        return tuple(found)


def _ours(given: AnkiNotetype, notetypes: Iterable[Notetype]) -> Notetype | None:
    """Which of the project's notetypes this one is: by id, or by the names of its fields."""
    names = [each.name for each in given.fields]
    found = None
    for notetype in notetypes:
        theirs = [each.name for each in notetype.fields]
        kind = "cloze" if given.cloze else "standard"
        if notetype.kind == kind and theirs[: len(names)] == names and len(names) <= len(theirs):
            if notetype.id == given.id:
                return notetype
            if theirs == names and notetype.fields[0].origin == "id":
                found = notetype
    return found


def _roots(deck: DeckConfig, notes: Iterable[AnkiNote]) -> set[str]:
    """The tags under which decks of deckgen keep theirs: this project's, and any that most notes have."""
    notes = list(notes)
    found = Counter(tag.partition("::topic::")[0] for note in notes for tag in note.tags if "::topic::" in tag)
    return {deck.tag, *(root for root, count in found.items() if count * 2 > len(notes))}


def _below(tags: Iterable[str], roots: set[str], kind: str) -> Iterator[str]:
    for tag in tags:
        for root in roots:
            if tag.startswith(f"{root}::{kind}::"):
                yield tag[len(root) + len(kind) + 4 :]


def _shared(notes: Iterable[AnkiNote]) -> int:
    """How many names all decks begin with, if something stands below them."""
    decks = {tuple(note.deck.split("::")) for note in notes}
    shortest = min((len(deck) for deck in decks), default=0)
    count = 0
    while count < shortest - 1 and len({deck[count] for deck in decks}) == 1:
        count += 1
    return count
