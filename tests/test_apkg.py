"""A package's bytes and rows. What Anki makes of them is tested in tests/anki."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from deckgen.apkg import Contents, PackedNote, PackedNotetype, collection, pack
from deckgen.cards import card_ordinals, gaps
from deckgen.model import DeckConfig, Field, Media, Note, Notetype, Template

FIELDS = ("id", "question", "answer", "changed")
QA = Notetype(
    "qa",
    "Demo Question",
    "standard",
    1_700_000_000_001,
    tuple(
        Field(key, key.title(), {"question": "heading", "answer": "body"}.get(key, key), 11 + i, sort=i == 1, about=key)
        for i, key in enumerate(FIELDS)
    ),
    (
        Template("ask", "Ask", "{{Question}}", "{{FrontSide}}<hr id=answer>{{Answer}}", 21),
        Template("name", "Name", "{{#Answer}}{{hint:Answer}}{{/Answer}}", "{{Question}}", 22),
    ),
    ".card { color: black }",
)
CLOZE = Notetype(
    "cloze",
    "Demo Cloze",
    "cloze",
    1_700_000_000_002,
    (Field("id", "ID", "id", 31), Field("text", "Text", "heading", 32, sort=True)),
    (Template("gap", "Gap", "{{cloze:Text}}", "{{cloze:Text}}", 33),),
    "",
)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<path d='M0 0h1v1z'/>" * 50 + b"</svg>"
NOISE = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(60))


def note(
    number: int, question: str = "What?", answer: str = "That.", deck: str = "Demo::A::B", due: int = 0
) -> PackedNote:
    fields = (f"q-{number}", question, answer, "")
    cards = tuple((ordinal, due or number + 1) for ordinal in card_ordinals(QA, fields))
    value = Note(f"guid{number}", fields[0], "qa", "a/b", deck, fields, ("demo::x", "demo::y"), (), cards, "", "")
    return PackedNote(value, 1_700_000_000_000 + 100 * number, 1_700_000_000 + number, "0.1.0")


def demo(count: int = 3, media: tuple[Media, ...] = ()) -> Contents:
    notes = tuple(note(n, f"What is <b>{n}</b> &amp; <i>co</i>?") for n in range(count))
    deck = DeckConfig("demo", "Demo", "demo")
    return Contents(deck, "<b>Demo</b>", 1_700_000_000, (PackedNotetype(QA, 1_700_000_000),), notes, media)


def packed(contents: Contents) -> bytes:
    target = io.BytesIO()
    pack(contents, target)
    return target.getvalue()


def rows(package: bytes, sql: str) -> list[tuple[object, ...]]:
    db = sqlite3.connect(":memory:")
    db.deserialize(zipfile.ZipFile(io.BytesIO(package)).read("collection.anki2"))
    return db.execute(sql).fetchall()


def pictures() -> tuple[Media, ...]:
    named = {"z-1.svg": SVG, "a-2.png": NOISE}
    return tuple(Media(name, name, data, hashlib.sha256(data).hexdigest()) for name, data in named.items())


def test_same_contents_same_bytes_whatever_the_seed_and_folder(tmp_path: Path) -> None:
    code = "import sys; from tests.test_apkg import *; sys.stdout.buffer.write(packed(demo(300, pictures())))"
    root = str(Path(__file__).parents[1])
    outputs = {packed(demo(300, pictures()))}
    for seed, folder, zone in (("1", root, "UTC"), ("2", str(tmp_path), "Asia/Tokyo")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root, "TZ": zone, "LC_ALL": "C"}
        run = subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, check=True)
        outputs.add(run.stdout)
    assert len(outputs) == 1


def test_the_zip_is_sound_and_media_are_deflated_only_where_it_pays() -> None:
    package = packed(demo(media=pictures()))
    archive = zipfile.ZipFile(io.BytesIO(package))
    assert archive.testzip() is None
    assert json.loads(archive.read("media")) == {"0": "a-2.png", "1": "z-1.svg"}
    assert [archive.read(name) for name in ("0", "1")] == [NOISE, SVG]
    assert [archive.getinfo(name).compress_type for name in ("0", "1")] == [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.namelist() == ["collection.anki2", "media", "0", "1"]


def test_rows_carry_the_given_ids_times_order_and_changed_version() -> None:
    package = packed(demo())
    assert rows(package, "SELECT id, guid, mod, tags, sfld FROM notes WHERE id = 1700000000200") == [
        (1_700_000_000_200, "guid2", 1_700_000_002, " demo::x demo::y ", "What is 2 & co?")
    ]
    assert rows(package, "SELECT id, nid, ord, due, mod, usn FROM cards WHERE nid = 1700000000100") == [
        (1_700_000_000_101, 1_700_000_000_100, 0, 2, 1_700_000_001, -1),
        (1_700_000_000_102, 1_700_000_000_100, 1, 2, 1_700_000_001, -1),
    ]
    assert {str(values).split("\x1f")[-1] for (values,) in rows(package, "SELECT flds FROM notes")} == {"0.1.0"}
    ((crt, decks, models),) = rows(package, "SELECT crt, decks, models FROM col")
    assert crt == 1_700_000_000
    assert sorted(deck["name"] for deck in json.loads(str(decks)).values()) == [
        "Default",
        "Demo",
        "Demo::A",
        "Demo::A::B",
    ]
    (model,) = json.loads(str(models)).values()
    assert (model["sortf"], model["mod"], model["req"]) == (1, 1_700_000_000, [[0, "all", [1]], [1, "all", [2]]])
    assert (model["flds"][0]["id"], model["flds"][0]["description"]) == (11, "id")


def test_what_is_deflated_ahead_and_on_how_many_threads_changes_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    contents = demo(15_000)  # several chunks and batches
    package = packed(contents)
    assert rows(package, "PRAGMA integrity_check") == [("ok",)]
    assert rows(package, "SELECT count(*), count(DISTINCT guid) FROM notes") == [(15_000, 15_000)]
    monkeypatch.setattr(collection, "BATCH", 77)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert zipfile.ZipFile(io.BytesIO(package)).testzip() is None
    assert packed(contents) == package


@pytest.mark.parametrize(
    ("answer", "ordinals"),
    [("That.", (0, 1)), ("", (0,)), ("<br>", (0,)), (" <div></div>\n", (0,)), ("<b></b>", (0, 1))],
)
def test_cards_of_a_standard_note(answer: str, ordinals: tuple[int, ...]) -> None:
    assert card_ordinals(QA, ("q", "What?", answer, "")) == ordinals


def test_cards_of_a_cloze_note() -> None:
    assert card_ordinals(CLOZE, ("q", "{{c2::b}} {{c1::a {{c5::c}}}} {{c2::d}} {{c7::open")) == (0, 1, 4)
    assert gaps("{{c1::a}} {{c9::open {{c2::b}}") == {1}
    assert card_ordinals(CLOZE, ("q", "no gap")) == ()


def test_without_notes_there_is_still_a_package() -> None:
    assert rows(packed(demo(0)), "SELECT count(*) FROM notes") == [(0,)]
