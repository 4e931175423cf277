"""Other formats: what real Anki makes of the text file, what comes back from each (docs/formats.md has the table)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from deckgen.build import build
from deckgen.ledger import Ledger
from deckgen.project import read_project
from tests.anki import learner
from tests.test_release import deckgen

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a note of every notetype, built in every format."""
    folder = tmp_path_factory.mktemp("export")
    deckgen(folder, "new", "deck")
    root = folder / "deck"
    more = root / "content/first-steps/more.md"
    more.write_text(
        '## See\t"it"? {#see guid="#a{b"}\n\n![a dot](dot.svg) `a\tb`\n\n```python\nx = 1\n\n\ny = \'2\'\n```\n'
    )
    (root / "media").mkdir(exist_ok=True)
    (root / "media/dot.svg").write_bytes(learner.SVG)
    deckgen(root, "build", "-o", str(folder / "deck.apkg"))
    deckgen(root, "build", "--format", "csv", "-o", str(folder / "deck.csv"))
    deckgen(root, "build", "--format", "crowdanki", "-o", str(folder / "crowd"))
    return root


def test_formats_are_deterministic_and_lie_under_output(starter):
    first = deckgen(starter, "build", "--format", "csv", "--format", "crowdanki", "--level", "basic")
    assert [line.split(": ")[0] for line in first.stdout.splitlines()] == [
        "output/deck-basic-0.0.0+dev.csv",
        "output/deck-basic-0.0.0+dev-crowdanki",
    ]
    before = {path: path.read_bytes() for path in (starter / "output").rglob("*") if path.is_file()}
    deckgen(starter, "build", "--format", "csv", "--format", "crowdanki", "--level", "basic", seed="7")
    assert {path: path.read_bytes() for path in (starter / "output").rglob("*") if path.is_file()} == before
    refused = deckgen(starter, "build", "--format", "csv", "--format", "apkg", "-o", "x.csv", check=False)
    assert (refused.returncode, (starter / "x.csv").exists()) == (2, False)


def test_real_anki_reads_the_text_file_as_the_same_notes(starter, tmp_path):
    folder = starter.parent
    with learner.collection(tmp_path / "learner" / "collection.anki2") as col:
        assert learner.import_package(col, folder / "deck.apkg")["new"] == 5
        schedule = learner.study(col)
        before = col.db.all("select guid, mid, flds, tags from notes order by guid")
        decks = col.decks.all_names_and_ids()
        assert learner.import_csv(col, folder / "deck.csv")["new"] == 0
        assert col.db.all("select guid, mid, flds, tags from notes order by guid") == before
        assert learner.schedule(col) == schedule and col.decks.all_names_and_ids() == decks
        edited = (folder / "deck.csv").read_text().replace("a dot", "a spot")
        (tmp_path / "edited.csv").write_text(edited)
        assert learner.import_csv(col, tmp_path / "edited.csv")["updated"] == 1
        col.remove_notes(col.find_notes(""))
        assert learner.import_csv(col, folder / "deck.csv")["new"] == 5
        after = col.db.all("select guid, mid, flds, tags from notes order by guid")
        assert after == before


def test_crowdanki_has_what_that_addon_reads(starter):
    deck = json.loads((starter.parent / "crowd/deck.json").read_text())
    assert (deck["__type__"], deck["name"], deck["notes"]) == ("Deck", "Deck", [])
    (child,) = deck["children"]
    assert child["name"] == "01 First steps" and len(child["notes"]) == 5
    models = {model["crowdanki_uuid"]: model for model in deck["note_models"]}
    for note in child["notes"]:
        assert len(note["fields"]) == len(models[note["note_model_uuid"]]["flds"])
    assert deck["deck_config_uuid"] == deck["deck_configurations"][0]["crowdanki_uuid"] == child["deck_config_uuid"]
    held = {path.name for path in (starter.parent / "crowd/media").iterdir()}
    assert held == {*deck["media_files"], *child["media_files"]}


def hashes(root: Path) -> dict[str, str]:
    project, problems = read_project(root)
    result, more = build(project, Ledger(project.deck.id), 1)
    assert result is not None, [*problems, *more]
    return {note.guid: note.hash for note in result.notes}


def back(root: Path, source: Path, tmp_path: Path) -> tuple[dict[str, str], str]:
    """Import into an empty project of the same deck.yaml; the notes' hashes, and what import said."""
    folder = tmp_path / f"into-{source.name}"
    folder.mkdir()
    shutil.copy(root / "deck.yaml", folder)
    done = deckgen(folder, "import", str(source))
    return hashes(folder), done.stderr


@pytest.mark.parametrize("source", ["deck.apkg", "deck.csv", "crowd"])
def test_what_goes_out_comes_back(starter, tmp_path, source):
    found, told = back(starter, starter.parent / source, tmp_path)
    assert (found, told) == (hashes(starter), "")


@pytest.mark.parametrize("format_", ["apkg", "csv", "crowdanki"])
def test_our_own_deck_comes_back(tmp_path, format_):
    """The measured table of docs/formats.md: the share of notes that are the same after a round trip."""
    target = tmp_path / ("own" if format_ == "crowdanki" else f"own.{format_}")
    deckgen(ROOT, "build", "--format", format_, "-o", str(target))
    root = tmp_path / "source"
    shutil.copytree(ROOT, root, ignore=lambda folder, names: {n for n in names if Path(folder) == ROOT and n not in
                    ("deck.yaml", "content", "media", "templates")})  # fmt: skip
    wanted = hashes(root)
    found, _ = back(root, target, tmp_path)
    same = sum(found.get(guid) == hash_ for guid, hash_ in wanted.items())
    print(f"{format_}: {same} of {len(wanted)} notes the same")
    assert same >= 0.99 * len(wanted) and len(found) == len(wanted)
