"""The memory between builds: one SQLite file under output/, safe to delete and safe when two builds run at once.

It can never be stale: keys are hashes of all that decides a rendering, and of the code that makes it. What cannot be
read or written is ignored with one warning; each value has a checksum of its own.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

CACHE = "output/cache.sqlite"
SPARE = 2000  # rows beyond twice those in use are thrown away
LIBRARIES = ("markdown", "latex2mathml", "pygments", "nh3", "genanki", "zlib-ng", "pyyaml")
TABLES = """
CREATE TABLE IF NOT EXISTS drawn (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS built (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


class Cache:
    """Rendered questions of earlier builds; what is put is written by `close`."""

    def __init__(self, path: Path, warn: Callable[[str], None]) -> None:
        self._path, self._warn = path, warn
        self._code = code_key()
        self._rows: dict[str, bytes] = {}
        self._new: dict[str, bytes] = {}
        self._used: set[str] = set()
        self._broken = False
        if path.is_file():
            self._try(self._load)

    def get(self, key: str) -> bytes | None:
        """What was put under this key by this version of the code, or None."""
        self._used.add(key)
        value = self._rows.get(self._code + key)
        if value is None or _checksum(value[8:]) != value[:8]:
            return None
        return value[8:]

    def put(self, key: str, value: bytes) -> None:
        """Keep it, from `close` on."""
        self._new[self._code + key] = _checksum(value) + value

    def close(self) -> None:
        """Write what is new; throw away what nobody used for long. Nothing is written where nothing is new."""
        if self._new and not self._broken:
            self._try(self._save)

    def _load(self) -> None:
        with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)) as db:
            self._rows = dict(db.execute("SELECT key, value FROM drawn"))
            if not all(isinstance(value, bytes) for value in self._rows.values()):
                raise sqlite3.DatabaseError("values of the wrong type")

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=1)) as db, db:
            db.executescript(f"PRAGMA synchronous=OFF; BEGIN IMMEDIATE; {TABLES}")
            kept = {self._code + key for key in self._used}
            if len(self._rows.keys() | self._new.keys()) > 2 * len(kept) + SPARE:
                db.executemany("DELETE FROM drawn WHERE key = ?", ((key,) for key in self._rows.keys() - kept))
            db.executemany("INSERT OR REPLACE INTO drawn VALUES (?, ?)", self._new.items())

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except (sqlite3.Error, OSError) as error:
            self._broken = True
            self._rows = {}
            if "locked" not in str(error):  # another build writes: this one does without
                self._warn(f"the cache {CACHE} is ignored: {error}")
                with suppress(OSError):
                    self._path.unlink(missing_ok=True)


def _checksum(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=8).digest()


@cache
def code_key() -> str:
    """Of deckgen's own code and of the libraries that take part, so that no other version's results are used."""
    digest = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version}".encode())
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}".encode())
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]
