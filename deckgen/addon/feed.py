"""The contract with subscribers: what a feed is, written by deckgen and read by this add-on.

A feed is a folder of static files. feed.json names, by addresses relative to itself, the whole package, deltas from
the last releases, and for each package a notes file: JSON, gzipped, which says per note what was ever published.
Python 3.9 and the standard library only: this file is also part of the add-on.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*\Z")
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:(\+dev)(?:\.(\d+))?)?\Z")


class FeedError(Exception):
    """A feed that cannot be used; the message says why, for people."""


@dataclass(frozen=True)
class File:
    """A file of the feed: its name beside feed.json, the sha256 (hex) and size (bytes) of its content."""

    url: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Delta:
    """What is needed to go from the version `from_version` to the feed's."""

    from_version: str
    package: File
    notes: File


@dataclass(frozen=True)
class Release:
    """A line of the changelog; the numbers count notes."""

    version: str
    date: str
    added: int
    changed: int
    retired: int
    text: str


@dataclass(frozen=True)
class Feed:
    """feed.json."""

    deck: str
    name: str
    version: str
    date: str
    package: File
    notes: File
    deltas: tuple[Delta, ...] = ()
    changelog: tuple[Release, ...] = ()


@dataclass(frozen=True)
class FeedNote:
    """What subscribers must know of one note.

    `fields` maps a field's name to the hashes of every value published (the last one is current; "" for empty; fields
    that were only ever empty are left out), `decks` and `tags` are all names ever published (the last deck is current).
    """

    guid: str
    since: str
    changed: str
    moved: str
    retired: str
    decks: tuple[str, ...]
    tags: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class FeedNotetype:
    """Hashes of every look published of the notetype with that Anki id: "css", "NAME/front", "NAME/back"."""

    id: int
    name: str
    look: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Notes:
    """A notes file: the notes that its package holds, and those that moved or were retired since `from_version`.

    `tag` is the root that every published tag lies under; `from_version` is "" in the whole notes file.
    """

    deck: str
    version: str
    from_version: str
    tag: str
    notetypes: tuple[FeedNotetype, ...]
    notes: tuple[FeedNote, ...]


def value_hash(value: str) -> str:
    """16 hex characters of sha256 for a field's value; "" for an empty one."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:16] if value else ""


def version_key(version: str) -> tuple[int, int, int, bool, int]:
    """Sort key of a version; an author's own build "1.2.0+dev.7" comes after 1.2.0. FeedError if it is none."""
    found = _VERSION.match(version) if isinstance(version, str) else None
    if not found:
        raise FeedError(f"not a version: {version!r}")
    return int(found[1]), int(found[2]), int(found[3]), bool(found[4]), int(found[5] or 0)


def write_feed(feed: Feed) -> bytes:
    """feed.json."""
    data: dict[str, Any] = {"format": FORMAT, **asdict(feed)}
    data["deltas"] = [
        {"from": d.from_version, "package": asdict(d.package), "notes": asdict(d.notes)} for d in feed.deltas
    ]
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_feed(data: bytes) -> Feed:
    """Read feed.json. FeedError for what is not understood to the letter."""
    row = _json(data, "feed.json")
    with _Faults("feed.json"):
        feed = Feed(
            _text(row["deck"]),
            _text(row["name"]),
            _text(row["version"]),
            _text(row["date"]),
            _file(row["package"]),
            _file(row["notes"]),
            tuple(Delta(_text(d["from"]), _file(d["package"]), _file(d["notes"])) for d in row["deltas"]),
            tuple(
                Release(
                    _text(r["version"]),
                    _text(r["date"]),
                    int(r["added"]),
                    int(r["changed"]),
                    int(r["retired"]),
                    _text(r["text"]),
                )
                for r in row["changelog"]
            ),
        )
        for version in (feed.version, *(delta.from_version for delta in feed.deltas)):
            version_key(version)
    return feed


def write_notes(notes: Notes) -> bytes:
    """A notes file, gzipped without a date: the same notes give the same bytes."""
    data = {
        "format": FORMAT,
        "deck": notes.deck,
        "version": notes.version,
        "from": notes.from_version,
        "tag": notes.tag,
        "notetypes": [{"id": n.id, "name": n.name, "look": dict(n.look)} for n in notes.notetypes],
        "notes": {
            n.guid: [n.since, n.changed, n.moved, n.retired, n.decks, n.tags, dict(n.fields)] for n in notes.notes
        },
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def read_notes(data: bytes, limit: int = 512 * 1024 * 1024) -> Notes:
    """Read a notes file of at most `limit` bytes unpacked. FeedError for what is not understood to the letter."""
    row = _json(_unpack(data, limit), "the notes file")
    with _Faults("the notes file"):
        return Notes(
            _text(row["deck"]),
            _text(row["version"]),
            _text(row["from"]),
            _text(row["tag"]),
            tuple(FeedNotetype(int(n["id"]), _text(n["name"]), _histories(n["look"])) for n in row["notetypes"]),
            tuple(_note(guid, values) for guid, values in row["notes"].items()),
        )


def _note(guid: str, values: Any) -> FeedNote:
    since, changed, moved, retired, decks, tags, fields = values
    return FeedNote(
        guid,
        _text(since),
        _text(changed),
        _text(moved),
        _text(retired),
        tuple(map(_text, decks)),
        tuple(map(_text, tags)),
        _histories(fields),
    )


def _unpack(data: bytes, limit: int) -> bytes:
    try:
        unpacker = zlib.decompressobj(wbits=31)
        text = unpacker.decompress(data, limit)
    except zlib.error as error:
        raise FeedError(f"the notes file is damaged: {error}") from error
    if unpacker.unconsumed_tail:
        raise FeedError("the notes file is larger than any deck's should be")
    if not unpacker.eof:
        raise FeedError("the notes file is cut short")
    return text


def _json(data: bytes, what: str) -> dict[str, Any]:
    try:
        row = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise FeedError(f"{what} is not readable: {error}") from error
    if not isinstance(row, dict) or row.get("format") != FORMAT:
        found = row.get("format") if isinstance(row, dict) else None
        raise FeedError(f"{what} has format {found!r}; this version of the add-on reads format {FORMAT}")
    return row


def _file(row: Any) -> File:
    file = File(_text(row["url"]), _text(row["sha256"]), int(row["size"]))
    if not _NAME.match(file.url) or not re.match(r"[0-9a-f]{64}\Z", file.sha256) or file.size < 0:
        raise FeedError(f"feed.json names a file that is not beside it: {file.url!r}")
    return file


def _histories(row: Any) -> dict[str, tuple[str, ...]]:
    return {_text(key): tuple(map(_text, hashes)) for key, hashes in row.items()}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {value!r}")
    return value


class _Faults:
    """Turns what goes wrong while reading `what` into a FeedError."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if isinstance(error, (KeyError, TypeError, ValueError, AttributeError)):
            raise FeedError(f"{self.what} is not readable: {error!r}") from error
