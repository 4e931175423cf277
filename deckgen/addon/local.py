"""Reads what a collection holds of a deck: its notes, their cards, and where those lie. Writes nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from .feed import Notes
from .package import Package
from .plan import LocalCard, LocalNote

SUSPENDED = -1
_AMONG = "in (select value from json_each(?))"


def local_notes(col: Any, notes: Notes, package: Package) -> dict[str, LocalNote]:
    """The collection's notes that the feed speaks of, by guid, with field values under the published names."""
    guids = [note.guid for note in notes.notes]
    rows = col.db.all(f"select id, guid, mid, tags, flds from notes where guid {_AMONG}", _list(guids))  # noqa: S608
    names = {row[2]: field_indices(col, package, row[2]) for row in rows}
    cards = _cards(col, [row[0] for row in rows])
    local = {}
    for id_, guid, notetype, tags, flds in rows:
        values = flds.split("\x1f")
        fields = {name: values[index] for name, index in names[notetype].items() if index < len(values)}
        local[guid] = LocalNote(id_, guid, notetype, fields, tuple(tags.split()), tuple(cards.get(id_, ())))
    return local


def _cards(col: Any, notes: list[int]) -> dict[int, list[LocalCard]]:
    found: dict[int, list[LocalCard]] = {}
    decks = deck_names(col)
    for id_, note, ordinal, did, odid, queue in col.db.all(
        f"select id, nid, ord, did, odid, queue from cards where nid {_AMONG} order by nid, ord",  # noqa: S608
        _list(notes),
    ):
        card = LocalCard(id_, ordinal, decks.get(odid or did, ""), queue == SUSPENDED, bool(odid))
        found.setdefault(note, []).append(card)
    return found


def held(col: Any, guids: Iterable[str]) -> set[str]:
    """Which of these guids the collection has."""
    rows = col.db.all(f"select guid from notes where guid {_AMONG}", _list(guids))  # noqa: S608
    return {guid for (guid,) in rows}


def deck_names(col: Any) -> dict[int, str]:
    """All decks' full names by id."""
    return {deck.id: deck.name for deck in col.decks.all_names_and_ids()}


def field_indices(col: Any, package: Package, notetype: int) -> dict[str, int]:
    """Published field name -> index in the collection's notetype: by the field's id, else by its name."""
    mine = col.models.get(notetype)
    if mine is None:
        return {}
    by_name = {field["name"]: index for index, field in enumerate(mine["flds"])}
    theirs = package.notetypes.get(notetype)
    return by_name if theirs is None else _matches(mine["flds"], theirs["flds"], by_name)


def template_ordinals(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[int, int]:
    """Published template ordinal -> ordinal in the collection's notetype; the identity for a cloze notetype."""
    by_name = {template["name"]: index for index, template in enumerate(mine["tmpls"])}
    names = _matches(mine["tmpls"], theirs["tmpls"], by_name)
    return {index: names[t["name"]] for index, t in enumerate(theirs["tmpls"]) if t["name"] in names}


def _matches(mine: list[dict[str, Any]], theirs: list[dict[str, Any]], by_name: dict[str, int]) -> dict[str, int]:
    by_id = {each["id"]: index for index, each in enumerate(mine) if each.get("id")}
    found = {each["name"]: by_id.get(each.get("id"), by_name.get(each["name"])) for each in theirs}
    return {name: index for name, index in found.items() if index is not None}


def homes(col: Any, root: str) -> dict[str, Counter[str]]:
    """Per published topic tag, and every tag above it up to `root`: how many of its cards lie in which deck."""
    prefix = f"{root}::topic::".casefold()
    decks = deck_names(col)
    found: dict[str, Counter[str]] = {}
    for tags, did, odid in col.db.all(
        "select n.tags, c.did, c.odid from notes n, cards c where c.nid = n.id and n.tags like ?", f"% {root}::topic::%"
    ):
        deck = decks.get(odid or did, "")
        for tag in tags.split() if deck else ():
            while tag.casefold().startswith(prefix):
                found.setdefault(tag, Counter())[deck] += 1
                tag = tag.rpartition("::")[0]  # noqa: PLW2901 - climbs from the topic to its area
        if deck:
            found.setdefault(root, Counter())[deck] += 1
    return found


def _list(values: Iterable[Any]) -> str:
    """As json_each reads it; a statement takes too few parameters for a deck's worth of them."""
    return json.dumps(list(values))
