"""The collection.anki2 of a package: genanki's schema and notetypes through SQLite, the rows' pages by ourselves."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Any

from deckgen.apkg.btree import PAGE, Table, varint
from deckgen.apkg.contents import Contents, PackedNote, PackedNotetype
from deckgen.cards import requirements
from deckgen.library import genanki
from deckgen.model import SEPARATOR, Fields

CHUNK = 16  # pages
DIVIDER = SEPARATOR.encode()
# Change counter, "version valid for" and SQLite's own version: they say when and by what the file was written.
COUNTERS = ((24, 28), (92, 100))
PAGES = slice(28, 32)  # where the header has the number of pages

# A record is the types of its values, then the values. Types 1, 2, 4 and 6 are integers of 1, 2, 4 and 8 bytes, 8 is
# the constant 0, 13 + 2n is a text of n bytes; the id is NULL (0), because the row has it.
# Anki makes sort field and checksum anew for every note that it imports: here they would only cost room.
_NOTE = struct.Struct(">qqb")  # notetype, mod, usn
_CARD = struct.Struct(">19sqqhqbi")  # types, note, deck, ordinal, mod, usn, due
_CARD_TYPES = bytes((19, 0, 6, 6, 2, 6, 1, 8, 8, 4, *8 * [8], 13))


class Collection:
    """A collection.anki2 in two parts: the pages with rows, and, known only after them, the head that comes first."""

    def __init__(self, contents: Contents) -> None:
        decks = {name: deck_id(contents.deck.id, name) for name in _decks(contents)}
        notes = sorted(contents.notes, key=attrgetter("id"))
        self._head, self._roots = _empty(contents, decks)
        self._rows = {"notes": _notes(contents, notes), "cards": _cards(notes, decks)}

    def chunks(self) -> Iterator[bytes]:
        """Yield what follows the head, CHUNK pages at a time; always cut at the same places."""
        pages = self._pages()
        yield from iter(lambda: b"".join(islice(pages, CHUNK)), b"")

    def head(self) -> bytes:
        """The first pages: schema, notetypes, decks and each table's root."""
        head = bytearray(self._head)
        for start, end in COUNTERS:
            head[start:end] = bytes(end - start)
        return bytes(head)

    def _pages(self) -> Iterator[bytes]:
        following = len(self._head) // PAGE + 1
        for name, rows in self._rows.items():
            table = Table(following)
            yield from table.pages(rows)
            following, root = table.next, self._roots[name]
            self._head[(root - 1) * PAGE : root * PAGE] = table.root
        self._head[PAGES] = (following - 1).to_bytes(4)


def deck_id(deck: str, name: str) -> int:
    """A stable id for the deck called `name`; Anki matches decks by name, so it matters inside the package only."""
    digest = hashlib.sha256(f"{deck}\0{name}".encode()).digest()
    return (1 << 40) + int.from_bytes(digest[:8]) % (1 << 40)


def _empty(contents: Contents, decks: dict[str, int]) -> tuple[bytearray, dict[str, int]]:
    """A collection without notes, and the page number of each table's root."""
    library = genanki().package
    # No indexes: every Anki accepts that and builds its own.
    tables = [statement for statement in library.APKG_SCHEMA.split(";") if "CREATE TABLE" in statement]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.execute(f"PRAGMA page_size={PAGE}")
        db.executescript(";".join(["BEGIN", *tables, library.APKG_COL]))
        db.execute(
            "UPDATE col SET crt = ?, mod = ?, scm = ?, models = ?, decks = ?",
            (
                contents.created,
                contents.created * 1000,
                contents.created * 1000,
                json.dumps({str(packed.notetype.id): _notetype(packed) for packed in contents.notetypes}),
                json.dumps(_deck_rows(db, contents, decks)),
            ),
        )
        db.execute("COMMIT")
        return bytearray(db.serialize()), dict(db.execute("SELECT name, rootpage FROM sqlite_master"))


