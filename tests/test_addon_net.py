"""Reading a feed from real hosts on this machine that do what bad hosts do."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deckgen.addon import net
from deckgen.addon.feed import FeedError, File
from deckgen.addon.net import Offline, open_source

DATA = bytes(range(256)) * 8000
FILE = File("x.apkg", hashlib.sha256(DATA).hexdigest(), len(DATA))


@dataclass
class Host:
    """Answers as `plan` says, one word a request, the last one for all that follow; keeps what was asked."""

    plan: list[str]
    asked: list[tuple[str, str]] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setattr(net, "PAUSES", (0.01, 0.01))
    monkeypatch.setattr(net, "TIMEOUT", 0.5)
    monkeypatch.setattr(net, "SLOW", (0.3, 10_000))
    made = Host(["fine"])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None: ...

        def do_GET(self) -> None:
            made.asked.append((self.path, self.headers.get("Range", "")))
            word = made.plan.pop(0) if len(made.plan) > 1 else made.plan[0]
            self.close_connection = True
            if word.isdigit():
                self.send_error(int(word))
            elif word.startswith("to "):
                self.send_response(302)
                self.send_header("Location", word[3:])
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self.body(word)

        def body(self, word: str) -> None:
            asked = self.headers.get("Range", "")
            start = int(asked[6:-1]) if asked and word != "no ranges" else 0
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(DATA) - 1}/{len(DATA)}")
            if word != "no length":
                self.send_header("Content-Length", str(len(DATA) - start))
            self.end_headers()
            data = {"cut": DATA[start : start + 300_000], "no ranges": DATA, "wrong": b"x" * len(DATA)}
            try:
                if word == "silent":
                    time.sleep(1)
                for at in range(start, start + 200) if word == "drips" else ():
                    self.wfile.write(DATA[at : at + 1])
                    time.sleep(0.02)
                self.wfile.write(data.get(word, DATA[start:]))
            except OSError:
                pass  # the reader had enough

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.address = f"http://127.0.0.1:{server.server_port}/deck/"
    yield made
    server.shutdown()
    server.server_close()


def test_a_file_is_fetched_and_checked(host: Host, tmp_path: Path) -> None:
    assert open_source(host.address).fetch(FILE, tmp_path / "x").read_bytes() == DATA
    assert open_source(host.address + "feed.json").small("feed.json") == DATA
    assert [path for path, _ in host.asked] == ["/deck/x.apkg", "/deck/feed.json"]


@pytest.mark.parametrize("plan", [["cut", "cut", "fine"], ["500", "fine"], ["429", "503", "fine"], ["silent", "fine"]])
def test_what_fails_for_a_moment_is_tried_again(host: Host, tmp_path: Path, plan: list[str]) -> None:
    host.plan = plan
    assert open_source(host.address).fetch(FILE, tmp_path / "x").read_bytes() == DATA


def test_a_download_goes_on_where_it_was_cut(host: Host, tmp_path: Path) -> None:
    host.plan = ["cut", "fine"]
    open_source(host.address).fetch(FILE, tmp_path / "x")
    assert [asked for _, asked in host.asked] == ["", "bytes=300000-"]


def test_a_host_without_ranges_begins_again(host: Host, tmp_path: Path) -> None:
    host.plan = ["cut", "no ranges"]
    assert open_source(host.address).fetch(FILE, tmp_path / "x").read_bytes() == DATA


@pytest.mark.parametrize(
    ("word", "error", "message"),
    [
        ("404", FeedError, "the host answers 404"),
        ("403", FeedError, "the host answers 403"),
        ("500", Offline, "cannot be reached"),
        ("cut", Offline, "cut short"),
        ("silent", Offline, "cannot be reached"),
        ("drips", Offline, "too slowly"),
        ("wrong", FeedError, "sha256 differs"),
        ("to http://example.org/x", FeedError, "not https"),
        ("to ftp://example.org/x", FeedError, "not https"),
        ("to file:///etc/passwd", FeedError, "not allowed"),
    ],
)
def test_what_does_not_get_better_is_said(
    host: Host, tmp_path: Path, word: str, error: type[FeedError], message: str
) -> None:
    host.plan = [word]
    with pytest.raises(error, match=message):
        open_source(host.address).fetch(FILE, tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_more_than_feed_json_says_is_not_read(host: Host, tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="more bytes"):
        open_source(host.address).fetch(File("x.apkg", FILE.sha256, 1000), tmp_path / "x")
    host.plan = ["no length"]
    with pytest.raises(FeedError, match="fewer bytes"):
        open_source(host.address).fetch(File("x.apkg", FILE.sha256, len(DATA) + 1), tmp_path / "x")


def test_a_host_that_is_not_there_is_no_fault_of_the_feed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(net, "PAUSES", (0.01, 0.01))
    with pytest.raises(Offline):
        open_source("http://127.0.0.1:1/feed.json").small("feed.json")
    with pytest.raises(Offline):
        open_source(str(tmp_path / "gone")).small("feed.json")


def test_folders_and_file_addresses(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_bytes(b"{}")
    for source in (tmp_path, tmp_path / "feed.json", (tmp_path / "feed.json").as_uri()):
        assert open_source(str(source)).small("feed.json") == b"{}"
