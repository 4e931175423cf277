"""A deck that was made without deckgen, imported and built: its learners keep everything, in every Anki."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.anki import learner
from tests.anki.conftest import Anki
from tests.test_release import deckgen


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The old deck's package, and the one that deckgen builds from it after one edit."""
    folder = tmp_path_factory.mktemp("old")
    with learner.collection(folder / "author" / "collection.anki2") as col:
        learner.old_deck(col)
        old = learner.export(col, folder / "old.apkg", legacy=True)
    (folder / "deck").mkdir()
    (folder / "deck/deck.yaml").write_text("id: old\nname: Old\n")
    deckgen(folder / "deck", "import", str(old))
    file = folder / "deck/content/trees/trees.md"
    file.write_text(file.read_text().replace("without cycles", "without any cycle"))
    deckgen(folder / "deck", "build", "-o", str(folder / "new.apkg"), epoch=str(2_000_000_000))
    return old, folder / "new.apkg"


def test_history_stays_and_updates_arrive(anki: Anki, packages: tuple[Path, Path]):
    old, new = map(str, packages)
    first, *_, before = anki(["import", old], ["answer", 3], ["synced"], ["look"])
    assert first["new"] == 7
    log, after, check = anki(["import", new], ["look"], ["check"])
    assert (log["new"], log["conflicting"], log["updated"]) == (0, 0, 7)
    assert (after["cards"], after["revlog"], after["twice"]) == (before["cards"], before["revlog"], 0)
    assert not after["full sync"] and check["empty"] == 0 and check["missing"] == []
    assert {note["id"] for note in after["notes"].values()} == {note["id"] for note in before["notes"].values()}
    backs = [note["fields"].get("Back", "") for note in after["notes"].values()]
    assert any("without any cycle" in back for back in backs) and any("<math" in back for back in backs)
