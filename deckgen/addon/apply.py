"""Carries an update out on a collection: all of it or nothing, as one step that can be undone.

The only file of the add-on that calls anki. Works on any open anki.Collection from 24.6 on, without aqt.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .feed import Feed, FeedError, FeedNotetype, Notes, read_feed, read_notes, value_hash, version_key
from .net import open_source
from .package import Package, open_package
from .plan import KEEP_MINE, TAKE_NEW, LocalCard, LocalNote, NewNote, Plan, make_plan
from .state import Subscription, store, subscriptions

PRESETS = ("mergeNotetypes", "withScheduling", "withDeckConfigs", "updateNotes", "updateNotetypes")


class UpdateError(Exception):
    """An update that was refused or rolled back; the collection is as it was."""


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


def update(col: Any, source: str, resolve: str | Mapping[str, str] = KEEP_MINE) -> Summary:
    """Bring `col` to the version of the feed at `source` (address or folder of feed.json).

    `resolve` is "keep-mine", "take-new", or one of them per guid. FeedError for an unusable feed, UpdateError where the
    update cannot be made; in both cases the collection is untouched.
    """
    with tempfile.TemporaryDirectory(prefix="deckgen") as folder:
        prepared = prepare(subscriptions(col), source, Path(folder), whole=resolve != KEEP_MINE)
        if isinstance(prepared, Summary):
            return prepared
        return carry_out(col, prepared, preview(col, prepared, resolve))


def prepare(known: Mapping[str, Subscription], source: str, folder: Path, *, whole: bool = False) -> Prepared | Summary:
    """Download what is needed to go from the applied version to the feed's; touches no collection.

    A Summary of nothing where the collection has that version already. A delta where one fits, else (or if `whole`) the whole package: a delta lacks older conflicts.
    """
    reader = open_source(source)
    feed = read_feed(reader.small("feed.json"))
    before = known.get(feed.deck) or Subscription(feed.deck)
    if before.version and version_key(feed.version) < version_key(before.version):
        raise FeedError(f"the feed offers {feed.version}, older than {before.version}, which this collection has")
    if before.version == feed.version and not whole:
        return Summary(feed.version)
    before = replace(before, name=feed.name, source=source)
    package, notes = feed.package, feed.notes
    for delta in () if whole else feed.deltas:
        if delta.from_version == before.version:
            package, notes = delta.package, delta.notes
    said = read_notes(reader.fetch(notes, folder / "notes").read_bytes())
    if (said.deck, said.version) != (feed.deck, feed.version):
        raise FeedError(f"the notes file is of {said.deck} {said.version}, not of {feed.deck} {feed.version}")
    opened = open_package(reader.fetch(package, folder / "package.apkg"), folder, said.tag)
    if foreign := set(opened.notes) - {note.guid for note in said.notes}:
        raise FeedError(f"the package holds notes of another deck: {min(foreign)!r}")
    if foreign := set(opened.notetypes) - {notetype.id for notetype in said.notetypes}:
        raise FeedError(f"the package holds a notetype of another deck: {min(foreign)}")
    return Prepared(feed, said, opened, before)


def preview(col: Any, prepared: Prepared, resolve: str | Mapping[str, str] = KEEP_MINE) -> Plan:
    """What `carry_out` would do; reads the collection only."""
    package = {guid: _new_note(prepared.package, guid) for guid in prepared.package.notes}
    local = _local_notes(col, prepared)
    homes = _homes(col, prepared.notes.tag) if set(package) - set(local) else {}
    return make_plan(prepared.notes, package, local, prepared.before.version, resolve, homes)


def carry_out(col: Any, prepared: Prepared, plan: Plan) -> Summary:
    """Apply the plan in one transaction and one undo step. UpdateError, and nothing changed, where that fails."""
    feed = prepared.feed
    presets = {key: col.get_config(key, None) for key in PRESETS}
    schema = col.schema_changed()
    stamp = col.db.scalar("select scm from col")
    for name in prepared.package.media:
        _write_media(col, name, prepared.package)

    def everything() -> None:
        _make_decks(col, prepared, {*plan.add.values(), *(deck for _, deck in plan.moves)})
        step = col.add_custom_undo_entry(f"{feed.name} {feed.version}")

        def merged(result: Any = None) -> None:
            col.merge_undo_entries(step)

        try:
            _restyle(col, prepared, merged)
            _add(col, prepared, plan, merged)
            _update(col, prepared, plan, merged)
            for deck, cards in _by_deck(plan).items():
                merged(col.set_deck(cards, col.decks.id_for_name(deck)))
            suspended = _retire(col, prepared, plan, merged)
            for key, value in presets.items():
                col.remove_config(key) if value is None else col.set_config(key, value, undoable=True)
            merged()
            store(col, replace(prepared.before, version=feed.version, suspended=suspended))
            merged()
            if col.schema_changed() != schema or col.db.scalar("select scm from col") != stamp:
                raise UpdateError("the update would force a full sync")
        except BaseException:
            col.undo()  # takes the step off the list of what can be undone; the rollback takes back the rest
            raise

    try:
        col.db.transact(everything)
    except (UpdateError, FeedError):
        raise
    except Exception as error:
        raise UpdateError(f"the update failed and was taken back: {error}") from error
    finally:
        _forget_notetypes(col)
    return Summary(
        feed.version,
        added=len(plan.add),
        updated=len(plan.updates),
        kept=len(plan.conflicts),
        moved=len(plan.moves),
        retired=len(plan.retire),
    )


# --- what the collection holds --------------------------------------------------------------------------------------


def _new_note(package: Package, guid: str) -> NewNote:
    note = package.notes[guid]
    names = [field["name"] for field in package.notetypes[note.notetype]["flds"]]
    deck = note.cards[0][1] if note.cards else ""
    return NewNote(guid, note.notetype, dict(zip(names, note.fields)), note.tags, deck)


def _local_notes(col: Any, prepared: Prepared) -> dict[str, LocalNote]:
    """The collection's notes that the feed speaks of, with the values of published fields under their published names."""
    wanted = {note.guid for note in prepared.notes.notes}
    rows = col.db.all("select id, guid, mid, tags, flds from notes where guid in " + _in(wanted)) if wanted else []
    names = {row[2]: _field_indices(col, prepared.package, row[2]) for row in rows}
    cards: dict[int, list[LocalCard]] = {}
    decks = {deck.id: deck.name for deck in col.decks.all_names_and_ids()}
    for id_, note, ordinal, did, odid, queue in col.db.all(
        f"select id, nid, ord, did, odid, queue from cards where nid in {_in(row[0] for row in rows)} order by nid, ord"
    ):
        cards.setdefault(note, []).append(LocalCard(id_, ordinal, decks.get(odid or did, ""), queue == -1))
    local = {}
    for id_, guid, mid, tags, flds in rows:
        values = flds.split("\x1f")
        fields = {name: values[index] for name, index in names[mid].items() if index < len(values)}
        local[guid] = LocalNote(id_, guid, mid, fields, tuple(tags.split()), tuple(cards.get(id_, ())))
    return local


