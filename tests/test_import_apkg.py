"""Packages of the real Anki come back as questions, and learners of the old deck keep everything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.anki import learner
from tests.test_release import deckgen


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same old deck in every kind of package."""
    folder = tmp_path_factory.mktemp("packages")
    with learner.collection(folder / "author" / "collection.anki2") as col:
        learner.old_deck(col)
        for name in ("legacy.apkg", "modern.apkg"):
            learner.export(col, folder / name, legacy=name.startswith("legacy"))
    for name in ("legacy.colpkg", "modern.colpkg"):  # a collection closes itself when it is exported
        with learner.collection(folder / "author" / "collection.anki2") as col:
            learner.export(col, folder / name, legacy=name.startswith("legacy"))
            col.reopen()
    return {path.name: path for path in folder.glob("*.*pkg")}


def project(tmp_path: Path, text: str = "id: old\nname: Old\n") -> Path:
    (tmp_path / "deck").mkdir(exist_ok=True)
    (tmp_path / "deck" / "deck.yaml").write_text(text)
    return tmp_path / "deck"


def files(root: Path) -> dict[str, str]:
    """What an author has; a build's cache is none of it."""
    found = [path for path in sorted(root.rglob("*")) if path.is_file() and "output" not in path.parts]
    return {str(path.relative_to(root)): path.read_text(errors="replace") for path in found}


TREES = """---
title: Trees
---

## What is a **tree**? {#what-is-a-tree .basic tags="graph hard" GUID}

A graph

without cycles

## Depth of $n$ leaves? {#depth-of-n-leaves .basic GUID}

At least $$ \\log_2 n $$ \n\
and at most $n-1$.
"""
SUMS = """---
title: Sums
---

## See<br>![a curve](a-curve.svg) {#see-a-curve .basic GUID}

It falls. ![](ping.mp3)

## one {#one .basic-and-reversed-card GUID}

- two
- three
    - four

## The sum is {{c1::$\\frac{n}{2}$}} and {{c2::more}} {#the-sum-is-n-2-and-more .cloze-2 GUID}

### Back Extra

Gauss, *1786*

## Code? {#code .basic GUID}

```
def f(x):

    return x * 2 < 3
```

## &lt;script>alert(1)&lt;/script>Why? {#script-alert-1-script-why .basic GUID}

So. y &lt;b> 2\\*3\\*4 a_b_c
"""


@pytest.mark.parametrize("name", ["legacy.apkg", "modern.apkg", "legacy.colpkg", "modern.colpkg"])
def test_every_kind_of_package_gives_the_same_questions(packages, tmp_path, name):
    root = project(tmp_path)
    done = deckgen(root, "import", str(packages[name]))
    assert done.stdout == "7 questions in 2 topics, 2 media\n"
    found = {path: re.sub(r"guid=(\"[^\"]*\"|\S+?)(?=[ }])", "GUID", text) for path, text in files(root).items()}
    assert found["content/trees/trees.md"] == TREES.replace("$$ \n", "$$  \n")
    assert found["content/sums/sums.md"] == SUMS
    assert found["media/a-curve.svg"].encode() == learner.SVG
    told = re.sub(r"note .*: warning", "note: warning", done.stderr)
    assert sorted(told.split("\n"))[2:] == [
        f"{name} note: warning[field]: Back: the link to 'javascript:x' is text now",
        f"{name} note: warning[field]: Front: <script> was kept as text",
        f"{name} note: warning[field]: Front: the picture 'a-curve.svg' says nothing to those who cannot see it",
    ]
    before = files(root)
    again = deckgen(root, "import", str(packages["modern.apkg"]))
    assert (again.stdout, files(root)) == ("0 questions in 0 topics, 7 already there\n", before)
    assert ": 7 notes, 9 cards" in deckgen(root, "build", "-o", "../built.apkg").stdout
    again = deckgen(root, "import", "../built.apkg")
    assert (again.stdout, again.stderr, files(root)) == ("0 questions in 0 topics, 7 already there\n", "", before)


