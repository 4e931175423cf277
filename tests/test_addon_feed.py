"""The feed that a release writes: what its files hold, and that it never goes backwards."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from deckgen.addon.feed import FeedError, read_feed, read_notes, value_hash, version_key
from deckgen.addon.package import open_package
from tests.test_release import deckgen, edit


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with five releases, each with an edit."""
    deckgen(tmp_path, "new", "my-deck")
    root = tmp_path / "my-deck"
    deckgen(root, "release")
    for number in range(4):
        edit(root, " has no divisor", f" ({number}) has no divisor")
        deckgen(root, "release", "--no-rehearse", epoch=str(1_700_100_000 + number))
    return root


def test_a_feed_holds_what_it_names_and_deltas_of_what_changed(project: Path, tmp_path: Path) -> None:
    folder = project / "output" / "feed"
    feed = read_feed((folder / "feed.json").read_bytes())
    assert (feed.deck, feed.version) == ("my-deck", "0.1.4")
    assert [delta.from_version for delta in feed.deltas] == ["0.1.3", "0.1.2", "0.1.1"]
    assert [release.version for release in feed.changelog] == ["0.1.4", "0.1.3", "0.1.2", "0.1.1", "0.1.0"]
    files = [feed.package, feed.notes, *(file for delta in feed.deltas for file in (delta.package, delta.notes))]
    for file in files:
        data = (folder / file.url).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256)
    assert (folder / "latest.apkg").read_bytes() == (folder / feed.package.url).read_bytes()
    whole, delta = (read_notes((folder / file.url).read_bytes()) for file in (feed.notes, feed.deltas[0].notes))
    assert (len(whole.notes), len(delta.notes), delta.from_version) == (4, 1, "0.1.3")
    package = open_package(folder / feed.deltas[0].package.url, tmp_path, whole.tag)
    ((guid, note),) = package.notes.items()
    history = delta.notes[0].fields
    assert (delta.notes[0].guid, len(max(history.values(), key=len))) == (guid, 5)
    names = [field["name"] for field in package.notetypes[note.notetype]["flds"]]
    values = dict(zip(names, note.fields, strict=True))
    assert all(hashes[-1] == value_hash(values[name]) for name, hashes in history.items())
    page = (folder / "changelog.html").read_text(encoding="utf-8")
    assert "<em>My notes</em>" in page and 'href="my-deck-0.1.4.apkg"' in page


def test_an_older_or_foreign_version_never_replaces_a_newer_feed(project: Path) -> None:
    path = project / "output" / "feed" / "feed.json"
    newest, ledger = path.read_bytes(), (project / "ledger.jsonl").read_bytes()
    said = json.loads(newest)
    for change, message in (({"version": "0.2.0"}, "newer than 0.1.4"), ({"deck": "other"}, "another deck")):
        path.write_text(json.dumps({**said, **change}))
        refused = deckgen(project, "release", check=False)
        assert (refused.returncode, message in refused.stderr) == (2, True), refused.stderr
        assert (project / "ledger.jsonl").read_bytes() == ledger
    shutil.rmtree(path.parent)
    deckgen(project, "release")
    assert path.read_bytes() == newest


def test_versions_are_ordered_and_an_authors_own_builds_come_after_their_release() -> None:
    order = ["0.1.0", "0.1.0+dev", "0.1.0+dev.9", "0.1.0+dev.10", "0.1.1", "0.10.0", "1.0.0"]
    assert sorted({*order}, key=version_key) == order
    for wrong in ("", "1", "1.0", "v1.0.0", "1.0.0-rc1", "1.0.0\n", None):
        with pytest.raises(FeedError):
            version_key(wrong)  # type: ignore[arg-type]
