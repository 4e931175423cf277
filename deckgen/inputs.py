"""What a build depends on, as one hash: light to import, so that an unchanged project is known before anything is read.

The files' contents count, not their times (but the youngest one, which is a dev build's clock): it can never be stale.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from deckgen.problem import Stop

PARTS = ("deck.yaml", "ledger.jsonl", "content", "templates", "media")


def find_root(start: Path) -> Path:
    """The nearest folder with a deck.yaml, from `start` upwards. Stop where there is none."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / "deck.yaml").is_file():
            return folder
    raise Stop(f"no deck.yaml in {start} or above it", "deckgen new DIR starts a project")


def state(root: Path) -> str:
    """A hash of every file of the project, of the code, and of the youngest file's time; "" where one is unreadable."""
    digest = hashlib.sha256(f"{code_key()} {os.environ.get('SOURCE_DATE_EPOCH', '')}".encode())
    newest = 0
    try:
        for path in _files(str(root)):
            with open(path, "rb") as file:  # noqa: PTH123 - thousands of files: a Path for each takes as long again
                data = file.read()
                if not path.endswith("ledger.jsonl"):
                    newest = max(newest, int(os.fstat(file.fileno()).st_mtime))
            digest.update(f"\0{path}\0{os.path.islink(path)}\0{len(data)}\0".encode())  # noqa: PTH114
            digest.update(data)
    except (OSError, UnicodeError):
        return ""
    digest.update(str(newest).encode())
    return digest.hexdigest()


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
