"""Pure: what a feed says and what a collection holds -> what to do. Nothing here touches Anki.

A local value whose hash was published is not the learner's: it follows the deck. Any other value was made by the
learner and is kept. This needs no memory on the device, so two devices that update on their own and then sync agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

from .feed import FeedNote, Notes, value_hash, version_key

KEEP_MINE, TAKE_NEW = "keep-mine", "take-new"


@dataclass(frozen=True)
class LocalCard:
    """`deck` is where the card is at home, also while it visits a filtered deck (`filtered`)."""

    id: int
    ordinal: int
    deck: str
    suspended: bool = False
    filtered: bool = False


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
    """A field that the learner edited and the deck changed since it was first published: both texts."""

    guid: str
    field: str
    mine: str
    new: str


@dataclass(frozen=True)
class Update:
    """New values of a note's fields, and all its tags; `partial` if a text of the learner's own stays in others."""

    note: LocalNote
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    partial: bool = False


@dataclass(frozen=True)
class Plan:
    """Steps, in the feed's order. `add` maps guids to the deck that the note's cards go to."""

    updates: tuple[Update, ...] = ()
    add: Mapping[str, str] = field(default_factory=dict)
    moves: tuple[tuple[LocalCard, str], ...] = ()  # (card, deck)
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
    steps: list[Update] = []
    add: dict[str, str] = {}
    moves: list[tuple[LocalCard, str]] = []
    retire: list[LocalNote] = []
    wake: list[LocalNote] = []
    conflicts: list[Conflict] = []
    retired_tag = f"{feed.tag}::status::retired"
    ours = {notetype.id for notetype in feed.notetypes}
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
            moves += [(card, entry.decks[-1]) for card in mine.cards if _stays_published(card.deck, entry.decks)]
        if new is None or (new.notetype != mine.notetype and mine.notetype in ours):
            continue  # the question became one of another kind: Anki has no step for that without a full sync
        choice = resolve if isinstance(resolve, str) else resolve.get(entry.guid, KEEP_MINE)
        fields, held, own = merge(entry, mine.fields, new.fields, take_new=choice == TAKE_NEW)
        conflicts += held
        tags = merge_tags(mine.tags, entry.tags, new.tags)
        if fields or tags != mine.tags:
            steps.append(Update(mine, fields, tags, own))
    return Plan(tuple(steps), add, tuple(moves), tuple(retire), tuple(wake), tuple(conflicts))


def merge(
    entry: FeedNote, mine: Mapping[str, str], new: Mapping[str, str], *, take_new: bool
) -> tuple[dict[str, str], list[Conflict], bool]:
    """Field by field: the values to write, what is kept although the deck changed it, whether any own text stays.

    A field without published values is never touched, unless the package fills it: Changed, which is always ours, but
    says nothing where all that changed is kept back.
    """
    fields: dict[str, str] = {}
    labels: dict[str, str] = {}
    held: list[Conflict] = []
    own = False
    for name, value in new.items():
        if name not in mine or mine[name] == value:
            continue
        history = entry.fields.get(name)
        if history is None:
            if value:
                labels[name] = value
        elif value_hash(normalize("NFC", mine[name])) in history or (take_new and len(history) > 1):
            fields[name] = value
        else:
            own = True
            if len(history) > 1:
                held.append(Conflict(entry.guid, name, mine[name], value))
    return (fields if held and not fields else {**fields, **labels}), held, own


def merge_tags(mine: tuple[str, ...], published: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    """The learner's own tags and the current ones; `mine` as it is where that comes to the same in Anki's eyes."""
    ours = {tag.casefold() for tag in published}
    current = {tag.casefold(): tag for tag in new}
    kept = {tag.casefold(): tag for tag in mine if tag.casefold() not in ours}
    wanted = {**current, **kept}
    if wanted.keys() == {tag.casefold() for tag in mine}:
        return mine
    return tuple(wanted[key] for key in sorted(wanted))


def home(note: NewNote, homes: Mapping[str, Counter[str]], root: str) -> str:
    """The deck for a new note: where most cards of its topic lie, else of its area, else as published.

    So a learner who renamed or regrouped decks finds new questions among their siblings, and no deck comes back that
    was renamed or merged away.
    """
    own = topic = next((tag for tag in note.tags if tag.startswith(f"{root}::topic::")), "")
    while topic.startswith(f"{root}::topic::"):
        if decks := homes.get(topic):
            deck, count = decks.most_common(1)[0]
            published = note.deck in decks or (topic != own and _top(deck) == _top(note.deck))
            return deck if not published and 2 * count > sum(decks.values()) else note.deck
        topic = topic.rpartition("::")[0]
    return _elsewhere(note.deck, homes.get(root, Counter()))


def _elsewhere(deck: str, decks: Counter[str]) -> str:
    """The deck of a new area: below what the learner's decks have in common, if nothing lies where it was published."""
    if not decks or any(_top(name) == _top(deck) for name in decks):
        return deck
    if len(decks) == 1:
        return next(iter(decks))
    common = []
    for parts in zip(*(name.split("::") for name in decks)):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return "::".join([*common, *deck.split("::")[1:]]) if common else deck


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
