"""The memory between releases: ledger.jsonl as a value, read strictly and printed in one way only.

Line 1 is a header, then a line a notetype, a line a media file and a line a note, each kind sorted by its key.
The file is irreplaceable: whatever is not understood to the letter is refused (Stop), never guessed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from deckgen.problem import Stop
from deckgen.version import parts

FORMAT = 1
History = tuple[tuple[str, tuple[str, ...]], ...]  # (key, hashes of every value ever published, oldest first)


@dataclass(frozen=True, slots=True)
class Released:
    """One release: `date` is YYYY-MM-DD in UTC; the numbers count notes."""

    version: str
    date: str
    added: int
    changed: int
    retired: int


@dataclass(frozen=True, slots=True)
class NotetypeEntry:
    """A notetype ever released; `look` keeps the hashes of "css", "KEY.front" and "KEY.back"."""

    key: str
    id: int
    mod: int
    since: str
    changed: str
    fields: tuple[str, ...]
    templates: tuple[str, ...]
    sort: str
    hash: str
    look: History


@dataclass(frozen=True, slots=True)
class MediaEntry:
    """A media file ever released, by its published name."""

    name: str
    since: str


class NoteEntry(NamedTuple):  # made by the ten thousand: five times as fast as a frozen dataclass
    """A note ever released: `id` is the question's, `note` Anki's note id (ms); a version is "" if nothing happened."""

    id: str
    guid: str
    note: int
    notetype: str
    topic: str
    mod: int
    since: str
    changed: str
    moved: str
    retired: str
    hash: str
    source: str
    fields: History
    tags: tuple[str, ...]
    decks: tuple[str, ...]  # every deck name ever published, the current one last
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """All releases of one deck; `content` is a fingerprint of what the last release packaged."""

    deck: str
    releases: tuple[Released, ...] = ()
    notetypes: tuple[NotetypeEntry, ...] = ()
    media: tuple[MediaEntry, ...] = ()
    notes: tuple[NoteEntry, ...] = ()
    content: str = ""

    @property
    def version(self) -> str:
        """The last released version, or ""."""
        return self.releases[-1].version if self.releases else ""


def value_hash(value: str) -> str:
    """16 hex characters of sha256 for a field's value; "" for an empty one."""
    return hashlib.sha256(value.encode()).hexdigest()[:16] if value else ""


def extend(history: History | None, hashes: Mapping[str, str]) -> History:
    """Append each `value_hash` where it differs from its key's last one; None for what was never published before.

    A key that was only ever empty is left out; one that was empty first begins with "".
    """
    known = dict(history or ())
    for key, new in hashes.items():
        past = known.get(key, () if history is None else ("",))
        if (past[-1] if past else "") != new:
            known[key] = (*(each for each in past if each != new), new)
    return tuple(sorted(known.items()))


def latest(history: History, key: str) -> str:
    """The hash that was published last under `key`."""
    return dict(history).get(key, ("",))[-1]


def print_ledger(ledger: Ledger) -> str:
    """The one way a ledger is written."""
    header = {
        "format": FORMAT,
        "deck": ledger.deck,
        "notes": len(ledger.notes),
        "content": ledger.content,
        "releases": [asdict(release) for release in ledger.releases],
    }
    lines: list[dict[str, Any]] = [header]
    lines += [{"notetype": _plain(n)} for n in sorted(ledger.notetypes, key=lambda n: n.key)]
    lines += [{"media": asdict(m)} for m in sorted(ledger.media, key=lambda m: m.name)]
    lines += [_plain(note) for note in sorted(ledger.notes, key=lambda note: note.id)]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _plain(entry: NotetypeEntry | NoteEntry) -> dict[str, Any]:
    """An entry as JSON: histories as objects, empty versions and lists left out."""
    row: dict[str, Any] = {}
    for name, kind in _types(type(entry).__name__).items():
        value = getattr(entry, name)
        if value not in ("", ()):
            row[name] = dict(value) if kind == "History" else value
    return row


@cache
def _types(entry: str) -> dict[str, str]:
    """The names of an entry's values and their types, as they are written above."""
    kind = {each.__name__: each for each in (NotetypeEntry, MediaEntry, NoteEntry)}[entry]
    return {name: str(getattr(each, "__forward_arg__", each)) for name, each in kind.__annotations__.items()}


