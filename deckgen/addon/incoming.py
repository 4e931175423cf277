"""New notes and new cards come in through Anki's own import, of a package with just these.

So they get the package's ids, on which all devices agree; and since that package holds the collection's own notetypes
and touches no deck's settings, the import changes nothing else.
"""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .local import field_indices, held, template_ordinals
from .package import Package
from .plan import Plan
from .steps import UpdateError

Wanted = dict[str, tuple[str, frozenset[int]]]  # guid -> (deck, ordinals of the cards that must come)


def add_notes(col: Any, package: Package, plan: Plan, merged: Callable[..., None]) -> None:
    """Import the plan's new notes, and the cards that its updates give to old ones (a gap more in a cloze)."""
    wanted = _wanted(package, plan)
    if not wanted:
        return
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
    from anki.import_export_pb2 import IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_NEVER as NEVER

    path = package.database.with_name("new.apkg")
    _write(col, package, wanted, path)
    options = ImportAnkiPackageOptions(
        merge_notetypes=False,
        update_notes=NEVER,
        update_notetypes=NEVER,
        with_scheduling=False,
        with_deck_configs=False,
    )
    merged(col.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options)))
    missing = set(plan.add) - held(col, plan.add)
    if missing:
        raise UpdateError(f"Anki did not take {len(missing)} of {len(plan.add)} new notes")


def _wanted(package: Package, plan: Plan) -> Wanted:
    wanted: Wanted = {}
    for guid, deck in plan.add.items():
        wanted[guid] = deck, frozenset(ordinal for ordinal, _ in package.notes[guid].cards)
    for step in plan.updates:
        note = package.notes.get(step.note.guid)
        # Where the learner's own text stays, the gaps of the new one may not be in it.
        if note is None or note.notetype != step.note.notetype or not step.note.cards or step.partial:
            continue
        more = {ordinal for ordinal, _ in note.cards} - {card.ordinal for card in step.note.cards}
        if more:
            wanted[note.guid] = step.note.cards[0].deck, frozenset(more)
    return wanted


def _write(col: Any, package: Package, wanted: Wanted, path: Path) -> None:
    """The feed's package, less all but what is wanted, in the shape of the collection's notetypes and decks."""
    database = path.with_suffix(".anki2")
    database.write_bytes(package.database.read_bytes())
    connection = sqlite3.connect(database)
    try:
        connection.create_function("wanted", 1, lambda guid: guid in wanted)
        connection.execute("delete from notes where not wanted(guid)")
        connection.execute("delete from cards where nid not in (select id from notes)")
        models, decks = (json.loads(text) for text in connection.execute("select models, decks from col").fetchone())
        decks = _decks(col, decks, {deck for deck, _ in wanted.values()})
        ids = {deck["name"]: int(key) for key, deck in decks.items()}
        _cards(connection, package, wanted, ids)
        for id_ in [int(key) for key in models]:
            mine = col.models.get(id_)
            if mine is not None:
                _reshape(connection, models[str(id_)], mine, field_indices(col, package, id_))
                models[str(id_)] = mine
        connection.execute("update col set models = ?, decks = ?", (json.dumps(models), json.dumps(decks)))
        connection.commit()
    finally:
        connection.close()
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(database, "collection.anki2")
        archive.writestr("media", "{}")


def _decks(col: Any, theirs: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """Rows of the wanted decks and those above: an import makes every deck that it finds, and takes descriptions."""
    pattern = next(iter(theirs.values()))
    wanted = {"::".join(name.split("::")[:depth]) for name in names for depth in range(1, name.count("::") + 2)}
    rows = {key: deck for key, deck in theirs.items() if deck["name"] in wanted or deck["name"] == "Default"}
    for name in sorted(wanted - {deck["name"] for deck in rows.values()}):
        id_ = col.decks.id_for_name(name)
        rows[str(id_)] = {**pattern, "id": id_, "name": name, "desc": ""}
    for deck in rows.values():
        mine = col.decks.by_name(deck["name"])
        if mine is not None:
            deck["desc"] = mine.get("desc", deck.get("desc", ""))
    return rows


def _cards(connection: sqlite3.Connection, package: Package, wanted: Wanted, ids: dict[str, int]) -> None:
    rows = []
    for guid, (deck, ordinals) in wanted.items():
        note = package.notes[guid]
        rows += [(ids[deck], note.id, ordinal) for ordinal in ordinals]
    connection.execute("update cards set did = -did")  # what stays below zero is not wanted
    connection.executemany("update cards set did = ? where nid = ? and ord = ?", rows)
    connection.execute("delete from cards where did < 0")


def _reshape(
    connection: sqlite3.Connection, theirs: dict[str, Any], mine: dict[str, Any], indices: dict[str, int]
) -> None:
    """Lay fields and cards out as the collection's notetype has them, the learner's own fields empty."""
    notes = connection.execute("select id, flds from notes where mid = ?", (theirs["id"],)).fetchall()
    order = [indices.get(field["name"]) for field in theirs["flds"]]
    if order != list(range(len(mine["flds"]))):
        rows = []
        for note, flds in notes:
            values = [""] * len(mine["flds"])
            for index, value in zip(order, flds.split("\x1f")):
                if index is not None:
                    values[index] = value
            rows.append(("\x1f".join(values), note))
        connection.executemany("update notes set flds = ? where id = ?", rows)
    ordinals = template_ordinals(mine, theirs)
    if theirs.get("type") or ordinals == {index: index for index in range(len(theirs["tmpls"]))}:
        return  # a cloze's cards count gaps, not templates
    for note, _ in notes:
        for card, ordinal in connection.execute("select id, ord from cards where nid = ?", (note,)).fetchall():
            if ordinal in ordinals:
                connection.execute("update cards set ord = ? where id = ?", (ordinals[ordinal], card))
            else:
                connection.execute("delete from cards where id = ?", (card,))
