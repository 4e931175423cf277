"""The memory between builds: one SQLite file under output/, safe to delete and safe when two builds run at once.

It can never be stale: what is kept goes by hashes of all that decides it, and of the code that makes it. What cannot be
read or written is ignored with one warning; each value has a checksum of its own.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Collection, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from deckgen.inputs import code_key

CACHE = "output/cache.sqlite"
ANSWERS = 20  # how many commands' results are kept
TABLES = """
CREATE TABLE IF NOT EXISTS code (key TEXT);
CREATE TABLE IF NOT EXISTS prepared (path TEXT PRIMARY KEY, key BLOB, setting BLOB, crc INT, value BLOB);
CREATE TABLE IF NOT EXISTS answers (command TEXT PRIMARY KEY, state TEXT, crc INT, value TEXT);
"""


class Kept(NamedTuple):
    """A prepared file: the key that it goes by, that of its setting, its value."""

    key: bytes
    setting: bytes
    value: bytes


class Cache:
    """Opened at the first question; one that `keeps` nothing is only read. Counts its `statements`."""

    def __init__(self, path: Path, warn: Callable[[str], None], *, keeps: bool = True) -> None:
        self._path, self._warn = path, warn
        self._keeps, self._broken = keeps, False
        self._waiting: Callable[[sqlite3.Connection], None] | None = None
        self.statements = 0

    def prepared(self) -> dict[str, Kept]:
        """What is kept of each file, by its path; what has a wrong checksum is left out."""
        rows = self._read("SELECT path, key, setting, crc, value FROM prepared")
        return {path: Kept(key, setting, value) for path, key, setting, crc, value in rows if zlib.crc32(value) == crc}

    def keep(self, new: Mapping[str, Kept], paths: Collection[str]) -> None:
        """Keep these from `close` on, and of all others only what is among `paths`: a row for each file."""

        def save(db: sqlite3.Connection) -> None:
            held = {path for (path,) in db.execute("SELECT path FROM prepared")}
            db.executemany("DELETE FROM prepared WHERE path = ?", [(path,) for path in held.difference(paths)])
            rows = [(path, one.key, one.setting, zlib.crc32(one.value), one.value) for path, one in new.items()]
            db.executemany("INSERT OR REPLACE INTO prepared VALUES (?, ?, ?, ?, ?)", rows)
            self.statements += 3

        self._waiting = save

    def close(self) -> None:
        """Write what is to be kept, if anything."""
        if self._waiting:
            self._write(self._waiting)
            self._waiting = None

    def answer(self, command: str, state: str) -> Any:
        """What a command gave when the project was in this state, or None."""
        rows = self._read("SELECT crc, value FROM answers WHERE command = ? AND state = ?", command, state)
        return next((json.loads(value) for crc, value in rows if zlib.crc32(value.encode()) == crc), None)

    def remember(self, command: str, state: str, answer: Any) -> None:
        """Keep what a command gave, in the place of what it gave before."""

        def save(db: sqlite3.Connection) -> None:
            value = json.dumps(answer)
            row = (command, state, zlib.crc32(value.encode()), value)
            db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)
            db.execute("DELETE FROM answers WHERE rowid <= (SELECT max(rowid) FROM answers) - ?", (ANSWERS,))
            self.statements += 2

        self._write(save)

    def _read(self, question: str, *values: str) -> list[tuple[Any, ...]]:
        if self._broken or not self._path.is_file():
            return []
        try:
            with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)) as db:
                self.statements += 2
                if db.execute("SELECT key FROM code").fetchall() != [(code_key(),)]:
                    return []
                return db.execute(question, values).fetchall()
        except (sqlite3.Error, TypeError, ValueError, OSError) as error:
            self._fail(error)
            return []

    def _write(self, save: Callable[[sqlite3.Connection], None]) -> None:
        if self._broken or not self._keeps:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=1)) as db, db:
                db.executescript(f"PRAGMA synchronous=OFF; BEGIN IMMEDIATE; {TABLES}")
                if db.execute("SELECT key FROM code").fetchall() != [(code_key(),)]:
                    db.executescript("DELETE FROM code; DELETE FROM prepared; DELETE FROM answers; BEGIN IMMEDIATE;")
                    db.execute("INSERT INTO code VALUES (?)", (code_key(),))
                self.statements += 2
                save(db)
        except (sqlite3.Error, OSError) as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        """Do without from here on. Where another build writes, that is no fault; anything else begins anew."""
        self._broken = True
        if "locked" not in str(error):
            self._warn(f"the cache {CACHE} is ignored: {error}")
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
