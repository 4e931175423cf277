"""`deckgen watch` as an author uses it, beside an Anki whose add-on follows the folder."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from anki.collection import Collection

from deckgen.addon.apply import update
from tests.test_release import deckgen


@pytest.fixture
def watched(tmp_path: Path):
    """A new project under `deckgen watch`: its folder, and a function that waits for a line of output."""
    deckgen(tmp_path, "new", "deck")
    root, said = tmp_path / "deck", tmp_path / "said"
    with said.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "deckgen", "watch"], cwd=root, stdout=out, stderr=out)

        def wait(line: str, seconds: float = 20) -> None:
            end = time.monotonic() + seconds
            while line not in said.read_text():
                assert time.monotonic() < end and process.poll() is None, said.read_text()
                time.sleep(0.05)

        wait("built")
        yield root, wait
        process.send_signal(signal.SIGINT)
        process.wait(10)
    assert "Traceback" not in said.read_text()


def edit(root: Path, old: str, new: str) -> None:
    path = root / "content/first-steps/examples.md"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_every_save_is_a_line_and_a_feed_that_an_open_anki_follows(watched, tmp_path: Path):
    root, wait = watched
    col = Collection(str(tmp_path / "collection.anki2"))
    feed = str(root / "output/dev")
    assert update(col, feed).added == 4
    for number in (1, 2, 3):
        edit(root, "97 has" if number == 1 else f"97 has({number - 1})", f"97 has({number})")
        wait("~ prime-91  explanation")
        end = time.monotonic() + 20
        while f"97 has({number})" not in col.db.scalar("select group_concat(flds) from notes"):
            assert time.monotonic() < end
            assert update(col, feed).kept == 0  # what an earlier save brought is no edit of the learner's
            time.sleep(0.05)
    col.close()
    assert len(list((root / "output/dev").glob("*.apkg"))) == 2
    assert not (root / "ledger.jsonl").exists()


def test_a_broken_state_is_said_and_left_again(watched):
    root, wait = watched
    edit(root, "$91 = 7 \\cdot 13$", "$91 = 7 \\cdott 13$")
    wait("unknown command \\cdott")
    wait("broken")
    edit(root, "\\cdott 13$ and", "\\times 13$ and")
    wait("~ prime-91  explanation")
    (root / "content/first-steps/examples.md").unlink()
    wait("- boiling-water")
