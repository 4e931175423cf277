"""What a build depends on, as one hash: light to import, so that an unchanged project is known before anything is read.

The files' contents count, not their times (but the youngest one, which is a dev build's clock): it can never be stale.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from deckgen.problem import Stop

PARTS = ("deck.yaml", "ledger.jsonl", "content", "templates", "media")


def find_root(start: Path) -> Path:
    """The nearest folder with a deck.yaml, from `start` upwards. Stop where there is none."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / "deck.yaml").is_file():
            return folder
    raise Stop(f"no deck.yaml in {start} or above it", "deckgen new DIR starts a project")


class State(NamedTuple):
    """All that a build depends on: a hash of it ("" where a file is unreadable), and what each file was."""

    hash: str
    files: dict[str, tuple[bytes, Stamp]]
    read: int  # when the reading began, ns


Stamp = tuple[int, ...]  # what stat says of a file that changes with every writing
SETTLED = 2_000_000_000  # ns: no file system's clock is coarser, so a file that was older then is told by its stamp


def state(root: Path, before: State | None = None) -> State:
    """The state of every file of the project, of the code, and of the youngest file's time.

    Files that are what they were `before` are not read again.
    """
    known, limit = (before.files, before.read - SETTLED) if before else ({}, 0)
    now = time.time_ns()
    digest = hashlib.sha256(f"{code_key()} {os.environ.get('SOURCE_DATE_EPOCH', '')}".encode())
    newest = 0
    files: dict[str, tuple[bytes, Stamp]] = {}
    try:
        for path in _files(str(root)):
            file = os.stat(path)  # noqa: PTH116 - thousands of files: a Path for each takes as long again
            stamp = (file.st_mtime_ns, file.st_ctime_ns, file.st_size, file.st_ino, file.st_dev)
            content, old = known.get(path, (b"", ()))
            if stamp != old or max(stamp[:2]) > limit:
                with open(path, "rb") as opened:  # noqa: PTH123
                    content = hashlib.sha256(opened.read()).digest()
            files[path] = content, stamp
            if not path.endswith("ledger.jsonl"):
                newest = max(newest, int(file.st_mtime))
            digest.update(f"\0{path}\0{os.path.islink(path)}\0".encode() + content)  # noqa: PTH114
    except (OSError, UnicodeError):
        return State("", {}, now)
    digest.update(str(newest).encode())
    return State(digest.hexdigest(), files, now)


def _files(root: str) -> Iterator[str]:
    for part in PARTS:
        path = f"{root}/{part}"
        if os.path.isdir(path):  # noqa: PTH112
            yield from _below(path)
        elif os.path.lexists(path):
            yield path


def _below(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            if entry.is_dir():
                yield from _below(entry.path)
            else:
                yield entry.path


@cache
def code_key() -> str:
    """A hash of deckgen's code and templates, and of the versions of Python and of everything installed beside it."""
    digest = hashlib.sha256(sys.version.encode())
    package = Path(__file__).parent
    folders = [str(package), *(str(folder) for folder in (package.parent / "templates",) if folder.is_dir())]
    for folder in folders:
        for path in _below(folder):
            if path.endswith((".py", ".html", ".css", ".yaml")):
                with open(path, "rb") as file:  # noqa: PTH123
                    data = file.read()
                digest.update(f"\0{path.removeprefix(folder)}\0{len(data)}\0".encode())
                digest.update(data)
    for entry in sys.path:  # the names of these folders hold the versions
        if entry and os.path.isdir(entry):  # noqa: PTH112
            with os.scandir(entry) as found:
                names = sorted(each.name for each in found if each.name.endswith(".dist-info"))
            digest.update("\0".join(names).encode())
    return digest.hexdigest()
