"""Tables as pages: SQLite itself reads them back."""

from __future__ import annotations

import random
import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deckgen.apkg.btree import LOCAL, LOCKED, PAGE, Table, varint


def database(rows: list[tuple[int, bytes]]) -> sqlite3.Connection:
    """A database with the table t(value), made of our pages behind SQLite's own first two."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript(f"PRAGMA page_size={PAGE}; CREATE TABLE t (value)")
    head = bytearray(db.serialize())
    table = Table(3)
    rest = b"".join(table.pages(row(id_, value) for id_, value in rows))
    head[PAGE:] = table.root
    head[28:32] = (table.next - 1).to_bytes(4)
    assert len(rest) == (table.next - 3) * PAGE
    db.deserialize(bytes(head) + rest)
    return db


def row(id_: int, value: bytes) -> tuple[int, int, bytes]:
    kind = varint(12 + 2 * len(value))
    record = bytes((len(kind) + 1,)) + kind + value
    return id_, len(record), varint(len(record)) + varint(id_) + record


def values(seed: int, sizes: list[int]) -> list[tuple[int, bytes]]:
    pick = random.Random(seed)
    ids = sorted(pick.sample(range(1 << 50), len(sizes)))
    return [(id_, pick.randbytes(size)) for id_, size in zip(ids, sizes, strict=True)]


SIZES = st.one_of(st.integers(0, 300), st.integers(0, 3 * PAGE), st.integers(LOCAL - 20, LOCAL + 20))


@given(st.integers(0, 9), st.lists(SIZES, max_size=40))
@example(0, [])
@example(0, [PAGE * 9, 1, LOCAL])
def test_sqlite_reads_the_rows_back(seed: int, sizes: list[int]) -> None:
    rows = values(seed, sizes)
    db = database(rows)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("SELECT rowid, value FROM t").fetchall() == rows
    for id_, value in rows[::7]:
        assert db.execute("SELECT value FROM t WHERE rowid = ?", (id_,)).fetchone() == (value,)


def test_a_tree_of_many_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckgen.apkg.btree.CHILDREN", 3)
    rows = [(id_, b"x" * 60_000) for id_ in range(30)]
    db = database(rows)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert [db.execute("SELECT count(*) FROM t WHERE rowid > ?", (id_,)).fetchone() for id_ in (8, 26)] == [(21,), (3,)]


def test_the_page_that_sqlite_locks_stays_empty() -> None:
    table = Table(LOCKED - 2)
    pages = list(table.pages(row(id_, b"x" * 60_000) for id_ in range(4)))
    assert [index for index, page in enumerate(pages) if not any(page)] == [2]
    assert len(pages) == 5 and table.next == LOCKED + 3
    used = {int.from_bytes(table.root[place : place + 4]) for place in (8, *pointers(table.root))}
    assert used == {LOCKED - 2, LOCKED - 1, LOCKED + 1, LOCKED + 2}


def pointers(page: bytes) -> list[int]:
    count = int.from_bytes(page[3:5])
    return [int.from_bytes(page[12 + 2 * n : 14 + 2 * n]) for n in range(count)]


@given(st.integers(0, (1 << 56) - 1))
def test_varints(number: int) -> None:
    data, value = varint(number), 0
    for byte in data:
        value = value << 7 | byte & 0x7F
    assert value == number and [byte >> 7 for byte in data] == [1] * (len(data) - 1) + [0]