def parse_ledger(text: str, deck: str) -> Ledger:
    """Read ledger.jsonl of the deck with that id. Stop if a line is not understood, or it is another deck's."""
    lines = text.removesuffix("\n").split("\n")  # not splitlines: names may hold U+2028 and its like
    header = _header(lines, deck)
    ledger = Ledger(deck, tuple(Released(**release) for release in header["releases"]), content=header["content"])
    notetypes: list[NotetypeEntry] = []
    media: list[MediaEntry] = []
    notes: list[NoteEntry] = []
    for number, line in enumerate(lines[1:], 2):
        row = _object(line, number)
        try:
            if "notetype" in row and isinstance(row["notetype"], dict):
                notetypes.append(NotetypeEntry(**_values(NotetypeEntry, row["notetype"])))
            elif isinstance(row.get("media"), dict):
                media.append(MediaEntry(**_values(MediaEntry, row["media"])))
            else:
                notes.append(NoteEntry(**_values(NoteEntry, row)))
        except (TypeError, ValueError) as error:
            raise _broken(number, str(error)) from error
    ledger = replace(ledger, notetypes=tuple(notetypes), media=tuple(media), notes=tuple(notes))
    _sound(ledger, header["notes"])
    return ledger


def _header(lines: list[str], deck: str) -> dict[str, Any]:
    header = _object(lines[0] if lines else "", 1)
    if header.get("format") != FORMAT:
        raise Stop(
            f"ledger.jsonl has format {header.get('format')!r}, this deckgen reads format {FORMAT}",
            "install a newer deckgen, or take the file from git",
        )
    if header.get("deck") != deck:
        raise Stop(
            f"ledger.jsonl belongs to the deck {header.get('deck')!r}, deck.yaml says {deck!r}",
            "the id in deck.yaml never changes; a new deck starts without a ledger",
        )
    header = {"notes": None, "content": "", **header}
    try:
        for release in header["releases"]:
            checked = Released(**release)
            parts(checked.version)
            if not isinstance(checked.date, str):
                raise TypeError("a release's date is text")
    except (TypeError, ValueError, KeyError) as error:
        raise _broken(1, str(error)) from error
    return header


def _object(line: str, number: int) -> dict[str, Any]:
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        raise Stop(
            f"ledger.jsonl:{number}: an unresolved merge conflict",
            "take the other branch's ledger whole (git checkout --theirs ledger.jsonl) and release again",
        )
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _broken(number, str(error)) from error
    if not isinstance(row, dict):
        raise _broken(number, "not an object")
    return row


def _values(kind: type[NotetypeEntry] | type[MediaEntry] | type[NoteEntry], row: dict[str, Any]) -> dict[str, Any]:
    """The row's values in the entry's types. ValueError where a key is missing, unknown or of another type."""
    values: dict[str, Any] = {}
    for name, wanted in _types(kind.__name__).items():
        value = row.get(name)
        if value is None:
            empty: Any = () if wanted.startswith(("tuple", "History")) else ""
            if wanted == "int" or name in ("id", "guid", "key", "name", "since", "hash"):
                raise ValueError(f"{name!r} is missing")
            values[name] = empty
        elif wanted == "History" and isinstance(value, dict):
            values[name] = tuple((key, _texts(value[key], key)) for key in sorted(value))
        elif wanted == "tuple[str, ...]":
            values[name] = _texts(value, name)
        elif (wanted, type(value)) in (("int", int), ("str", str)):
            values[name] = value
        else:
            raise ValueError(f"{name!r} has a wrong value")
    if unknown := set(row) - set(values):
        raise ValueError(f"unknown key {min(unknown)!r}")
    return values


def _texts(value: Any, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{name!r} is not a list of texts")
    return tuple(value)


def _sound(ledger: Ledger, count: int | None) -> None:
    """Stop if notes got lost or stand twice: what a careless merge does."""
    if count is not None and count != len(ledger.notes):
        raise Stop(
            f"ledger.jsonl holds {len(ledger.notes)} notes, its first line says {count}",
            "lines were lost or doubled, perhaps in a merge: take one branch's whole file from git",
        )
    for what, keys in (
        ("id", (name for note in ledger.notes for name in (note.id, *note.was))),
        ("guid", (note.guid for note in ledger.notes)),
        ("note id", (str(note.note) for note in ledger.notes)),
    ):
        if twice := _twice(keys):
            raise Stop(f"ledger.jsonl holds the {what} {twice!r} twice", "take one branch's whole file from git")


def _twice(keys: Iterable[str]) -> str:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return ""


def _broken(number: int, why: str) -> Stop:
    return Stop(f"ledger.jsonl:{number}: cannot be read: {why}", "restore the file from git; it cannot be rebuilt")