def _field_indices(col: Any, package: Package, notetype: int) -> dict[str, int]:
    """Published field name -> index in the collection's notetype: by the field's id, else by its name."""
    mine = col.models.get(notetype)
    if mine is None:
        return {}
    theirs = package.notetypes.get(notetype)
    if theirs is None:
        return {field["name"]: index for index, field in enumerate(mine["flds"])}
    by_id = {field.get("id"): index for index, field in enumerate(mine["flds"]) if field.get("id")}
    by_name = {field["name"]: index for index, field in enumerate(mine["flds"])}
    found = {field["name"]: by_id.get(field.get("id"), by_name.get(field["name"])) for field in theirs["flds"]}
    return {name: index for name, index in found.items() if index is not None}


def _homes(col: Any, root: str) -> dict[str, Counter[str]]:
    """Per published topic tag (and every tag above it): in which decks its cards lie."""
    prefix = f"{root}::topic::".casefold()
    decks = {deck.id: deck.name for deck in col.decks.all_names_and_ids()}
    homes: dict[str, Counter[str]] = {}
    for tags, did, odid in col.db.all(
        "select n.tags, c.did, c.odid from notes n, cards c where c.nid = n.id and n.tags like ?", f"% {root}::topic::%"
    ):
        for tag in tags.split():
            while tag.casefold().startswith(prefix):
                homes.setdefault(tag, Counter())[decks.get(odid or did, "")] += 1
                tag = tag.rpartition("::")[0]
    return homes


