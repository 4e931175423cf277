"""A package's bytes and rows. What Anki makes of them is tested in tests/anki."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from deckgen.cards import card_ordinals, gaps
from tests.small import CLOZE, NOISE, NOW, PICTURES, QA, SVG, demo, many, note, packed

ROOT = Path(__file__).parents[1]


def rows(package: bytes, sql: str) -> list[tuple[object, ...]]:
    db = sqlite3.connect(":memory:")
    db.deserialize(zipfile.ZipFile(io.BytesIO(package)).read("collection.anki2"))
    return db.execute(sql).fetchall()


def test_same_contents_same_bytes_whatever_the_seed_and_folder(tmp_path: Path) -> None:
    code = "import sys; from tests.small import *; sys.stdout.buffer.write(packed(demo(*many(300), media=PICTURES)))"
    root = str(ROOT)
    outputs = {packed(demo(*many(300), media=PICTURES))}
    for seed, folder, zone in (("1", root, "UTC"), ("2", str(tmp_path), "Asia/Tokyo")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root, "TZ": zone, "LC_ALL": "C"}
        run = subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, check=True)
        outputs.add(run.stdout)
    assert len(outputs) == 1


def test_the_zip_is_sound_and_media_are_deflated_only_where_it_pays() -> None:
    package = packed(demo(media=PICTURES))
    archive = zipfile.ZipFile(io.BytesIO(package))
    assert archive.testzip() is None
    assert json.loads(archive.read("media")) == {"0": "a-2.png", "1": "z-1.svg"}
    assert [archive.read(name) for name in ("0", "1")] == [NOISE, SVG]
    assert [archive.getinfo(name).compress_type for name in ("0", "1")] == [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.namelist() == ["collection.anki2", "media", "0", "1"]


def test_rows_carry_the_given_ids_times_order_and_changed_version() -> None:
    package = packed(demo(note(2, "What is <b>2</b> &amp; <i>co</i>?", mod=NOW + 5), note(1, due=7)))
    assert rows(package, "SELECT id, guid, mod, tags FROM notes") == [
        (1_700_000_000_100, "guid1", NOW, " demo::x demo::y "),
        (1_700_000_000_200, "guid2", NOW + 5, " demo::x demo::y "),
    ]
    assert rows(package, "SELECT id, nid, ord, due, mod, usn FROM cards") == [
        (1_700_000_000_101, 1_700_000_000_100, 0, 7, NOW, -1),
        (1_700_000_000_102, 1_700_000_000_100, 1, 7, NOW, -1),
        (1_700_000_000_201, 1_700_000_000_200, 0, 3, NOW + 5, -1),
        (1_700_000_000_202, 1_700_000_000_200, 1, 3, NOW + 5, -1),
    ]
    assert {str(values).split("\x1f")[3] for (values,) in rows(package, "SELECT flds FROM notes")} == {"0.1.0"}


def test_decks_and_notetypes_of_a_package() -> None:
    ((crt, decks, models),) = rows(packed(demo(note(1))), "SELECT crt, decks, models FROM col")
    assert crt == NOW
    names = {deck["name"]: deck["desc"] for deck in json.loads(str(decks)).values()}
    assert names == {"Default": "", "Demo": "<b>Demo</b>", "Demo::A": "", "Demo::A::B": ""}
    (model,) = json.loads(str(models)).values()
    assert (model["sortf"], model["mod"], model["req"]) == (1, NOW, [[0, "all", [1]], [1, "all", [2]]])
    assert [field["id"] for field in model["flds"]] == [11, 12, 13, 14, 15]
    assert (model["flds"][4]["description"], model["tmpls"][1]["id"]) == ("Yours.", 22)


def test_many_chunks_are_sound_and_the_number_of_threads_changes_no_byte(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    contents = demo(*many(15_000))
    package = packed(contents)
    assert rows(package, "PRAGMA integrity_check") == [("ok",)]
    assert rows(package, "SELECT count(*), count(DISTINCT guid) FROM notes") == [(15_000, 15_000)]
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert zipfile.ZipFile(io.BytesIO(package)).testzip() is None
    assert packed(contents) == package


@pytest.mark.parametrize(
    ("answer", "ordinals"),
    [("That.", (0, 1)), ("", (0,)), ("<br>", (0,)), (" <div></div>\n", (0,)), ("<b></b>", (0, 1))],
)
def test_cards_of_a_standard_note(answer: str, ordinals: tuple[int, ...]) -> None:
    assert card_ordinals(QA, ("q", "What?", answer, "", "")) == ordinals


def test_cards_of_a_cloze_note() -> None:
    assert card_ordinals(CLOZE, ("q", "{{c2::b}} {{c1::a {{c5::c}}}} {{c2::d}} {{c7::open")) == (0, 1, 4)
    assert gaps("{{c1::a}} {{c9::open {{c2::b}}") == {1}
    assert card_ordinals(CLOZE, ("q", "no gap")) == ()


def test_without_notes_there_is_still_a_package() -> None:
    assert rows(packed(demo()), "SELECT count(*) FROM notes") == [(0,)]


def test_a_full_disk_stops_with_a_reason() -> None:
    code = """
import resource, signal
import deckgen.apkg.archive
from deckgen.problem import Stop
from tests.small import demo, many, packed
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
deckgen.apkg.archive.IN_MEMORY = 1
try:
    packed(demo(*many(20_000)))
except Stop as stop:
    print(stop)
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert run.stdout.startswith("the package cannot be written: "), run.stderr