def _notes(contents: Contents, notes: list[PackedNote]) -> Iterator[tuple[int, int, bytes]]:
    places = {}
    for packed in contents.notetypes:
        notetype = packed.notetype
        origins = [field.origin for field in notetype.fields]
        # Counted from the end, which is the shorter way.
        places[notetype.key] = notetype.id, origins.index("changed") - len(origins) if "changed" in origins else None
    for one in notes:
        note = one.note
        mid, changed = places[note.notetype]
        fields = _body(note.fields, changed, one.changed)
        guid = note.guid.encode()
        tags = f" {' '.join(note.tags)} ".encode() if note.tags else b""
        types = b"\0%b\6\6\1%b%b\x0d\x08\x08\x0d" % (_text(len(guid)), _text(len(tags)), _text(len(fields)))
        size = 1 + len(types) + len(guid) + _NOTE.size + len(tags) + len(fields)
        head = b"%b%b%c%b%b%b" % (
            varint(size),
            varint(one.id),
            1 + len(types),
            types,
            guid,
            _NOTE.pack(mid, one.mod, -1),
        )
        yield one.id, size, b"".join((head, tags, fields))


def _body(fields: Sequence[str], changed: int | None, value: str) -> bytes:
    """The values as a package holds them, with `value` in the place `changed`."""
    if changed is None:
        return fields.body if isinstance(fields, Fields) else SEPARATOR.join(fields).encode()
    if isinstance(fields, Fields):
        pieces = fields.body.rsplit(DIVIDER, -changed)
        pieces[changed] = value.encode()
        return DIVIDER.join(pieces)
    values = list(fields)
    values[changed] = value
    return SEPARATOR.join(values).encode()


def _cards(notes: Iterable[PackedNote], decks: dict[str, int]) -> Iterator[tuple[int, int, bytes]]:
    for packed in notes:
        deck = decks[packed.note.deck]
        for ordinal, due in packed.note.cards:
            id_ = packed.id + 1 + ordinal
            record = _CARD.pack(_CARD_TYPES, packed.id, deck, ordinal, packed.mod, -1, due)
            yield id_, _CARD.size, b"%c%b%b" % (_CARD.size, varint(id_), record)


@lru_cache(1 << 14)
def _text(size: int) -> bytes:
    return varint(13 + 2 * size)


def _decks(contents: Contents) -> list[str]:
    """Every deck's name, with the root and all parents, sorted."""
    names = {contents.deck.name}
    for deck in {packed.note.deck for packed in contents.notes}:
        parts = deck.split("::")
        names.update("::".join(parts[:end]) for end in range(1, len(parts) + 1))
    return sorted(names)


def _deck_rows(db: sqlite3.Connection, contents: Contents, decks: dict[str, int]) -> dict[str, Any]:
    (default,) = db.execute("SELECT decks FROM col").fetchone()
    rows: dict[str, Any] = json.loads(default)
    for name, id_ in decks.items():
        description = contents.description if name == contents.deck.name else ""
        rows[str(id_)] = genanki().Deck(id_, name, description).to_json() | {"mod": contents.created}
    return rows


def _notetype(packed: PackedNotetype) -> dict[str, Any]:
    notetype, kinds = packed.notetype, genanki().Model
    model = kinds(
        notetype.id,
        notetype.name,
        fields=[{"name": field.name, "id": field.id, "description": field.about} for field in notetype.fields],
        templates=[
            {"name": template.name, "id": template.id, "qfmt": template.front, "afmt": template.back}
            for template in notetype.templates
        ],
        css=notetype.css,
        model_type=kinds.CLOZE if notetype.kind == "cloze" else kinds.FRONT_BACK,
        sort_field_index=next((index for index, field in enumerate(notetype.fields) if field.sort), 0),
    )
    model._req = [list(rule) for rule in requirements(notetype)]
    row: dict[str, Any] = model.to_json(packed.mod, None)
    return row