def _in(values: Any) -> str:
    """SQL's list of values; texts are quoted."""
    return "(" + ",".join(str(v) if isinstance(v, int) else "'" + v.replace("'", "''") + "'" for v in values) + ")"


# --- steps ----------------------------------------------------------------------------------------------------------


def _make_decks(col: Any, prepared: Prepared, names: set[str]) -> None:
    """Create missing decks (and those above them) under the package's ids: two devices must agree on them."""
    for name in sorted(names):
        parts = name.split("::")
        for depth in range(1, len(parts) + 1):
            path = "::".join(parts[:depth])
            if col.decks.id_for_name(path) is not None:
                continue
            id_ = prepared.package.decks.get(path)
            if id_ is None or col.decks.have(id_):
                col.decks.id(path)
                continue
            deck = col.decks.new_deck_legacy(False)
            deck.update(id=id_, name=path, usn=-1)
            col._backend.add_or_update_deck_legacy(deck=json.dumps(deck).encode(), preserve_usn_and_mtime=True)


def _restyle(col: Any, prepared: Prepared, merged: Callable[..., None]) -> None:
    """Take over CSS and templates that the learner did not change; never fields, whose change forces a full sync."""
    looks = {notetype.id: notetype for notetype in prepared.notes.notetypes}
    for id_, theirs in prepared.package.notetypes.items():
        mine = col.models.get(id_)
        if mine is not None and _takes_over(mine, theirs, looks[id_]):
            merged(col.models.update_dict(mine))


def _takes_over(mine: dict[str, Any], theirs: dict[str, Any], feed: FeedNotetype) -> bool:
    """Change `mine` where its look is a published one; whether anything changed."""
    slots = [(mine, "css", theirs["css"], feed.look.get("css", ()))]
    by_id = {template.get("id"): template for template in mine["tmpls"] if template.get("id")}
    by_name = {template["name"]: template for template in mine["tmpls"]}
    for template in theirs["tmpls"]:
        own = by_id.get(template.get("id")) or by_name.get(template["name"])
        if own is not None:
            slots.append((own, "qfmt", template["qfmt"], feed.look.get(f"{template['name']}/front", ())))
            slots.append((own, "afmt", template["afmt"], feed.look.get(f"{template['name']}/back", ())))
    changed = False
    for holder, key, value, history in slots:
        if holder[key] != value and value_hash(holder[key]) in history:
            holder[key] = value
            changed = True
    return changed


def _add(col: Any, prepared: Prepared, plan: Plan, merged: Callable[..., None]) -> None:
    """Import new notes through a package of just these, in the collection's own notetypes: so no second notetype."""
    if not plan.add:
        return
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
    from anki.import_export_pb2 import IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_NEVER as NEVER

    path = prepared.package.database.with_name("new.apkg")
    _write_package(col, prepared, plan, path)
    options = ImportAnkiPackageOptions(
        merge_notetypes=False,
        update_notes=NEVER,
        update_notetypes=NEVER,
        with_scheduling=False,
        with_deck_configs=False,
    )
    merged(col.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options)))
    missing = set(plan.add) - {guid for (guid,) in col.db.all(f"select guid from notes where guid in {_in(plan.add)}")}
    if missing:
        raise UpdateError(f"Anki did not take {len(missing)} of {len(plan.add)} new notes")


