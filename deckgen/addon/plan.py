"""Pure: what a feed says and what a collection holds -> what to do. Nothing here touches Anki.

A local value whose hash was published is not the learner's: it follows the deck. Any other value was made by the
learner and is kept. This needs no memory on the device, so two devices that update on their own and then sync agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from unicodedata import normalize

from .feed import FeedNote, Notes, value_hash, version_key

KEEP_MINE, TAKE_NEW = "keep-mine", "take-new"


@dataclass(frozen=True)
class LocalCard:
    """`deck` is where the card is at home (a filtered deck is not a home)."""

    id: int
    ordinal: int
    deck: str
    suspended: bool


@dataclass(frozen=True)
class LocalNote:
    """A note of the collection; `fields` by the published name of each field, the learner's own fields left out."""

    id: int
    guid: str
    notetype: int
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    cards: tuple[LocalCard, ...]


@dataclass(frozen=True)
class NewNote:
    """A note of the package: `fields` by published name, `deck` that of its first card."""

    guid: str
    notetype: int
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    deck: str


@dataclass(frozen=True)
class Conflict:
    """A field that the learner edited and the deck changed: both texts."""

    guid: str
    field: str
    mine: str
    new: str


@dataclass(frozen=True)
class Update:
    """New values of a note's fields, and all its tags."""

    note: LocalNote
    fields: Mapping[str, str]
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """Steps, in the feed's order. `add` maps guids to the deck that the note's cards go to."""

    updates: tuple[Update, ...] = ()
    add: Mapping[str, str] = None  # type: ignore[assignment]
    moves: tuple[tuple[int, str], ...] = ()  # (card id, deck)
    retire: tuple[LocalNote, ...] = ()
    wake: tuple[LocalNote, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def make_plan(
    feed: Notes,
    package: Mapping[str, NewNote],
    local: Mapping[str, LocalNote],
    applied: str,
    resolve: str | Mapping[str, str] = KEEP_MINE,
    homes: Mapping[str, Counter[str]] | None = None,
) -> Plan:
    """What brings `local` (by guid) to the feed's version from the version `applied` ("" for none).

    `resolve` is "keep-mine" or "take-new", or one of them per guid. `homes` counts, per published tag, the decks in
    which the learner's cards with that tag lie; new notes join their siblings.
    """
    updates, add, moves, retire, wake, conflicts = [], {}, [], [], [], []
    retired_tag = f"{feed.tag}::status::retired"
    for entry in feed.notes:
        mine, new = local.get(entry.guid), package.get(entry.guid)
        if mine is None:
            if new is not None and not entry.retired and not _deleted(entry, applied):
                add[entry.guid] = home(new, homes or {}, feed.tag)
            continue
        if entry.retired:
            if _later(entry.retired, applied) and retired_tag not in mine.tags:
                retire.append(mine)
            continue
        if retired_tag in mine.tags:
            wake.append(mine)
        if _later(entry.moved, applied):
            moves += [(card.id, entry.decks[-1]) for card in mine.cards if _stays_published(card.deck, entry.decks)]
        if new is None or new.notetype != mine.notetype:
            continue
        choice = resolve if isinstance(resolve, str) else resolve.get(entry.guid, KEEP_MINE)
        fields, held = merge(entry, mine.fields, new.fields, take_new=choice == TAKE_NEW)
        conflicts += held
        tags = merge_tags(mine.tags, (*entry.tags, retired_tag), new.tags)
        if fields or tags != mine.tags:
            updates.append(Update(mine, fields, tags))
    return Plan(tuple(updates), add, tuple(moves), tuple(retire), tuple(wake), tuple(conflicts))


def merge(
    entry: FeedNote, mine: Mapping[str, str], new: Mapping[str, str], *, take_new: bool
) -> tuple[dict[str, str], list[Conflict]]:
    """Field by field: the values to write, and what is kept although the deck says otherwise.

    A field without published values is never touched, unless the package fills it: Changed, which is always ours.
    """
    fields: dict[str, str] = {}
    held: list[Conflict] = []
    for name, value in new.items():
        if name not in mine or mine[name] == value:
            continue
        history = entry.fields.get(name)
        if history is None:
            if value:
                fields[name] = value
        elif take_new or value_hash(normalize("NFC", mine[name])) in history:
            fields[name] = value
        else:
            held.append(Conflict(entry.guid, name, mine[name], value))
    return fields, held


def merge_tags(mine: Iterable[str], published: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    """The learner's own tags and the current ones; Anki compares tags without case."""
    ours = {tag.casefold() for tag in (*published, *new)}
    kept = [tag for tag in mine if tag.casefold() not in ours]
    return tuple(sorted([*kept, *new], key=str.casefold))


def home(note: NewNote, homes: Mapping[str, Counter[str]], root: str) -> str:
    """The deck for a new note: where most cards of its topic lie, else of its area, else as published.

    So a learner who renamed or regrouped decks finds new questions among their siblings.
    """
    own = topic = next((tag for tag in note.tags if tag.startswith(f"{root}::topic::")), "")
    while topic.startswith(f"{root}::topic::"):
        if decks := homes.get(topic):
            deck, count = decks.most_common(1)[0]
            published = note.deck in decks or (topic != own and _top(deck) == _top(note.deck))
            return deck if not published and 2 * count > sum(decks.values()) else note.deck
        topic = topic.rpartition("::")[0]
    return note.deck


def _top(deck: str) -> str:
    return deck.partition("::")[0].casefold()


def _deleted(entry: FeedNote, applied: str) -> bool:
    """Missing although the applied version had it: the learner deleted it."""
    return bool(applied) and not _later(entry.since, applied)


def _later(version: str, applied: str) -> bool:
    return bool(version) and (not applied or version_key(version) > version_key(applied))


def _stays_published(deck: str, decks: tuple[str, ...]) -> bool:
    """Whether a card lies where the deck once put it, and not where it belongs now."""
    folded = [name.casefold() for name in decks]
    return deck.casefold() in folded[:-1] and deck.casefold() != folded[-1]
