"""The collection.anki2 of a package: genanki's schema and notetypes, rows in bulk."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deckgen.apkg.contents import Contents, PackedNote, PackedNotetype
from deckgen.cards import requirements
from deckgen.problem import Stop

CHUNK = 1 << 20  # bytes
SEPARATOR = "\x1f"
# Change counter, "version valid for" and SQLite's own version: they say when and by what the file was written.
COUNTERS = ((24, 28), (92, 100))
PRAGMAS = (
    "page_size=65536",  # a note with formulas takes kilobytes: few of them fit into a small page
    "journal_mode=OFF",
    "synchronous=OFF",
    "locking_mode=EXCLUSIVE",
    "cache_size=-65536",
)
# Anki makes sort field and checksum anew for every note that it imports: here they would only cost room.
NOTE = "INSERT INTO notes VALUES (?,?,?,?,-1,?,?,'',0,0,'')"
CARD = "INSERT INTO cards VALUES (?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"


@contextmanager
def database(contents: Contents) -> Iterator[Iterable[bytes]]:
    """Give a collection.anki2 in chunks of CHUNK bytes. Stop where there is no room for it.

    It lies in a temporary file: its size costs no memory, and reading it back costs less than SQLite's serialize().
    """
    with TemporaryDirectory(prefix="deckgen-") as folder:
        path = Path(folder) / "collection.anki2"
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as db:
                _fill(db, contents)
        except sqlite3.OperationalError as error:
            raise Stop(f"the package cannot be written: {error}", "is the disk for temporary files full?") from error
        yield _chunks(path)


def deck_id(deck: str, name: str) -> int:
    """A stable id for the deck called `name`; Anki matches decks by name, so it matters inside the package only."""
    digest = hashlib.sha256(f"{deck}\0{name}".encode()).digest()
    return (1 << 40) + int.from_bytes(digest[:8]) % (1 << 40)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        head = bytearray(file.read(CHUNK))
        for start, end in COUNTERS:
            head[start:end] = bytes(end - start)
        yield bytes(head)
        yield from iter(lambda: file.read(CHUNK), b"")


def _fill(db: sqlite3.Connection, contents: Contents) -> None:
    from genanki.apkg_col import APKG_COL  # noqa: PLC0415 - heavy, and not needed to show --help
    from genanki.apkg_schema import APKG_SCHEMA  # noqa: PLC0415

    decks = {name: deck_id(contents.deck.id, name) for name in _decks(contents)}
    notes = sorted(contents.notes, key=lambda packed: packed.id)  # SQLite appends faster than it inserts
    for pragma in PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    # No indexes: every Anki accepts that and builds its own.
    tables = [statement for statement in APKG_SCHEMA.split(";") if "CREATE TABLE" in statement]
    db.executescript(";".join(["BEGIN", *tables, APKG_COL]))
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
    db.executemany(NOTE, _rows(contents, notes))
    db.executemany(
        CARD,
        (
            (packed.id + 1 + ordinal, packed.id, decks[packed.note.deck], ordinal, packed.mod, due)
            for packed in notes
            for ordinal, due in packed.note.cards
        ),
    )
    db.execute("COMMIT")


def _rows(contents: Contents, notes: list[PackedNote]) -> Iterator[tuple[Any, ...]]:
    places = {}
    for packed in contents.notetypes:
        notetype = packed.notetype
        origins = [field.origin for field in notetype.fields]
        places[notetype.key] = notetype.id, origins.index("changed") if "changed" in origins else None
    for one in notes:
        note = one.note
        mid, changed = places[note.notetype]
        fields = [*note.fields]
        if changed is not None:
            fields[changed] = one.changed
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        yield one.id, note.guid, mid, one.mod, tags, SEPARATOR.join(fields)


def _decks(contents: Contents) -> list[str]:
    """Every deck's name, with the root and all parents, sorted."""
    names = {contents.deck.name}
    for deck in {packed.note.deck for packed in contents.notes}:
        parts = deck.split("::")
        names.update("::".join(parts[:end]) for end in range(1, len(parts) + 1))
    return sorted(names)


def _deck_rows(db: sqlite3.Connection, contents: Contents, decks: dict[str, int]) -> dict[str, Any]:
    from genanki import Deck  # noqa: PLC0415

    (default,) = db.execute("SELECT decks FROM col").fetchone()
    rows: dict[str, Any] = json.loads(default)
    for name, id_ in decks.items():
        description = contents.description if name == contents.deck.name else ""
        rows[str(id_)] = Deck(id_, name, description).to_json() | {"mod": contents.created}
    return rows


def _notetype(packed: PackedNotetype) -> dict[str, Any]:
    from genanki import Model  # noqa: PLC0415

    notetype = packed.notetype
    model = Model(
        notetype.id,
        notetype.name,
        fields=[{"name": field.name, "id": field.id, "description": field.about} for field in notetype.fields],
        templates=[
            {"name": template.name, "id": template.id, "qfmt": template.front, "afmt": template.back}
            for template in notetype.templates
        ],
        css=notetype.css,
        model_type=Model.CLOZE if notetype.kind == "cloze" else Model.FRONT_BACK,
        sort_field_index=next((index for index, field in enumerate(notetype.fields) if field.sort), 0),
    )
    model._req = [list(rule) for rule in requirements(notetype)]
    row: dict[str, Any] = model.to_json(packed.mod, None)
    return row
