"""Reads a package of the feed: notes, cards, notetypes, decks and media; refuses what no honest package holds."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .feed import FeedError

LIMIT = 2 * 1024**3  # bytes unpacked: no deck is larger, a zip bomb is
RATIO = 400  # unpacked to packed, above a first megabyte
_ACTIVE = re.compile(
    r"<\s*(?:script|iframe|object|embed|link|meta|base|form)\b|<[^>]*[\s/\"']on\w+\s*=|javascript\s*:", re.I
)


@dataclass(frozen=True)
class PackageNote:
    """A note of the package; `cards` are (ordinal, deck's full name)."""

    id: int
    guid: str
    notetype: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Package:
    """`database` is the unpacked collection.anki2, `media` maps file names to members of the zip at `path`.

    `decks` maps full names to ids, `descriptions` those that have one to its HTML.
    """

    path: Path
    database: Path
    notes: dict[str, PackageNote]
    notetypes: dict[int, dict[str, Any]]
    decks: dict[str, int]
    descriptions: dict[str, str]
    media: dict[str, str]

    def read(self, name: str) -> bytes:
        """The bytes of a media file."""
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(self.media[name])


def open_package(path: Path, folder: Path, root: str) -> Package:
    """Unpack and read the package at `path` into `folder`; tags must lie under `root`. FeedError if it is unsound."""
    try:
        with zipfile.ZipFile(path) as archive:
            _bounded(archive, path.stat().st_size)
            media = _media(archive)
            database = folder / "collection.anki2"
            with archive.open("collection.anki2") as source, database.open("wb") as target:
                shutil.copyfileobj(source, target)
        connection = sqlite3.connect(database)
        try:
            connection.execute("pragma trusted_schema=off")
            _plain_tables(connection)
            notetypes, decks, descriptions = _definitions(connection)
            notes = _notes(connection, {number: name for name, number in decks.items()})
        finally:
            connection.close()
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        EOFError,
        NotImplementedError,
        sqlite3.Error,
        zlib.error,
        RecursionError,
        TypeError,
    ) as error:
        raise FeedError(f"the package is damaged: {error}") from error
    for note in notes.values():
        _sound(note, notetypes, root)
    return Package(path, database, notes, notetypes, decks, descriptions, media)


def _bounded(archive: zipfile.ZipFile, packed: int) -> None:
    size = sum(member.file_size for member in archive.infolist())
    if size > LIMIT or (size > 1024**2 and size > RATIO * packed):
        raise FeedError(f"the package would unpack to {size} bytes: refused")


def _media(archive: zipfile.ZipFile) -> dict[str, str]:
    media = {}
    members = set(archive.namelist())
    for member, name in json.loads(archive.read("media")).items():
        if not isinstance(name, str) or re.search(r'[/\\:*?"<>|\x00-\x1f]', name) or name.strip(". ") == "":
            raise FeedError(f"the package holds a media file with an unsound name: {name!r}")
        if not member.isdigit() or member not in members:
            raise FeedError(f"the package lacks its media file {name!r}")
        media[name] = member
    return media


def _plain_tables(connection: sqlite3.Connection) -> None:
    """FeedError for views and triggers: they would run as programs on the learner's machine."""
    for kind, name in connection.execute("select type, name from sqlite_master where type not in ('table', 'index')"):
        raise FeedError(f"the package holds a {kind} {name!r}: refused")


def _definitions(
    connection: sqlite3.Connection,
) -> tuple[dict[int, dict[str, Any]], dict[str, int], dict[str, str]]:
    models, decks = (json.loads(text) for text in connection.execute("select models, decks from col").fetchone())
    notetypes = {int(key): model for key, model in models.items()}
    descriptions = {deck["name"]: deck["desc"] for deck in decks.values() if deck.get("desc")}
    return notetypes, {deck["name"]: int(key) for key, deck in decks.items()}, descriptions


def _notes(connection: sqlite3.Connection, decks: dict[int, str]) -> dict[str, PackageNote]:
    cards: dict[int, list[tuple[int, str]]] = {}
    for note, ordinal, deck in connection.execute("select nid, ord, did from cards order by nid, ord"):
        cards.setdefault(note, []).append((ordinal, decks[deck]))
    notes = {}
    for id_, guid, notetype, tags, fields in connection.execute("select id, guid, mid, tags, flds from notes"):
        notes[guid] = PackageNote(
            id_, guid, notetype, tuple(fields.split("\x1f")), tuple(tags.split()), tuple(cards.get(id_, ()))
        )
    return notes


def _sound(note: PackageNote, notetypes: dict[int, dict[str, Any]], root: str) -> None:
    if note.notetype not in notetypes or len(note.fields) != len(notetypes[note.notetype]["flds"]):
        raise FeedError(f"the package's note {note.guid!r} does not fit its notetype")
    if any(_ACTIVE.search(value) for value in note.fields):
        raise FeedError(f"the package's note {note.guid!r} carries a script: refused")
    if any(not tag.startswith(f"{root}::") for tag in note.tags):
        raise FeedError(f"the package's note {note.guid!r} carries a tag outside {root}::")
