"""The door by which other people's files come in: bounded, nothing followed out of their folder, nothing trusted."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from deckgen.media import PICTURES, SOUNDS
from deckgen.problem import Problem, Span, Stop

LARGEST_TEXT = 50_000_000  # bytes
LARGEST_PACKAGE = 4_000_000_000
LARGEST_MEDIA = 100_000_000
MOST_FILES = 20_000
STYLES = (".css", ".js", ".otf", ".ttf", ".woff", ".woff2")  # what templates of other decks name
DOCUMENTS = (".md", ".markdown", ".mdown", ".mkd")


@dataclass(frozen=True, slots=True)
class Document:
    """A file's bytes by the name that problems shall say; `picture` reads what it names, from its own folder only."""

    name: str
    data: bytes
    picture: Callable[[str], bytes | None]


def read_file(path: Path, largest: int = LARGEST_TEXT, root: Path | None = None) -> Document:
    """Read one file; its pictures may lie anywhere below `root` (without one: below its own folder).

    Stop where it cannot be read, or is larger than anything that people write.
    """
    try:
        if not path.is_file():
            raise Stop(f"there is no file {path}", "name a file, or a folder of CrowdAnki or of Markdown files")
        if path.stat().st_size > largest:
            raise Stop(f"{path.name} has more than {largest // 1_000_000} MB", "split it")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise Stop(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    return Document(path.name, data, _pictures(path.parent, root or path.parent))


def read_folder(folder: Path, wanted: tuple[str, ...] = DOCUMENTS) -> tuple[list[Document], list[Problem]]:
    """Read all documents below a folder in the order of their paths; links in it are not followed, and told."""
    found: list[Document] = []
    problems: list[Problem] = []
    waiting, seen = [""], 0
    while waiting:
        at = waiting.pop()
        try:
            entries = sorted(os.scandir(folder / at), key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            problems.append(_told(at or ".", "unreadable", f"the folder cannot be read: {error.strerror}"))
            continue
        seen += len(entries)
        if seen > MOST_FILES:
            raise Stop(f"{folder} holds more than {MOST_FILES} files", "import its parts, one by one")
        for entry in entries:
            path = f"{at}/{entry.name}".lstrip("/")
            try:
                path.encode()
            except UnicodeEncodeError:
                continue
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                problems.append(_told(path, "link", "links are not followed"))
            elif entry.is_dir():
                waiting.append(path)
            elif entry.is_file() and PurePosixPath(path).suffix.lower() in wanted:
                try:
                    document = read_file(folder / path, root=folder)
                except Stop as stop:
                    problems.append(_told(path, "unreadable", stop.message))
                    continue
                found.append(Document(path, document.data, document.picture))
    return sorted(found, key=lambda document: document.name.casefold()), problems


def decode(document: Document) -> tuple[str, list[Problem]]:
    """The text of a document: UTF-8, or UTF-16 as Excel saves it; a problem where it is neither."""
    data, name = document.data, document.name
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding), []
            except UnicodeDecodeError:
                hint = "save it as UTF-8"
                return "", [
                    Problem(Span(name, 1), "not-text", f"the file says that it is {encoding}, but is not", hint)
                ]
    head = data[:2000]
    if len(head) > 20 and head[1::2].count(0) > len(head) // 3 > head[::2].count(0) * 3:
        return data.decode("utf-16-le", "replace"), []
    try:
        return data.decode(), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8 (byte 0x{data[error.start]:02x} here)"
        return "", [Problem(Span(name, line), "not-utf8", message, "save it as UTF-8 in your editor")]


def _pictures(folder: Path, root: Path) -> Callable[[str], bytes | None]:
    """What reads pictures and sounds by paths from a folder: below `root` after links are followed, no huge files."""

    def read(name: str) -> bytes | None:
        parts = PurePosixPath(re.sub(r"[?#].*$", "", name)).parts
        if not parts or name.startswith(("/", "~")) or "\\" in name or "\0" in name:
            return None
        if not name.lower().endswith((*PICTURES, *SOUNDS, *STYLES)):
            return None
        try:
            file = folder.joinpath(*parts)
            if not file.resolve().is_relative_to(root.resolve()) or not file.is_file():
                return None
            return file.read_bytes() if file.stat().st_size <= LARGEST_MEDIA else None
        except (OSError, ValueError, RuntimeError):
            return None

    return read


def _told(path: str, code: str, message: str) -> Problem:
    return Problem(Span(path), code, f"left out: {message}", level="warning")
