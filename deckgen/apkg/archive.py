"""A zip file whose bytes depend on its contents alone, deflated on several threads."""

from __future__ import annotations

import os
import struct
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, NamedTuple

from zlib_ng import zlib_ng

from deckgen.problem import Stop

LEVEL = 5  # one level for build and release, so that both give the same bytes; a fifth of genanki's size needs it
THREADS = min(4, os.cpu_count() or 1)
IN_MEMORY = 1 << 26  # bytes of deflated chunks; more go to a temporary file
LIMIT = (1 << 32) - 1
STORED, DEFLATED = 0, 8
NEW_YEAR_1980 = 0x21  # 1 January 1980 as a DOS date, the zip format's zero
UNIX, FILE = 3 << 8 | 20, 0o100644 << 16
UTF8 = 1 << 11
LAST_BLOCK = b"\3\0"  # an empty one: ends a deflate stream

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


class Piece(NamedTuple):
    """Deflated data that can be followed by more, with checksum and size of what it was."""

    data: bytes
    crc: int
    size: int


class Archive:
    """Writes one file after the other to a seekable target; `close` writes the directory."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._base = target.tell()
        self._directory: list[bytes] = []

    def add(self, name: str, chunks: Iterable[bytes], head: Callable[[], bytes]) -> None:
        """Add a file whose first bytes are known last: `head` is called when the chunks are through.

        Where the chunks are cut decides bytes; the number of threads does not.
        """
        crc = size = 0
        with SpooledTemporaryFile(IN_MEMORY) as rest:
            for piece in _side_by_side(chunks):
                rest.write(piece.data)
                crc, size = zlib_ng.crc32_combine(crc, piece.crc, piece.size), size + piece.size
            first = _deflated(head())
            crc, size = zlib_ng.crc32_combine(first.crc, crc, size), first.size + size
            start = self._begin(name)
            packed = self._target.write(first.data) + rest.tell()
            rest.seek(0)
            copyfileobj(rest, self._target)
        packed += self._target.write(LAST_BLOCK)
        self._end(name, start, DEFLATED, crc, packed, size)

    def add_all(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Add files that are in memory anyway: deflated where that saves a tenth (svg), else stored (png)."""
        names, contents = zip(*files, strict=True)
        with _threads() as pool:
            for name, data, smaller in zip(names, contents, pool.map(_whole, contents), strict=True):
                method = DEFLATED if len(smaller.data) < 0.9 * len(data) else STORED
                start = self._begin(name)
                packed = self._target.write(smaller.data if method == DEFLATED else data)
                self._end(name, start, method, smaller.crc, packed, smaller.size)

    def close(self) -> None:
        """Write the directory of all files."""
        start = self._target.tell() - self._base
        directory = b"".join(self._directory)
        count = len(self._directory)
        if count > 0xFFFF or start + len(directory) > LIMIT:
            raise _too_large()
        self._target.write(directory)
        self._target.write(_END.pack(b"PK\5\6", 0, 0, count, count, len(directory), start, 0))

    def _begin(self, name: str) -> int:
        start = self._target.tell()
        self._target.write(bytes(_LOCAL.size) + name.encode())  # the header is written when its figures are known
        return start

    def _end(self, name: str, start: int, method: int, crc: int, packed: int, size: int) -> None:
        offset, end = start - self._base, self._target.tell()
        if max(packed, size, offset) > LIMIT:
            raise _too_large()
        about = (UTF8, method, 0, NEW_YEAR_1980, crc, packed, size, len(name.encode()), 0)
        self._target.seek(start)
        self._target.write(_LOCAL.pack(b"PK\3\4", 20, *about))
        self._target.seek(end)
        self._directory.append(_CENTRAL.pack(b"PK\1\2", UNIX, 20, *about, 0, 0, 0, FILE, offset) + name.encode())


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    """Threads to deflate on."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)  # seconds: they want the interpreter back often, each time for a moment only
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            yield pool
    finally:
        sys.setswitchinterval(interval)


def _side_by_side(chunks: Iterable[bytes]) -> Iterator[Piece]:
    """Deflate chunks while the next ones are made: zlib-ng lets other threads run while it works."""
    waiting: deque[Future[Piece]] = deque()
    with _threads() as pool:
        for chunk in chunks:
            waiting.append(pool.submit(_deflated, chunk))
            if len(waiting) > 3 * THREADS:  # no more in memory than the threads need
                yield waiting.popleft().result()
        for future in waiting:
            yield future.result()


def _deflated(data: bytes) -> Piece:
    """Deflated so that more can follow."""
    compressor = zlib_ng.compressobj(LEVEL, zlib_ng.DEFLATED, -15, 9)
    packed = compressor.compress(data) + compressor.flush(zlib_ng.Z_FULL_FLUSH)
    return Piece(packed, zlib_ng.crc32(data), len(data))


def _whole(data: bytes) -> Piece:
    return Piece(zlib_ng.compress(data, LEVEL, -15), zlib_ng.crc32(data), len(data))


def _too_large() -> Stop:
    return Stop("the package would exceed 4 GB", "build it in parts, for example with --topic")
