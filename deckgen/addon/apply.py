"""Carries an update out on a collection: all of it or nothing, as one step that can be undone.

Works on any open anki.Collection from 24.6 on, without aqt. `update` is the whole; `prepare` (network only),
`preview` (reads) and `carry_out` (writes) are its parts, for a program that shows what is to come.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Union

from .feed import Feed, FeedError, Notes, read_feed, read_notes, version_key
from .incoming import add_notes
from .local import homes, local_notes
from .net import open_source
from .package import Package, open_package
from .plan import KEEP_MINE, TAKE_NEW, NewNote, Plan, make_plan
from .state import Subscription, store, subscriptions
from .steps import (
    UpdateError,
    forget_notetypes,
    make_decks,
    move_cards,
    redescribe,
    restyle,
    retire,
    update_notes,
    write_media,
)

# An import writes its options to the collection's config; the learner's own dialog begins with these.
PRESETS = ("mergeNotetypes", "withScheduling", "withDeckConfigs", "updateNotes", "updateNotetypes")
# "keep-mine", "take-new", or one of them per guid. Python 3.9 has no other way to write it.
Resolve = Union[str, Mapping[str, str]]


@dataclass(frozen=True)
class Summary:
    """What an update did: added, updated, retired in notes, kept in fields, moved in cards."""

    version: str
    added: int = 0
    updated: int = 0
    kept: int = 0
    moved: int = 0
    retired: int = 0


@dataclass(frozen=True)
class Prepared:
    """A downloaded and checked update, before anything is touched."""

    feed: Feed
    notes: Notes
    package: Package
    before: Subscription


def update(col: Any, source: str, resolve: Resolve = KEEP_MINE) -> Summary:
    """Bring `col` to the version of the feed at `source` (address or folder of feed.json).

    FeedError for an unusable feed, UpdateError where the update cannot be made; in both cases the collection is as it
    was. Where it has that version already, nothing is done, unless `resolve` asks for more than to keep.
    """
    with tempfile.TemporaryDirectory(prefix="deckgen") as folder:
        prepared = prepare(subscriptions(col), source, Path(folder), whole=resolve != KEEP_MINE)
        if isinstance(prepared, Subscription):
            if prepared not in subscriptions(col).values():
                store(col, prepared)
            return Summary(prepared.version)
        return carry_out(col, prepared, preview(col, prepared, resolve))


def prepare(
    known: Mapping[str, Subscription], source: str, folder: Path, *, whole: bool = False
) -> Prepared | Subscription:
    """Download what leads from the version applied to the feed's into `folder`; touches no collection.

    The subscription alone where the collection has that version. A delta where one fits, else (or if `whole`) the
    whole package: a delta lacks older conflicts.
    """
    try:
        return _prepare(known, source, folder, whole)
    except OSError as error:
        raise UpdateError(f"the download could not be stored: {error.strerror or error}") from error


def _prepare(known: Mapping[str, Subscription], source: str, folder: Path, whole: bool) -> Prepared | Subscription:
    reader = open_source(source)
    feed = read_feed(reader.small("feed.json"))
    for subscription in known.values():
        if subscription.source == source and subscription.deck != feed.deck:
            raise FeedError(f"this address was the feed of {subscription.deck!r}; it is now that of {feed.deck!r}")
    before = known.get(feed.deck) or Subscription(feed.deck)
    if before.version and version_key(feed.version) < version_key(before.version):
        raise FeedError(f"the feed offers {feed.version}, older than {before.version}, which this collection has")
    before = replace(before, name=feed.name, source=source)
    if before.version == feed.version and not whole:
        return before
    since, package, notes = "", feed.package, feed.notes
    for delta in () if whole else feed.deltas:
        if delta.from_version == before.version:
            since, package, notes = delta.from_version, delta.package, delta.notes
    said = read_notes(reader.fetch(notes, folder / "notes").read_bytes())
    if (said.deck, said.version, said.from_version) != (feed.deck, feed.version, since):
        raise FeedError(f"the notes file is of {said.deck} {said.version}, not of {feed.deck} {feed.version}")
    opened = open_package(reader.fetch(package, folder / "package.apkg"), folder, said.tag)
    _belongs(opened, said)
    return Prepared(feed, said, opened, before)


def _belongs(package: Package, said: Notes) -> None:
    """FeedError if the package holds anything that the notes file does not name as this deck's."""
    named = {note.guid: note for note in said.notes}
    for note in package.notes.values():
        if note.guid not in named:
            raise FeedError(f"the package holds a note of another deck: {note.guid!r}")
        if any(deck != named[note.guid].decks[-1] for _, deck in note.cards):
            raise FeedError(f"the package's note {note.guid!r} goes to a deck that the feed does not name")
    foreign = set(package.notetypes) - {notetype.id for notetype in said.notetypes}
    if foreign:
        raise FeedError(f"the package holds a notetype of another deck: {min(foreign)}")


