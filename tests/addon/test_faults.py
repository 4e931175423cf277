"""Bad feeds, kills and full disks: the collection is exactly what it was, or exactly what it should become."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.addon.conftest import Feeds, at
from tests.addon.test_update import SECOND, different
from tests.anki.conftest import Anki

Where = Callable[[dict[str, Any]], dict[str, Any]]
Damage = Callable[[dict[str, Any], Path], None]
STEPS = (
    "write_media",
    "make_decks",
    "restyle",
    "add_notes",
    "update_notes",
    "move_cards",
    "retire",
    "redescribe",
    "store",
)


@pytest.fixture
def current(tmp_path: Path, feeds: Feeds) -> Anki:
    learner = at("current", tmp_path / "learner")
    learner(["update", feeds.first], ["answer", 3], ["synced"])
    return learner


def delta(feed: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(row for row in feed["deltas"] if row["from"] == "0.1.0")[kind]


def replaced(kind: str, change: Callable[[bytes], bytes], where: Where | None = None) -> Damage:
    """The delta's file (or another) with other bytes, and a feed.json that fits them."""

    def damage(feed: dict[str, Any], folder: Path) -> None:
        row = where(feed) if where else delta(feed, kind)
        data = change((folder / row["url"]).read_bytes())
        (folder / row["url"]).write_bytes(data)
        row.update(size=len(data), sha256=hashlib.sha256(data).hexdigest())

    return damage


