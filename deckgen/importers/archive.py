"""Reads an .apkg or .colpkg from bytes, within bounds: nothing is unpacked to the disk, no name in it is trusted."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from deckgen.importers import protobuf
from deckgen.importers.piece import lost
from deckgen.problem import Problem, Span

MOST_ENTRIES = 100_000
MOST_BYTES = 2_000_000_000  # of all that is unpacked
LARGEST_FILE = 100_000_000
MOST_RATIO = 300  # unpacked to packed, for anything larger than a few megabytes
COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")  # the newest that a package holds


class Bad(Exception):
    """A package that cannot be read: code, message, hint."""

    def __init__(self, code: str, message: str, hint: str = "export it again from Anki") -> None:
        super().__init__(message)
        self.problem = (code, message, hint)


@dataclass
class Package:
    """A package's collection and media; what is unpacked counts against one budget."""

    source: str
    archive: zipfile.ZipFile
    modern: bool = False
    left: int = MOST_BYTES
    entries: dict[str, str] = field(default_factory=dict)  # media name -> entry
    problems: list[Problem] = field(default_factory=list)

    def collection(self) -> bytes:
        """The bytes of the newest collection in it."""
        names = self.archive.namelist()
        name = next((each for each in COLLECTIONS if each in names), "")
        if not name:
            raise Bad("not-a-package", "there is no collection in this file", "is it a package of Anki?")
        self.modern = name == COLLECTIONS[0]
        return self.unpacked(name, MOST_BYTES // 2)

    def media(self, name: str) -> bytes | None:
        """A media file by its name in the collection, None where it is not there or too large."""
        entry = self.entries.get(name)
        if entry is None:
            return None
        try:
            return self.unpacked(entry, LARGEST_FILE)
        except Bad as bad:
            if bad.problem[0] == "too-large":
                raise
            self.problems.append(lost(Span(f"{self.source}/{name}"), "media", f"left out: {bad}"))
            return None

    def unpacked(self, name: str, most: int) -> bytes:
        """The contents of an entry, decompressed twice in modern packages."""
        info = self.archive.getinfo(name)
        self.check(info, most)
        with self.archive.open(info) as file:
            data = _limited(file.read, most, name)
        if self.modern and not name.startswith("meta"):
            data = _zstd(data, min(most, self.left), name)
        self.left -= len(data)
        if self.left < 0:
            raise Bad("too-large", f"the package unpacks to more than {MOST_BYTES // 1_000_000} MB")
        return data

    def check(self, info: zipfile.ZipInfo, most: int) -> None:
        """Refuse what is too large, or packed in a way that no honest file is."""
        size, packed = info.file_size, max(info.compress_size, 1)
        if size > most or (size > 5_000_000 and size / packed > MOST_RATIO):
            raise Bad(
                "too-large", f"{info.filename[:80]!r} unpacks to {size / 1e6:,.0f} MB", "is this package to be trusted?"
            )
        if info.flag_bits & 1:
            raise Bad("encrypted", f"{info.filename[:80]!r} is encrypted")

    def read_map(self) -> None:
        """Read which entry is which media file; names that would leave the folder are told and left out."""
        if "media" not in self.archive.namelist():
            return
        data = self.unpacked("media", LARGEST_FILE)
        try:
            pairs = list(_modern_map(data) if self.modern else _legacy_map(data))
        except (ValueError, RecursionError, AttributeError) as error:
            self.problems.append(
                lost(Span(f"{self.source}/media"), "media-map", f"the list of media is broken: {error}")
            )
            return
        for entry, name in pairs[:MOST_ENTRIES]:
            if fault := _fault(name):
                message = f"the media name {name[:80]!r} {fault}: left out"
                self.problems.append(lost(Span(f"{self.source}/{entry}"), "media-name", message))
            elif entry in self.archive.NameToInfo and entry not in COLLECTIONS:
                self.entries.setdefault(name, entry)


def open_package(data: bytes, source: str) -> Package:
    """Open a package's bytes. Bad where they are no zip file, or one with too much in it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise Bad("not-a-package", f"this is no package of Anki: {error}", "is it a whole .apkg or .colpkg?") from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Bad("too-large", f"the package holds {len(entries):,} files")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Bad("too-large", f"the package unpacks to more than {MOST_BYTES // 1_000_000:,} MB")
    return Package(source, archive)


READ_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def _limited(read: Callable[[int], bytes], most: int, name: str) -> bytes:
    """All that `read` gives, at most `most` bytes. Bad where it gives more, or fails."""
    try:
        data = read(most + 1)
    except READ_FAULTS as error:
        raise Bad("broken", f"{name[:80]!r} cannot be unpacked: {error}") from error
    if len(data) > most:
        raise Bad(
            "too-large", f"{name[:80]!r} unpacks to more than {most / 1e6:,.0f} MB", "is this package to be trusted?"
        )
    return data


def _zstd(data: bytes, most: int, name: str) -> bytes:
    import zstandard  # noqa: PLC0415 - only for modern packages

    def read(size: int) -> bytes:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data) as stream:
            pieces, left = [], size
            while left > 0 and (piece := stream.read(min(left, 1 << 20))):
                pieces.append(piece)
                left -= len(piece)
            return b"".join(pieces)

    try:
        unpacked = _limited(read, most, name)
    except zstandard.ZstdError as error:
        raise Bad("broken", f"{name[:80]!r} cannot be unpacked: {error}") from error
    if len(unpacked) > 50_000_000 and len(unpacked) / max(len(data), 1) > MOST_RATIO * 10:
        raise Bad(
            "too-large", f"{name[:80]!r} unpacks to {len(unpacked) / 1e6:,.0f} MB", "is this package to be trusted?"
        )
    return unpacked


def _legacy_map(data: bytes) -> Iterator[tuple[str, str]]:
    for entry, name in json.loads(data.decode("utf-8", "replace") or "{}").items():
        yield str(entry), str(name)


def _modern_map(data: bytes) -> Iterator[tuple[str, str]]:
    for index, entry in enumerate(protobuf.message(data).get(1, [])):
        if isinstance(entry, bytes):
            fields = protobuf.message(entry)
            yield str(protobuf.number(fields, 255) or index), protobuf.text(fields, 1)


def _fault(name: str) -> str:
    if not name.strip():
        return "is empty"
    if "/" in name or "\\" in name or name in (".", "..") or re.match(r"[A-Za-z]:", name):
        return "is a path"
    if re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", name):
        return "holds control characters"
    return "is too long" if len(name.encode()) > 255 else ""