def _write_package(col: Any, prepared: Prepared, plan: Plan, path: Path) -> None:
    """The feed's package, less all but the new notes, in the shape of the collection's notetypes and decks."""
    database = path.with_suffix(".anki2")
    database.write_bytes(prepared.package.database.read_bytes())
    connection = sqlite3.connect(database)
    connection.create_function("wanted", 1, lambda guid: guid in plan.add)
    connection.execute("delete from notes where not wanted(guid)")
    connection.execute("delete from cards where nid not in (select id from notes)")
    models, decks = (json.loads(text) for text in connection.execute("select models, decks from col").fetchone())
    for id_ in [int(key) for key in models]:
        mine = col.models.get(id_)
        if mine is not None:
            _reshape(connection, id_, models[str(id_)], mine, _field_indices(col, prepared.package, id_))
            models[str(id_)] = mine
    ids = {deck["name"]: int(key) for key, deck in decks.items()}
    for name in sorted(set(plan.add.values()) - set(ids)):
        ids[name] = col.decks.id_for_name(name)
        decks[str(ids[name])] = {**next(iter(decks.values())), "id": ids[name], "name": name, "desc": ""}
    places = [(ids[deck], prepared.package.notes[guid].id) for guid, deck in plan.add.items()]
    connection.executemany("update cards set did = ? where nid = ?", places)
    connection.execute("update col set models = ?, decks = ?", (json.dumps(models), json.dumps(decks)))
    connection.commit()
    connection.close()
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(database, "collection.anki2")
        archive.writestr("media", "{}")


def _reshape(
    connection: sqlite3.Connection, id_: int, theirs: dict[str, Any], mine: dict[str, Any], indices: dict[str, int]
) -> None:
    """Lay the notes' fields out as the collection's notetype has them, the learner's own fields empty."""
    order = [indices.get(field["name"]) for field in theirs["flds"]]
    if order == list(range(len(mine["flds"]))):
        return
    rows = []
    for note, flds in connection.execute("select id, flds from notes where mid = ?", (id_,)).fetchall():
        values = [""] * len(mine["flds"])
        for index, value in zip(order, flds.split("\x1f")):
            if index is not None:
                values[index] = value
        rows.append(("\x1f".join(values), note))
    connection.executemany("update notes set flds = ? where id = ?", rows)


def _update(col: Any, prepared: Prepared, plan: Plan, merged: Callable[..., None]) -> None:
    indices = {id_: _field_indices(col, prepared.package, id_) for id_ in {u.note.notetype for u in plan.updates}}
    notes = []
    for step in plan.updates:
        note = col.get_note(step.note.id)
        for name, value in step.fields.items():
            note.fields[indices[step.note.notetype][name]] = value
        note.tags = list(step.tags)
        notes.append(note)
    if notes:
        merged(col.update_notes(notes))


def _by_deck(plan: Plan) -> dict[str, list[int]]:
    decks: dict[str, list[int]] = {}
    for card, deck in plan.moves:
        decks.setdefault(deck, []).append(card)
    return decks


def _retire(col: Any, prepared: Prepared, plan: Plan, merged: Callable[..., None]) -> dict[str, list[int]]:
    """Tag and suspend what the deck dropped, wake what it brought back; return what is suspended by us."""
    tag = f"{prepared.notes.tag}::status::retired"
    suspended = dict(prepared.before.suspended)
    if plan.retire:
        merged(col.tags.bulk_add([note.id for note in plan.retire], tag))
        awake = [card for note in plan.retire for card in note.cards if not card.suspended]
        for note in plan.retire:
            suspended[note.guid] = [card.ordinal for card in note.cards if not card.suspended]
        merged(col.sched.suspend_cards([card.id for card in awake]) if awake else None)
    if plan.wake:
        merged(col.tags.bulk_remove([note.id for note in plan.wake], tag))
        ours = [c.id for note in plan.wake for c in note.cards if c.ordinal in suspended.get(note.guid, ())]
        merged(col.sched.unsuspend_cards(ours) if ours else None)
        for note in plan.wake:
            suspended.pop(note.guid, None)
    return suspended


def _write_media(col: Any, name: str, package: Package) -> None:
    """Published names carry their content's hash, so a file that is there already is the same."""
    if not (Path(col.media.dir()) / name).exists():
        written = col.media.write_data(name, package.read(name))
        if written != name:
            raise UpdateError(f"the media file {name!r} could not be stored under its name")


def _forget_notetypes(col: Any) -> None:
    """Anki's Python side caches notetypes and does not see the backend change them; there is no public call for it."""
    clear = getattr(col.models, "_clear_cache", None)
    if clear is not None:
        clear()


__all__ = ["TAKE_NEW", "Prepared", "Summary", "UpdateError", "carry_out", "prepare", "preview", "update"]
