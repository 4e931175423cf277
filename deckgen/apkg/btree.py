"""SQLite table b-trees made whole: rows in the order of their ids -> full pages (https://www.sqlite.org/fileformat2.html).

SQLite keeps a tree ready for the next change. A package's tables never change, so their pages can be filled one after
the other, deflated while the next ones are made, and forgotten: twice as fast, and no memory for the whole.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, pairwise

PAGE = 1 << 16  # bytes: a note with formulas takes kilobytes, few of them would fit into a small page
LOCAL = PAGE - 35  # a longer record continues on pages of its own
LEAST = (PAGE - 12) * 32 // 255 - 23
CHILDREN = 4000  # of an interior page: 15 bytes each at most
LOCKED = (1 << 30) // PAGE + 1  # SQLite locks bytes of this page, so it never holds data

Child = tuple[int, int]  # page number, last row id in it

_LEAF = struct.Struct(">BHHHB")
_INTERIOR = struct.Struct(">BHHHBL")


class Table:
    """One table: iterate over `pages`, then `root` is its root page and `next` the number of the page that follows."""

    def __init__(self, first: int) -> None:
        self.next = first
        self.root = leaf([])

    def pages(self, rows: Iterable[tuple[int, int, bytes]]) -> Iterator[bytes]:
        """Yield the pages below the root for rows (id, record's size in bytes, cell) of rising ids.

        A cell is varint(size) + varint(id) + record.
        """
        children: list[Child] = []
        cells: list[bytes] = []
        room, last = PAGE - 8, 0
        for id_, size, whole in rows:
            cell = whole
            if size > LOCAL:
                extra = _beyond(size)
                cell = whole[:-extra] + self.next.to_bytes(4)
                yield from self._chain(whole[-extra:])
            room -= len(cell) + 2
            if room < 0:
                children.append((self.next, last))
                yield from self._put(leaf(cells))
                cells, room = [], PAGE - 10 - len(cell)
            cells.append(cell)
            last = id_
        if not children:
            self.root = leaf(cells)
            return
        children.append((self.next, last))
        yield from self._put(leaf(cells))
        while len(children) > CHILDREN:
            below, children = children, []
            for group in _shared(below):
                children.append((self.next, group[-1][1]))
                yield from self._put(interior(group))
        self.root = interior(children)

    def _chain(self, rest: bytes) -> Iterator[bytes]:
        pieces = [rest[start : start + PAGE - 4] for start in range(0, len(rest), PAGE - 4)]
        for left, piece in zip(range(len(pieces) - 1, -1, -1), pieces, strict=True):
            following = _after(self.next) if left else 0
            yield from self._put(following.to_bytes(4) + piece.ljust(PAGE - 4, b"\0"))

    def _put(self, page: bytes) -> Iterator[bytes]:
        yield page
        if self.next + 1 == LOCKED:
            yield bytes(PAGE)
        self.next = _after(self.next)


def leaf(cells: list[bytes]) -> bytes:
    """A page of rows."""
    return _page(_LEAF, 13, cells)


def interior(children: list[Child]) -> bytes:
    """A page of children, of which the last one's id is not needed."""
    cells = [number.to_bytes(4) + varint(id_) for number, id_ in children[:-1]]
    return _page(_INTERIOR, 5, cells, children[-1][0])


def _page(header: struct.Struct, kind: int, cells: list[bytes], *last: int) -> bytes:
    """Header, each cell's place, room to spare, cells."""
    count = len(cells)
    sizes = list(map(len, cells))
    start = PAGE - sum(sizes)
    places = struct.pack(f">{count}H", *accumulate(sizes[:-1], initial=start)) if cells else b""
    gap = bytes(start - header.size - len(places))
    return b"".join([header.pack(kind, 0, count, start & 0xFFFF, 0, *last), places, gap, *cells])


def varint(number: int) -> bytes:
    """A number from 0 to 2**56 - 1 in SQLite's variable length: seven bits a byte, the highest first."""
    if number < 0x4000:
        return _low(number) if number >= 0x80 else bytes((number,))
    return _high(number >> 14) + _low(number & 0x3FFF)


@lru_cache(1 << 14)
def _low(number: int) -> bytes:
    return bytes((number >> 7 | 0x80, number & 0x7F))


@lru_cache(1 << 10)  # ids that follow each other share their high bits
def _high(number: int) -> bytes:
    return (_high(number >> 7) if number >= 0x80 else b"") + bytes((number & 0x7F | 0x80,))


def _beyond(size: int) -> int:
    """How much of a long record lies on further pages: whole pages, where what remains fits into the row's own."""
    kept = LEAST + (size - LEAST) % (PAGE - 4)
    return size - (kept if kept <= LOCAL else LEAST)


def _shared(children: list[Child]) -> Iterator[list[Child]]:
    """Children in groups of nearly the same size: SQLite wants two at least in each."""
    groups = -(-len(children) // CHILDREN)
    ends = [len(children) * group // groups for group in range(groups + 1)]
    return (children[start:end] for start, end in pairwise(ends))


def _after(number: int) -> int:
    return number + 2 if number + 1 == LOCKED else number + 1