def cut(kind: str, tenths: int) -> Damage:
    return replaced(kind, lambda data: data[: len(data) * tenths // 10])


def rows(**values: Any) -> Damage:
    return lambda feed, _: feed.update(values)


def package(kind: str = "package", **values: Any) -> Damage:
    return lambda feed, _: delta(feed, kind).update(values)


def notes(change: Callable[[dict[str, Any]], Any]) -> Damage:
    def changed(data: bytes) -> bytes:
        row = json.loads(gzip.decompress(data))
        change(row)
        return gzip.compress(json.dumps(row).encode())

    return replaced("notes", changed)


def members(change: Callable[[dict[str, bytes]], Any], where: Where | None = None) -> Damage:
    """The package with other files in it."""

    def changed(data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        change(files)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return target.getvalue()

    return replaced("package", changed, where)


def sql(statement: str, where: Where | None = None) -> Damage:
    def change(files: dict[str, bytes]) -> None:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(files["collection.anki2"])
        connection.executescript(statement)
        files["collection.anki2"] = connection.serialize()

    return members(change, where)


def media(name: str) -> Damage:
    return members(lambda files: files.update({"media": json.dumps({"0": name}).encode(), "0": b"x"}))


BAD: dict[str, tuple[Damage, str]] = {
    "wrong hash": (package(sha256="0" * 64), "sha256 differs"),
    "wrong size": (package(size=17), "more bytes"),
    "a size beyond all measure": (package(size=10**15), "larger than any"),
    "a file that is not there": (package(url="gone.apkg"), "cannot be read"),
    "a path out of the folder": (package(url="../feed-1/latest.apkg"), "not beside it"),
    "an address elsewhere": (package(url="https://example.org/x.apkg"), "not beside it"),
    "the notes of another deck": (notes(lambda row: row.update(deck="other")), "not of demo"),
    "notes from another version": (notes(lambda row: row.update({"from": "0.0.9"})), "not of demo"),
    "notes of an unknown format": (notes(lambda row: row.update(format=2)), "format 2"),
    "notes without their keys": (notes(lambda row: row.pop("tag")), "not readable"),
    "an unknown format": (rows(format=99), "format 99"),
    "an older version": (rows(version="0.0.1"), "older than 0.1.0"),
    "a version that is none": (rows(version="new"), "not a version"),
    "deltas that are none": (rows(deltas=[1]), "not readable"),
    "no package": (replaced("package", lambda _: b"no zip"), "damaged"),
    "a script": (sql("update notes set flds = flds || '<script>alert(1)</script>'"), "script"),
    "a handler": (sql("update notes set flds = flds || '<img src=x onerror=a()>'"), "script"),
    "a javascript link": (sql("update notes set flds = flds || '<a href=\"javascript:a()\">x</a>'"), "script"),
    "a note of another deck": (
        sql("update notes set guid = 'foreign' where id = (select min(id) from notes)"),
        "another",
    ),
    "a notetype of another deck": (notes(lambda row: row["notetypes"].pop()), "notetype of another"),
    "a tag of another deck": (sql("update notes set tags = ' other::x '"), "tag outside"),
    "a deck of another": (
        sql("""update col set decks = replace(decks, '01 Alpha', 'Elsewhere')"""),
        "deck that the feed",
    ),
    "a note that misses fields": (sql("update notes set flds = 'one'"), "does not fit"),
    "a trigger": (sql("create trigger t after delete on notes begin delete from col; end"), "trigger"),
    "a view": (sql("alter table notes rename to n; create view notes as select * from n"), "view"),
    "no collection": (members(lambda files: files.pop("collection.anki2")), "damaged"),
    "a collection that is none": (members(lambda files: files.update({"collection.anki2": b"x" * 5000})), "damaged"),
    "a media file with a path": (media("../../evil.js"), "unsound name"),
    "a media file with a Windows path": (media("..\\evil.js"), "unsound name"),
    "a media file named for nothing": (media(".."), "unsound name"),
    "a zip bomb": (members(lambda files: files.update({"0": b"0" * 80_000_000})), "unpack to"),
    **{f"the package cut at {tenths}/10": (cut("package", tenths), "") for tenths in range(10)},
    **{f"the notes cut at {tenths}/10": (cut("notes", tenths), "") for tenths in range(10)},
}


def damaged(feeds: Feeds, folder: Path, damage: Damage) -> str:
    shutil.copytree(feeds.second, folder)
    feed = json.loads((folder / "feed.json").read_text(encoding="utf-8"))
    damage(feed, folder)
    (folder / "feed.json").write_text(json.dumps(feed), encoding="utf-8")
    return str(folder)


def test_a_bad_feed_is_refused_with_a_reason_and_touches_nothing(current: Anki, feeds: Feeds, tmp_path: Path) -> None:
    bad = [damaged(feeds, tmp_path / f"bad-{number}", damage) for number, (damage, _) in enumerate(BAD.values())]
    before, *said, after, check, good = current(
        ["state_of"], *[["update", source] for source in bad], ["state_of"], ["check"], ["update", feeds.second]
    )
    reasons = {name: answer.get("message", str(answer)) for name, answer in zip(BAD, said, strict=True)}
    assert {name: reason for name, reason in reasons.items() if BAD[name][1] not in reason} == {}
    assert {answer.get("error") for answer in said} == {"FeedError"}
    assert different(before, after) == set()
    assert (check["fine"], good) == (True, SECOND)


def test_a_feed_json_cut_anywhere_is_refused(current: Anki, feeds: Feeds, tmp_path: Path) -> None:
    data = (Path(feeds.second) / "feed.json").read_bytes()
    lengths = range(0, len(data) - 2, max(1, len(data) // 60))
    for length in lengths:
        shutil.copytree(feeds.second, tmp_path / str(length))
        (tmp_path / str(length) / "feed.json").write_bytes(data[:length])
    before, *said, after = current(
        ["state_of"], *[["update", str(tmp_path / str(length))] for length in lengths], ["state_of"]
    )
    assert {answer.get("error") for answer in said} == {"FeedError"}
    assert different(before, after) == set()


def test_an_address_that_becomes_another_decks_feed_is_refused(current: Anki, feeds: Feeds, tmp_path: Path) -> None:
    source = damaged(feeds, tmp_path / "feed", lambda feed, _: None)
    assert current(["update", source])[0] == SECOND
    feed = json.loads((tmp_path / "feed/feed.json").read_text(encoding="utf-8"))
    (tmp_path / "feed/feed.json").write_text(json.dumps({**feed, "deck": "other"}), encoding="utf-8")
    (said,) = current(["update", source])
    assert said["error"] == "FeedError" and "'other'" in said["message"]


def test_a_step_that_fails_takes_everything_back(current: Anki, feeds: Feeds) -> None:
    fails = [answer for step in STEPS for answer in (["update_failing_at", step, feeds.second], ["state_of"])]
    _, before, *answers, check, good = current(
        ["tag", "same", "x"], ["state_of"], *fails, ["check"], ["update", feeds.second]
    )
    for said, after in zip(answers[::2], answers[1::2], strict=True):
        assert said["error"] == "UpdateError" and "No space left" in said["message"]
        assert different(before, after) - {"/media", "/undo"} == set()
        assert after["undo"] in (before["undo"], "")  # making a deck empties Anki's list; nothing else may be on it
    assert (check["fine"], good) == (True, SECOND)


def test_an_update_that_would_force_a_full_sync_is_taken_back(current: Anki, feeds: Feeds) -> None:
    before, _, said, after = current(
        ["state_of"], ["force_full_sync", "update_notes"], ["update", feeds.second], ["state_of"]
    )
    assert said == {"error": "UpdateError", "message": "the update would force a full sync"}
    assert different(before, after) - {"/media"} == set()


def killed(learner: Anki, *steps: list[Any]) -> bool:
    """Do steps; whether the process was killed on the way."""
    try:
        learner(*steps)
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize("step", STEPS)
def test_anki_killed_at_a_step_opens_with_the_old_state(current: Anki, feeds: Feeds, step: str) -> None:
    (before,) = current(["state_of"])
    assert killed(current, ["die_at", step], ["update", feeds.second])
    after, check, said = current(["state_of"], ["check"], ["update", feeds.second])
    assert different(before, after) - {"/media"} == set()
    assert (check["fine"], said) == (True, SECOND)


@pytest.mark.parametrize("wait", [0.02, 0.05, 0.08, 0.12, 0.16, 0.2])
def test_anki_killed_at_any_time_opens_with_the_old_or_the_new_state(current: Anki, feeds: Feeds, wait: float) -> None:
    (before,) = current(["state_of"])
    killed(current, ["die_after", wait], ["update", feeds.second])
    after, check, said, last = current(["state_of"], ["check"], ["update", feeds.second], ["state_of"])
    assert check["fine"]
    assert said == SECOND or said["added"] == 0
    if said == SECOND:
        assert different(before, after) - {"/media"} == set()
    assert (len(last["notes"]), last["subscriptions"]["demo"]["version"]) == (15, "0.2.0")


@pytest.mark.parametrize("spare", [0, 300_000, 3_000_000])
def test_a_disk_that_fills_leaves_the_old_state(current: Anki, feeds: Feeds, spare: int) -> None:
    (before,) = current(["state_of"])
    (_, said), (after, check, again) = (
        current(["full", spare], ["update", feeds.second]),
        current(["state_of"], ["check"], ["update", feeds.second]),
    )
    assert check["fine"]
    if "error" in said:
        assert different(before, after) - {"/media"} == set()
    assert said == SECOND or again == SECOND


def test_a_picture_of_which_a_crash_left_a_beginning_is_written_anew(current: Anki, feeds: Feeds) -> None:
    (before,) = current(["state_of"])
    current(["update", feeds.second])
    (after,) = current(["state_of"])
    (name,) = (name for name in set(after["media"]) - set(before["media"]) if name.startswith("dot-"))
    path = current.collection.with_name("collection.media") / name
    whole = path.read_bytes()
    for content, expected in ((whole[:20], whole), (b"<svg>mine</svg>", b"<svg>mine</svg>")):
        path.write_bytes(content)
        current(["update", feeds.second, {"resolve": "take-new"}])
        assert path.read_bytes() == expected
