"""The ledger after a release: every note gets its mod, its ids and the version of what happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from deckgen.diff import Changes, look, notetype_hash, sort_key
from deckgen.ledger import Ledger, MediaEntry, NoteEntry, NotetypeEntry, Released, extend, value_hash
from deckgen.model import Note, Notetype
from deckgen.problem import Stop
from deckgen.version import FIRST, UNRELEASED, Bump, bumped

BLOCK = 100  # ms: a note's id and those of its cards (note id + 1 + ordinal)
UNPUBLISHED = ("changed", "learner", "reserve")  # origins of fields without a history of published values


def next_version(ledger: Ledger, changes: Changes, bump: Bump | None = None) -> str:
    """The version of the release that would publish `changes`; below 1.0 a change of structure is a minor step."""
    if not ledger.releases:
        return bumped(UNRELEASED, bump) if bump else FIRST
    if bump is None:
        bump = "minor" if changes.added or changes.retired else "patch"
        if changes.structure:
            bump = "minor" if ledger.version.startswith("0.") else "major"
    return bumped(ledger.version, bump)


def stamp(
    ledger: Ledger,
    notes: tuple[Note, ...],
    notetypes: tuple[Notetype, ...],
    media: Iterable[str],
    changes: Changes,
    version: str,
    now: int,
) -> Ledger:
    """Return the ledger that the release `version` at `now` (seconds) leaves behind; pure, and it never shrinks.

    A note's mod moves exactly when its hash does, to max(now, old mod + 1): Anki takes an update only if it is newer.
    """
    entries = {entry.guid: entry for entry in ledger.notes}
    fresh = [note.guid for note in notes if note.guid not in entries]
    ids = dict(zip(fresh, free_ids({entry.note for entry in ledger.notes}, len(fresh), now), strict=True))
    keys = {n.key: sorted((f.key, i) for i, f in enumerate(n.fields) if f.origin not in UNPUBLISHED) for n in notetypes}
    stamped = []
    for note in notes:
        hashes = note.hashes or tuple(map(value_hash, note.fields))
        values = [(key, hashes[index]) for key, index in keys[note.notetype] if hashes[index]]
        if old := entries.pop(note.guid, None):
            empty = {key: "" for key, _ in keys[note.notetype]}
            stamped.append(_again(note, empty | dict(values), old, version, now))
        else:
            stamped.append(_first(note, values, ids[note.guid], version, now))
    gone = [entry if entry.retired else entry._replace(retired=version) for entry in entries.values()]
    since = {entry.name: entry for entry in ledger.media}
    published = {entry.key: entry for entry in ledger.notetypes}
    for notetype in notetypes:
        published[notetype.key] = _notetype(notetype, published.get(notetype.key), version, now)
    after = Ledger(
        ledger.deck,
        (*ledger.releases, _released(ledger, changes, version, now)),
        tuple(sorted(published.values(), key=lambda entry: entry.key)),
        tuple(since.get(name) or MediaEntry(name, version) for name in sorted({*since, *media})),
        tuple(sorted([*stamped, *gone], key=lambda entry: entry.id)),
        changes.content,
    )
    _never_shrinks(ledger, after)
    return after


def free_ids(taken: set[int], count: int, now: int) -> list[int]:
    """`count` ascending note ids, each opening a free block of 100 ms, going back from `now` (seconds)."""
    used = {note // BLOCK for note in taken}
    block = now * (1000 // BLOCK)
    found: list[int] = []
    while len(found) < count:
        if block not in used:
            found.append(block * BLOCK)
        block -= 1
    return found[::-1]


def _first(note: Note, hashes: list[tuple[str, str]], note_id: int, version: str, now: int) -> NoteEntry:
    return NoteEntry(
        note.question,
        note.guid,
        note_id,
        note.notetype,
        note.topic,
        now,
        version,  # since
        version,  # changed
        "",  # moved
        "",  # retired
        note.hash,
        note.source,
        tuple([(key, (each,)) for key, each in hashes]),
        note.tags,
        (note.deck,),
    )


def _again(note: Note, hashes: dict[str, str], old: NoteEntry, version: str, now: int) -> NoteEntry:
    same = note.hash == old.hash
    moved = note.topic != old.topic or note.deck != old.decks[-1]
    return old._replace(
        id=note.question,
        topic=note.topic,
        mod=old.mod if same else max(now, old.mod + 1),
        since=version if old.retired else old.since,
        changed=old.changed if same else version,
        moved=version if moved else old.moved,
        retired="",
        hash=note.hash,
        source=note.source,
        fields=old.fields if same else extend(old.fields, hashes),
        tags=tuple(sorted({*old.tags, *note.tags})),
        decks=(*(deck for deck in old.decks if deck != note.deck), note.deck),
        was=old.was if old.id == note.question else (*(n for n in old.was if n != note.question), old.id),
    )


def _notetype(notetype: Notetype, old: NotetypeEntry | None, version: str, now: int) -> NotetypeEntry:
    new = notetype_hash(notetype)
    if old and old.hash == new:
        return old
    return NotetypeEntry(
        notetype.key,
        notetype.id,
        max(now, old.mod + 1) if old else now,
        old.since if old else version,
        version,
        tuple(field.key for field in notetype.fields),
        tuple(template.key for template in notetype.templates),
        sort_key(notetype),
        new,
        extend(old.look if old else None, {key: value_hash(value) for key, value in look(notetype).items()}),
    )


def _released(ledger: Ledger, changes: Changes, version: str, now: int) -> Released:
    date = datetime.fromtimestamp(now, UTC).date().isoformat()
    if ledger.releases:
        date = max(date, ledger.releases[-1].date)
    changed = {*changes.changed, *changes.rerendered, *changes.moved}
    return Released(version, date, len(changes.added), len(changed), len(changes.retired))


def _never_shrinks(before: Ledger, after: Ledger) -> None:
    lost = {entry.guid for entry in before.notes} - {entry.guid for entry in after.notes}
    if lost or len(after.notes) < len(before.notes):
        raise Stop(f"the new ledger would lose the note {min(lost, default='?')!r}", "this is a bug: report it")