@pytest.mark.parametrize("name", ["legacy.apkg", "modern.apkg"])
def test_a_learner_of_the_old_deck_keeps_schedule_and_gets_updates(packages, tmp_path, name):
    root = project(tmp_path)
    with learner.collection(tmp_path / "learner" / "collection.anki2") as col:
        assert learner.import_package(col, packages[name])["new"] == 7
        schedule = learner.study(col)
        assert len(schedule[1]) >= 5
        notetypes = sorted(model["name"] for model in col.models.all())
        col.db.execute("update col set scm = 1000000000000, ls = 1000000000001")  # as after a sync

        deckgen(root, "import", str(packages[name]))
        trees = root / "content/trees/trees.md"
        trees.write_text(trees.read_text().replace("without cycles", "without any cycle"))
        deckgen(root, "release", epoch=None)
        (built,) = (root / "output").glob("*.apkg")
        log = learner.import_package(col, built)
        assert (log["new"], log["conflicting"], log["updated"] + log["duplicate"]) == (0, 0, 7), log
        assert learner.schedule(col) == schedule
        assert sorted(model["name"] for model in col.models.all()) == notetypes
        assert not col.schema_changed()
        assert col.find_notes('"without any cycle"') and not col.find_notes('"without cycles"')
        assert col.decks.id_for_name("Old::Trees") and len(col.decks.all_names_and_ids()) == 4


def test_ours_by_another_deck_id_are_told(tmp_path):
    deckgen(tmp_path, "new", "one")
    deckgen(tmp_path / "one", "build")
    (package,) = (tmp_path / "one/output").glob("*.apkg")
    root = project(tmp_path, "id: two\nname: Two\n")
    done = deckgen(root, "import", str(package))
    assert done.stdout.startswith("4 questions in 1 topic") and done.stderr.count("notetype-id") == 4
    assert not (root / "templates").exists()


def test_into_and_dry_run(packages, tmp_path):
    root = project(tmp_path)
    before = files(root)
    dry = deckgen(root, "import", str(packages["modern.apkg"]), "--into", "content/mine", "--dry-run")
    assert files(root) == before
    done = deckgen(root, "import", str(packages["modern.apkg"]), "--into", "content/mine")
    assert (done.stdout, done.stderr) == (dry.stdout, dry.stderr)
    assert {path for path in files(root) if path.startswith("content/")} == {
        "content/mine/sums.md",
        "content/mine/trees.md",
    }


def test_html_is_taken_where_it_is_asked_for_and_scripts_never(packages, tmp_path):
    root = project(tmp_path)
    deckgen(root, "import", str(packages["modern.apkg"]), "--allow-html")
    assert not any("script" in text for path, text in files(root).items() if path.startswith("content/"))


def test_without_a_project_there_is_nowhere_to_import_to(packages, tmp_path):
    done = deckgen(tmp_path, "import", str(packages["modern.apkg"]), check=False)
    assert (done.returncode, "deckgen new" in done.stderr) == (2, True)


def test_the_content_of_another_project_keeps_its_places(tmp_path):
    deckgen(tmp_path, "new", "one")
    (tmp_path / "one/content/first-steps/more.md").write_text("---\ntitle: Some more\n---\n\n## Why? {#why}\n\nSo.\n")
    root = project(tmp_path, "id: two\nname: Two\n")
    done = deckgen(root, "import", "../one/content")
    assert done.stdout == "5 questions in 2 topics\n", done.stderr
    assert {path for path in files(root) if path.startswith("content")} >= {
        "content/first-steps/examples.md",
        "content/first-steps/more.md",
    }
    assert "5 questions, no problems" in deckgen(root, "check").stdout


def test_an_adopted_deck_is_released_and_followed(packages, tmp_path):
    root = project(tmp_path)
    deckgen(root, "import", str(packages["modern.apkg"]))
    deckgen(root, "release")
    trees = root / "content/trees/trees.md"
    trees.write_text(trees.read_text().replace("without cycles", "without any cycle"))
    rehearsed = deckgen(root, "release").stderr
    rows = [re.split(r"\s{2,}", line.strip()) for line in rehearsed.splitlines() if "  " in line]
    assert rows[1:] == [
        ["plain import", "1", "0", "0", "0", "0", "0", "0", "no"],
        ["Deckgen Sync", "1", "0", "0", "0", "0", "0", "0", "no"],
    ], rehearsed
