"""push and rehearse, through the command line and the real backend."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deckgen.cli import cli
from deckgen.problem import Stop
from deckgen.push import through_ankiconnect
from deckgen.rehearse import IMPORT, SYNC, rehearse
from tests.addon.conftest import Feeds, at
from tests.addon.test_faults import damaged, sql
from tests.addon.test_two_devices import server  # noqa: F401 - a fixture
from tests.anki.conftest import Anki


@pytest.fixture
def current(tmp_path: Path) -> Anki:
    return at("current", tmp_path / "learner")


def push(*arguments: str, **env: str) -> Result:
    return CliRunner().invoke(cli, ["push", *arguments], env=env)


def test_a_closed_collection_is_updated(current: Anki, feeds: Feeds) -> None:
    collection = ["--collection", str(current.collection)]
    first = push("--feed", feeds.first, *collection)
    assert (first.exit_code, first.stdout) == (
        0,
        "0.1.0: 13 added, 0 updated, 0 texts kept, 0 cards moved, 0 retired\n",
    )
    current(["edit", "answered", "Answer", "mine"])
    assert "2 added, 7 updated, 1 texts kept" in push("--feed", feeds.second, *collection).stdout
    assert "1 updated" in push("--feed", feeds.second, "--take-new", *collection).stdout
    older = push("--feed", feeds.first, *collection)
    assert isinstance(older.exception, Stop) and "older than 0.2.0" in older.exception.message


def test_what_cannot_be_pushed_is_said(current: Anki, feeds: Feeds, tmp_path: Path) -> None:
    from anki.collection import Collection

    missing = push("--feed", feeds.first, "--collection", str(tmp_path / "gone.anki2"))
    assert "no collection" in missing.exception.message
    opened = Collection(str(current.collection))
    try:
        locked = push("--feed", feeds.first, "--collection", str(current.collection))
        assert "close Anki" in locked.exception.hint
    finally:
        opened.close()
    assert "--collection" in push("--take-new").exception.message


def test_the_collection_is_synced_with_a_server_of_ones_own(current: Anki, feeds: Feeds, server: str) -> None:  # noqa: F811
    credentials = {"DECKGEN_SYNC_USER": "user", "DECKGEN_SYNC_PASSWORD": "pass"}
    arguments = ["--collection", str(current.collection), "--sync-url", server]
    first = push("--feed", feeds.first, *arguments, **credentials)
    assert "a full sync" in first.exception.message  # the server is empty: which side counts is not ours to say
    current(["sync", server, {"upload": True}])
    said = push("--feed", feeds.second, *arguments, **credentials)
    assert said.stdout.endswith("1 retired, synced\n"), said
    wrong = push("--feed", feeds.third, *arguments, **{**credentials, "DECKGEN_SYNC_PASSWORD": "no"})
    assert "the sync failed" in wrong.exception.message


@pytest.fixture
def listener() -> Iterator[tuple[tuple[str, int], list[dict]]]:
    """A program that answers as AnkiConnect does: with an error for what is no package."""
    asked: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            there = Path(asked[-1]["params"]["path"]).is_file()
            body = {"result": there or None, "error": None if there else "collection unavailable"}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

    made = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield ("127.0.0.1", made.server_port), asked
    made.shutdown()
    made.server_close()


def test_ankiconnect_gets_the_package(listener: tuple[tuple[str, int], list[dict]], feeds: Feeds) -> None:
    address, asked = listener
    package = Path(feeds.second) / "latest.apkg"
    through_ankiconnect(package, address)
    assert asked == [{"action": "importPackage", "version": 6, "params": {"path": str(package)}}]
    with pytest.raises(Stop, match="collection unavailable"):
        through_ankiconnect(package.with_name("gone.apkg"), address)
    with pytest.raises(Stop, match="no AnkiConnect listens"):
        through_ankiconnect(package, ("127.0.0.1", 1))


def test_a_rehearsal_says_what_an_import_loses_and_deckgen_sync_keeps(feeds: Feeds) -> None:
    plain, sync = rehearse(Path(feeds.second), feeds.author.root / "output" / "demo-0.1.0.apkg")
    assert (plain.way, sync.way) == (IMPORT, SYNC)
    assert (plain.added, plain.duplicated, plain.lost_reviews, plain.full_sync) == (2, 0, 0, False)
    assert plain.lost_edits > 3 and not plain.lost
    assert (sync.added, sync.duplicated, sync.lost_edits, sync.lost_reviews) == (2, 0, 0, 0)
    assert (sync.second_notetypes, sync.came_back, sync.full_sync, sync.lost) == (0, 0, False, False)


def test_a_rehearsal_fails_where_a_release_would_force_a_full_sync(feeds: Feeds, tmp_path: Path) -> None:
    other_sort = "replace(models, '\"sortf\": 1', '\"sortf\": 2')"
    newer = f"replace({other_sort}, '\"mod\": 17', '\"mod\": 18')"
    change = sql(f"update col set models = {newer}", where=lambda feed: feed["package"])
    bad = Path(damaged(feeds, tmp_path / "feed", change))
    previous = str(feeds.author.root / "output" / "demo-0.1.0.apkg")
    said = CliRunner().invoke(cli, ["rehearse", "--feed", str(bad), "--previous", previous])
    assert (said.exit_code, said.stdout.splitlines()[1].split()[-1]) == (1, "yes"), said.output
    fine = CliRunner().invoke(cli, ["rehearse", "--feed", feeds.second, "--previous", previous])
    assert (fine.exit_code, len(fine.stdout.splitlines())) == (0, 3)
