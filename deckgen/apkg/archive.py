"""A zip file whose bytes depend on its contents alone, deflated on several threads."""

from __future__ import annotations

import os
import struct
import zlib
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

from deckgen.problem import Stop

LEVEL = 5  # one level for build and release, so that both give the same bytes; a fifth of genanki's size needs it
LIMIT = (1 << 32) - 1
STORED, DEFLATED = 0, 8
NEW_YEAR_1980 = 0x21  # 1 January 1980 as a DOS date, the zip format's zero
UNIX, FILE = 3 << 8 | 20, 0o100644 << 16
UTF8 = 1 << 11
LAST_BLOCK = b"\3\0"  # an empty one: ends a deflate stream

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


class Archive:
    """Writes one file after the other to a seekable target; `close` writes the directory."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._base = target.tell()
        self._directory: list[bytes] = []

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Add a file, its chunks deflated side by side: zlib lets other threads run while it works.

        Where the chunks are cut decides bytes; the number of threads does not.
        """
        start = self._begin(name)
        crc = size = packed = 0
        workers = min(4, os.cpu_count() or 1)
        waiting: deque[Future[bytes]] = deque()
        with ThreadPoolExecutor(workers) as pool:
            for chunk in chunks:
                waiting.append(pool.submit(_deflated, chunk))
                crc, size = zlib.crc32(chunk, crc), size + len(chunk)
                if len(waiting) > 3 * workers:  # no more in memory than the threads need
                    packed += self._target.write(waiting.popleft().result())
            packed += sum(self._target.write(piece.result()) for piece in waiting)
        packed += self._target.write(LAST_BLOCK)
        self._end(name, start, DEFLATED, crc, packed, size)

    def add_small(self, name: str, data: bytes) -> None:
        """Add a file that is in memory anyway: deflated where that saves a tenth (svg), else stored (png)."""
        compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
        smaller = compressor.compress(data) + compressor.flush()
        method = DEFLATED if len(smaller) < 0.9 * len(data) else STORED
        piece = smaller if method == DEFLATED else data
        start = self._begin(name)
        self._target.write(piece)
        self._end(name, start, method, zlib.crc32(data), len(piece), len(data))

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


def _deflated(chunk: bytes) -> bytes:
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    return compressor.compress(chunk) + compressor.flush(zlib.Z_FULL_FLUSH)


def _too_large() -> Stop:
    return Stop("the package would exceed 4 GB", "build it in parts, for example with --topic")