def preview(col: Any, prepared: Prepared, resolve: Resolve = KEEP_MINE) -> Plan:
    """What `carry_out` would do; reads the collection only."""
    package = {guid: _new_note(prepared.package, guid) for guid in prepared.package.notes}
    local = local_notes(col, prepared.notes, prepared.package)
    lie = homes(col, prepared.notes.tag) if set(package) - set(local) else {}
    return make_plan(prepared.notes, package, local, prepared.before.version, resolve, lie)


def _new_note(package: Package, guid: str) -> NewNote:
    note = package.notes[guid]
    names = [field["name"] for field in package.notetypes[note.notetype]["flds"]]
    deck = note.cards[0][1] if note.cards else ""
    return NewNote(guid, note.notetype, dict(zip(names, note.fields)), note.tags, deck)


def carry_out(col: Any, prepared: Prepared, plan: Plan) -> Summary:
    """Apply the plan in one transaction and one undo step. UpdateError, and nothing changed, where that fails."""
    feed, notes, package, before = prepared.feed, prepared.notes, prepared.package, prepared.before
    current = subscriptions(col).get(feed.deck)
    if (current.version if current else "") != before.version:  # another profile, a sync, an undo
        raise UpdateError("the collection has changed meanwhile: check for updates again")
    presets = {key: col.get_config(key, None) for key in PRESETS}
    schema = _schema(col)

    def everything() -> None:
        make_decks(col, package, {*plan.add.values(), *(deck for _, deck in plan.moves)})
        step = col.add_custom_undo_entry(f"{feed.name} {feed.version}")

        def merged(_: Any = None) -> None:
            col.merge_undo_entries(step)

        try:
            restyle(col, notes, package, merged)
            add_notes(col, package, plan, merged)
            update_notes(col, package, plan, merged)
            move_cards(col, plan, merged)
            suspended = retire(col, f"{notes.tag}::status::retired", before.suspended, plan, merged)
            redescribe(col, package, merged)
            for key, value in presets.items():
                col.remove_config(key) if value is None else col.set_config(key, value, undoable=True)
                merged()
            store(col, replace(before, version=feed.version, suspended=suspended))
            merged()
            if _schema(col) != schema:
                raise UpdateError("the update would force a full sync")
        except BaseException:
            _take_off(col, step)
            raise

    try:
        write_media(col, package)
        col.db.transact(everything)
    except (UpdateError, FeedError):
        raise
    except Exception as error:
        raise UpdateError(f"the update failed and was taken back: {error or type(error).__name__}") from error
    finally:
        forget_notetypes(col)
    return Summary(
        feed.version,
        added=len(plan.add),
        updated=len(plan.updates),
        kept=len(plan.conflicts),
        moved=len(plan.moves),
        retired=len(plan.retire),
    )


def _take_off(col: Any, step: int) -> None:
    """Take our step off the list of what can be undone; the rollback takes back what it did.

    Only if it is still there: a step of the learner's below it must not be undone.
    """
    with suppress(Exception):
        if col.undo_status().last_step >= step:
            col.undo()


def _schema(col: Any) -> tuple[bool, int]:
    """Whether a full sync is due, and since when: the first tells nothing in a collection that never synced."""
    return bool(col.schema_changed()), col.db.scalar("select scm from col")


__all__ = ["TAKE_NEW", "Prepared", "Summary", "UpdateError", "carry_out", "prepare", "preview", "update"]
