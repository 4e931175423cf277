"""The single steps of an update on a collection; apply.py makes one transaction and one undo step of them.

`merged` is called with what each operation of Anki returns and adds it to the one undo step.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from html import escape
from pathlib import Path
from typing import Any

from .feed import FeedNotetype, Notes, value_hash
from .local import field_indices
from .package import Package
from .plan import Plan

Merged = Callable[..., None]


class UpdateError(Exception):
    """An update that was refused or taken back; the collection is as it was."""


def write_media(col: Any, package: Package) -> None:
    """Store the package's media under their published names, which carry their content's hash.

    A file of that name is the same one, or what a crash left of it: a beginning, which is written anew.
    """
    for name in package.media:
        path = Path(col.media.dir()) / name
        data = package.read(name)
        if path.exists():
            size = path.stat().st_size
            if size >= len(data) or path.read_bytes() != data[:size]:
                continue
            path.unlink()
        written = col.media.write_data(name, data)
        if written != name:
            raise UpdateError(f"the media file {name!r} could not be stored under its name")


def make_decks(col: Any, package: Package, names: set[str]) -> None:
    """Create missing decks (and those above them) under the package's ids: two devices must agree on them."""
    for name in sorted(names):
        parts = name.split("::")
        for depth in range(1, len(parts) + 1):
            path = "::".join(parts[:depth])
            if col.decks.id_for_name(path) is not None:
                continue
            id_ = package.decks.get(path)
            if id_ is None or col.decks.have(id_):
                col.decks.id(path)
                continue
            deck = col.decks.new_deck_legacy(False)
            deck.update(id=id_, name=path, usn=-1, desc=package.descriptions.get(path, ""))
            col.decks.update(deck, preserve_usn=True)


def restyle(col: Any, notes: Notes, package: Package, merged: Merged) -> None:
    """Take over CSS and templates that the learner did not change; never fields, whose change forces a full sync."""
    looks = {notetype.id: notetype for notetype in notes.notetypes}
    for id_, theirs in package.notetypes.items():
        mine = col.models.get(id_)
        if mine is not None and _takes_over(mine, theirs, looks[id_]):
            merged(col.models.update_dict(mine))


def changed_looks(col: Any, notes: Notes, package: Package) -> tuple[str, ...]:
    """Names of the notetypes that `restyle` would change, for the preview."""
    looks = {notetype.id: notetype for notetype in notes.notetypes}
    found = []
    for id_, theirs in package.notetypes.items():
        mine = deepcopy(col.models.get(id_))
        if mine is not None and _takes_over(mine, theirs, looks[id_]):
            found.append(str(mine["name"]))
    return tuple(found)


def _takes_over(mine: dict[str, Any], theirs: dict[str, Any], feed: FeedNotetype) -> bool:
    """Change `mine` where its look is a published one; whether anything changed."""
    changed = False
    if mine["css"] != theirs["css"] and value_hash(mine["css"]) in feed.look.get("css", ()):
        mine["css"], changed = theirs["css"], True
    by_id = {template["id"]: template for template in mine["tmpls"] if template.get("id")}
    by_name = {template["name"]: template for template in mine["tmpls"]}
    for template in theirs["tmpls"]:
        own = by_id.get(template.get("id")) or by_name.get(template["name"])
        for key, side in (("qfmt", "front"), ("afmt", "back")):
            value = template[key]
            history = feed.look.get(f"{template['name']}/{side}", ())
            if own is None or own[key] == value or value_hash(own[key]) not in history:
                continue
            if _names_known(mine, theirs, value):
                own[key], changed = value, True
    return changed


def _names_known(mine: dict[str, Any], theirs: dict[str, Any], template: str) -> bool:
    """Whether every published field that `template` shows is there; one that was renamed upstream is renamed here.

    Anki refuses a template with an unknown field; adding the field would force a full sync, renaming it does not.
    """
    names = {field["name"] for field in mine["flds"]}
    by_id = {field["id"]: field for field in mine["flds"] if field.get("id")}
    shown = set(re.findall(r"\{\{[#^/]?(?:[\w-]+:)*\s*([^{}]*?)\s*\}\}", template))
    wanted = [field for field in theirs["flds"] if field["name"] in shown - names]
    if not all(field.get("id") in by_id for field in wanted):
        return False
    for field in wanted:
        by_id[field["id"]]["name"] = field["name"]
    return True


def redescribe(col: Any, package: Package, merged: Merged) -> None:
    """Renew the first line of the deck's description, which says the version, where it is still a published one."""
    for name, text in package.descriptions.items():
        deck = col.decks.by_name(name)
        first, mine = text.partition("<br>")[0], (deck or {}).get("desc", "")
        old = mine.partition("<br>")[0]
        if first != old and re.match(rf"<b>{re.escape(escape(name))} \d+\.\d+\.\d+</b> \(", old):
            deck["desc"] = first + mine[len(old) :]
            merged(col.decks.update_dict(deck))


def update_notes(col: Any, package: Package, plan: Plan, merged: Merged) -> None:
    """Write merged fields and tags."""
    indices = {id_: field_indices(col, package, id_) for id_ in {u.note.notetype for u in plan.updates}}
    notes = []
    for step in plan.updates:
        note = col.get_note(step.note.id)
        for name, value in step.fields.items():
            note.fields[indices[step.note.notetype][name]] = value
        note.tags = list(step.tags)
        notes.append(note)
    if notes:
        merged(col.update_notes(notes))


def move_cards(col: Any, plan: Plan, merged: Merged) -> None:
    """Move cards to the decks that they now belong to; a card in a filtered deck stays there and returns elsewhere."""
    decks: dict[str, list[int]] = {}
    away = []
    for card, deck in plan.moves:
        if card.filtered:
            moved = col.get_card(card.id)
            moved.odid = col.decks.id_for_name(deck)
            away.append(moved)
        else:
            decks.setdefault(deck, []).append(card.id)
    for deck, cards in decks.items():
        merged(col.set_deck(cards, col.decks.id_for_name(deck)))
    if away:
        merged(col.update_cards(away))


def retire(col: Any, tag: str, suspended: Mapping[str, list[int]], plan: Plan, merged: Merged) -> dict[str, list[int]]:
    """Tag and suspend what the deck dropped, wake what it brought back; return what is suspended by us, per guid."""
    ours = dict(suspended)
    if plan.retire:
        merged(col.tags.bulk_add([note.id for note in plan.retire], tag))
        for note in plan.retire:
            ours[note.guid] = [card.ordinal for card in note.cards if not card.suspended]
        awake = [card.id for note in plan.retire for card in note.cards if not card.suspended]
        merged(col.sched.suspend_cards(awake) if awake else None)
    if plan.wake:
        merged(col.tags.bulk_remove([note.id for note in plan.wake], tag))
        asleep = [card.id for note in plan.wake for card in note.cards if card.ordinal in ours.get(note.guid, ())]
        merged(col.sched.unsuspend_cards(asleep) if asleep else None)
        for note in plan.wake:
            ours.pop(note.guid, None)
    return ours


def forget_notetypes(col: Any) -> None:
    """Anki's Python side caches notetypes and does not see the backend change them; there is no public call for it."""
    clear = getattr(col.models, "_clear_cache", None)
    if clear is not None:
        clear()
