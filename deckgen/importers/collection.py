"""A collection's SQLite database (schema 11 of legacy packages, 18 of modern ones) -> notetypes and notes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from deckgen.importers import protobuf
from deckgen.importers.archive import Bad

STEPS = 3_000  # of a million SQLite operations each: some minutes of honest work
SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class AnkiField:
    """A field: its name, and Anki's id of it where it has one."""

    name: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class AnkiTemplate:
    """A card template."""

    name: str
    front: str
    back: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class AnkiNotetype:
    """A notetype as Anki holds it; `sort` is the index of the field that the browser lists."""

    id: int
    name: str
    cloze: bool
    fields: tuple[AnkiField, ...]
    templates: tuple[AnkiTemplate, ...]
    css: str = ""
    sort: int = 0


@dataclass(frozen=True, slots=True)
class AnkiNote:
    """A note: `deck` is that of its first card; `order` sorts the notes as their cards would be shown."""

    guid: str
    notetype: int
    fields: tuple[str, ...]
    tags: tuple[str, ...] = ()
    deck: str = ""
    order: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Collection:
    """What a package, or any other export of Anki, holds apart from media."""

    notetypes: Mapping[int, AnkiNotetype]
    notes: tuple[AnkiNote, ...]
    told: tuple[str, ...] = field(default=())  # what was left out


def read_collection(data: bytes) -> Collection:
    """Read a database. Bad where it is none, broken, or made to keep its reader busy."""
    if not data.startswith(b"SQLite format 3\0") or len(data) < 512:
        raise Bad("broken", "the collection is no SQLite database")
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.deserialize(data[:18] + b"\1\1" + data[20:])  # a write-ahead log would be looked for beside the file
            _harden(db)
            return _read(db)
        except (sqlite3.Error, ValueError, OverflowError, RecursionError) as error:
            raise Bad("broken", f"the collection cannot be read: {error}") from error
        except (KeyError, TypeError, AttributeError) as error:
            raise Bad("broken", f"the collection is not what Anki writes: {error!r}") from error


def _harden(db: sqlite3.Connection) -> None:
    db.create_collation("unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold()))
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA query_only = ON")
    steps = iter(range(STEPS))
    db.set_progress_handler(lambda: next(steps, None) is None, 1_000_000)
    kinds = dict(db.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"))
    for name in ("col", "notes", "cards"):
        if kinds.get(name) != "table":
            raise ValueError(f"there is no table {name!r}")


def _read(db: sqlite3.Connection) -> Collection:
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    modern = "notetypes" in tables
    notetypes = _notetypes(db) if modern else _legacy_notetypes(db)
    decks = _decks(db) if modern else _legacy_decks(db)
    shown: dict[int, tuple[int, str]] = {}
    studied = 0
    for nid, did, odid, due, kind in db.execute("SELECT nid, did, odid, due, type FROM cards ORDER BY nid, ord"):
        deck = decks.get(_number(odid) or _number(did), "")
        shown.setdefault(_number(nid), (_number(due) if kind == 0 else 0, deck))
        studied += kind != 0
    notes = []
    for nid, guid, mid, tags, flds in db.execute("SELECT id, guid, mid, tags, flds FROM notes ORDER BY id"):
        due, deck = shown.get(_number(nid), (0, ""))
        order = (0 if studied else due, _number(nid))
        fields = tuple(_text(flds).split(SEPARATOR))
        notes.append(AnkiNote(_text(guid), _number(mid), fields, tuple(_text(tags).split()), deck, order))
    told = [f"schedules stay in Anki ({studied} cards were studied): the guids keep them"] if studied else []
    return Collection(notetypes, tuple(sorted(notes, key=lambda note: note.order)), tuple(told))


def _legacy_notetypes(db: sqlite3.Connection) -> dict[int, AnkiNotetype]:
    (models,) = db.execute("SELECT models FROM col").fetchone()
    return {int(key): legacy_notetype(int(key), model) for key, model in json.loads(_text(models)).items()}


def legacy_notetype(id_: int, model: Mapping[str, Any]) -> AnkiNotetype:
    """A notetype as JSON, in legacy packages and CrowdAnki's folders alike."""
    fields = sorted(model["flds"], key=lambda each: int(each.get("ord") or 0))
    templates = sorted(model["tmpls"], key=lambda each: int(each.get("ord") or 0))
    return AnkiNotetype(
        id_,
        str(model["name"]),
        model.get("type") == 1,
        tuple(AnkiField(str(each["name"]), _number(each.get("id"))) for each in fields),
        tuple(
            AnkiTemplate(str(each["name"]), str(each["qfmt"]), str(each["afmt"]), _number(each.get("id")))
            for each in templates
        ),
        str(model.get("css") or ""),
        _number(model.get("sortf")),
    )


def _legacy_decks(db: sqlite3.Connection) -> dict[int, str]:
    (decks,) = db.execute("SELECT decks FROM col").fetchone()
    return {int(key): str(deck["name"]) for key, deck in json.loads(_text(decks)).items()}


def _notetypes(db: sqlite3.Connection) -> dict[int, AnkiNotetype]:
    found = {}
    for id_, name, config in db.execute("SELECT id, name, config FROM notetypes"):
        about = protobuf.message(_bytes(config))
        fields = tuple(
            AnkiField(_text(label), protobuf.number(protobuf.message(_bytes(more)), 9))
            for label, more in db.execute("SELECT name, config FROM fields WHERE ntid = ? ORDER BY ord", (id_,))
        )
        templates = []
        for label, more in db.execute("SELECT name, config FROM templates WHERE ntid = ? ORDER BY ord", (id_,)):
            side = protobuf.message(_bytes(more))
            templates.append(
                AnkiTemplate(_text(label), protobuf.text(side, 1), protobuf.text(side, 2), protobuf.number(side, 8))
            )
        found[_number(id_)] = AnkiNotetype(
            _number(id_),
            _text(name),
            protobuf.number(about, 1) == 1,
            fields,
            tuple(templates),
            protobuf.text(about, 3),
            protobuf.number(about, 2),
        )
    return found


def _decks(db: sqlite3.Connection) -> dict[int, str]:
    return {
        _number(id_): _text(name).replace(SEPARATOR, "::") for id_, name in db.execute("SELECT id, name FROM decks")
    }


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else "" if value is None else str(value)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def _number(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0
