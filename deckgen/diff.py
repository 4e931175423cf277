"""What a release would say: notes against the ledger, by guid and hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from deckgen.ledger import Ledger, NoteEntry, NotetypeEntry, latest, value_hash
from deckgen.model import DeckConfig, Note, Notetype


@dataclass(frozen=True, slots=True)
class Changes:
    """Question ids, in the project's order (retired ones sorted); a moved question may stand under `changed` too.

    `notetypes` are keys whose look or structure differs, `structure` says that fields or templates of a released
    notetype do; `content` is the fingerprint, `differs` whether anything at all would be packaged otherwise.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    rerendered: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    notetypes: tuple[str, ...] = ()
    structure: bool = False
    content: str = ""
    differs: bool = False


def diff(deck: DeckConfig, ledger: Ledger, notes: tuple[Note, ...], notetypes: tuple[Notetype, ...]) -> Changes:
    """Compare what is to be packaged with what was released last."""
    entries = {entry.guid: entry for entry in ledger.notes}
    labels = {n.key: next(((i, f.key) for i, f in enumerate(n.fields) if f.origin == "topic"), None) for n in notetypes}
    found: dict[str, list[str]] = {"added": [], "changed": [], "rerendered": [], "moved": []}
    for note in notes:
        entry = entries.get(note.guid)
        for kind in ("added",) if entry is None or entry.retired else _kinds(note, entry, labels[note.notetype]):
            found[kind].append(note.question)
    here = {note.guid for note in notes}
    retired = sorted(entry.id for entry in ledger.notes if entry.guid not in here and not entry.retired)
    known = {entry.key: entry for entry in ledger.notetypes}
    touched = [n for n in notetypes if n.key not in known or known[n.key].hash != notetype_hash(n)]
    content = fingerprint(deck, notes, notetypes)
    return Changes(
        **{kind: tuple(ids) for kind, ids in found.items()},
        retired=tuple(retired),
        notetypes=tuple(notetype.key for notetype in touched),
        structure=any(n.key in known and structure_differs(n, known[n.key]) for n in touched),
        content=content,
        differs=content != ledger.content,
    )


def _kinds(note: Note, entry: NoteEntry, label: tuple[int, str] | None) -> Iterable[str]:
    """Moves, edits, renderings; `label` is the place of the field that holds the titles of area and topic."""
    moved = note.topic != entry.topic or note.deck != entry.decks[-1]
    if moved:
        yield "moved"
    if note.hash == entry.hash:
        return
    # Another title on the same path is an author's edit; on another path it comes with the move.
    retitled = not moved and label and value_hash(note.fields[label[0]]) != latest(entry.fields, label[1])
    if note.source != entry.source or note.question != entry.id or retitled:
        yield "changed"
    elif not moved:
        yield "rerendered"


def structure_differs(notetype: Notetype, entry: NotetypeEntry) -> bool:
    """Whether fields, templates or the sort field are others than released: Anki answers with a full sync."""
    return (
        tuple(field.key for field in notetype.fields) != entry.fields
        or tuple(template.key for template in notetype.templates) != entry.templates
        or sort_key(notetype) != entry.sort
    )


def sort_key(notetype: Notetype) -> str:
    """The key of the field that Anki sorts by."""
    return next((field.key for field in notetype.fields if field.sort), notetype.fields[0].key)


def notetype_hash(notetype: Notetype) -> str:
    """Of everything a learner's copy of the notetype would take over."""
    return _digest(
        [
            notetype.name,
            notetype.kind,
            notetype.id,
            [(f.key, f.name, f.id, f.sort, f.about) for f in notetype.fields],
            [(t.key, t.name, t.id, t.front, t.back) for t in notetype.templates],
            notetype.css,
        ]
    )


def look(notetype: Notetype) -> dict[str, str]:
    """The values whose history tells a learner's own styling from ours: "css", "KEY.front", "KEY.back"."""
    sides = {f"{t.key}.{side}": getattr(t, side) for t in notetype.templates for side in ("front", "back")}
    return {"css": notetype.css, **sides}


def fingerprint(deck: DeckConfig, notes: tuple[Note, ...], notetypes: tuple[Notetype, ...]) -> str:
    """Of all that decides a package's content besides times, ids and versions: order and description included."""
    return _digest(
        [
            [deck.name, deck.description, deck.license, deck.feed, deck.source],
            [(note.guid, note.hash, note.deck, note.cards) for note in notes],
            [notetype_hash(notetype) for notetype in notetypes],
        ]
    )


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]
