"""A month in the life of a learner: releases made by the real command line, imported with Anki's default options."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deckgen.order import in_order
from deckgen.project import read_project
from tests.anki.conftest import ROOT, Anki

JUNE, JULY, AUGUST = 1_750_000_000, 1_752_600_000, 1_755_000_000  # 2025


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who edits a project's files and runs deckgen in it."""

    root: Path

    def run(self, *arguments: str, now: int = JUNE) -> str:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(now)}
        command = [sys.executable, "-m", "deckgen", *arguments]
        run = subprocess.run(command, cwd=self.root, env=env, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return run.stdout

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.root / "content" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    def package(self, version: str) -> str:
        path = self.root / "output" / f"demo-{version}.apkg"
        assert path.exists(), sorted(file.name for file in path.parent.iterdir())
        return str(path)


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Author:
    """The demo project after three releases: 0.1.0, 0.2.0 (edit, addition, retirement, move), 0.2.1 (a typo)."""
    author = Author(tmp_path_factory.mktemp("author") / "demo")
    shutil.copytree(ROOT / "tests" / "demo", author.root, ignore=shutil.ignore_patterns("output", "ledger.jsonl"))
    author.run("release")
    author.run("build", "--topic", "calculus", "-o", "output/demo-part.apkg")
    moments = author.root / "content" / "probability" / "moments.md"
    author.edit("probability/moments.md", "Yes: ", "Yes, whatever their joint distribution: ")
    added = "\n## When is a variance zero? {#variance.zero level=basic}\n\nIf the value is certain.\n"
    moments.write_text(moments.read_text(encoding="utf-8") + added, encoding="utf-8")
    bayes = author.root / "content" / "probability" / "bayes.md"
    before, _, rest = bayes.read_text(encoding="utf-8").partition("## A test finds")
    bayes.write_text(before + "## How would" + rest.partition("## How would")[2], encoding="utf-8")
    (author.root / "content/calculus/integrals.md").rename(author.root / "content/probability/integrals.md")
    (author.root / "diff.json").write_text(author.run("diff", "--json", now=JULY), encoding="utf-8")
    author.run("release", now=JULY)
    author.edit("calculus/derivatives.md", "at a point say?", "at one point say?")
    author.run("release", now=AUGUST)
    return author


def unlike(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """Ids of notes there were, and are different now."""
    return {first for first, note in before["notes"].items() if after["notes"][first] != note}


def history(look: dict[str, Any], ids: set[int]) -> tuple[list[Any], list[Any]]:
    return [card for card in look["cards"] if card[0] in ids], look["revlog"]


def test_diff_says_what_the_release_will_change(author: Author) -> None:
    said = json.loads((author.root / "diff.json").read_text(encoding="utf-8"))
    assert (said["version"], said["next"]) == ("0.1.0", "0.2.0")
    assert (said["added"], said["retired"]) == (["variance.zero"], ["bayes.base-rate"])
    assert (said["changed"], said["rerendered"]) == (["linearity"], [])
    assert sorted(said["moved"]) == ["by-parts", "fundamental-theorem"]


def test_a_learner_keeps_everything_through_three_releases(anki: Anki, author: Author) -> None:
    (_, fresh) = anki(["import", author.package("0.1.0")], ["look"])
    card = {first: note["id"] + 1 for first, note in fresh["notes"].items()}
    answered, *_, before = anki(
        ["answer", 6],
        ["suspend", [card["bayes"], card["by-parts"]]],
        ["bury", [card["bayes.base-rate"]]],
        ["flag", [card["linearity"], card["taylor"]]],
        ["edit", "taylor", "My notes", "ask about the <i>remainder</i>"],
        ["edit", "bayes.program", "Answer", "my own program"],
        ["look"],
    )
    assert len(answered) == len(before["revlog"]) == 6
    ids = {row[0] for row in before["cards"]}

    first, check, after = anki(["import", author.package("0.2.0")], ["check"], ["look"])
    assert first == {"new": 1, "updated": 3, "duplicate": 7, "conflicting": 0}
    assert unlike(before, after) == {"linearity", "fundamental-theorem", "by-parts"}
    assert set(after["notes"]) - set(before["notes"]) == {"variance.zero"}
    assert after["notes"]["by-parts"]["fields"]["Topic"] == "Probability › Integrals"
    assert after["notes"]["by-parts"]["decks"] == ["Demo::01 Calculus"]  # Anki moves no card
    assert after["notes"]["taylor"]["fields"]["My notes"] == "ask about the <i>remainder</i>"
    assert after["notes"]["bayes.program"]["fields"]["Answer"] == "my own program"
    assert history(after, ids) == history(before, ids)
    assert (after["notetypes"], after["twice"]) == (before["notetypes"], 0)
    assert (after["schema"], after["full sync"]) == (before["schema"], False)
    assert check == {"said": "Database rebuilt and optimized.", "fine": True, "empty": 0, "missing": [], "unused": []}
    assert "0.2.0" in after["decks"]["Demo"]

    typo, again, last = anki(["import", author.package("0.2.1")], ["import", author.package("0.2.1")], ["look"])
    assert (typo["new"], typo["updated"], again["updated"]) == (0, 1, 0)
    assert unlike(after, last) == {"derivative"}
    assert last["notes"]["derivative"]["fields"]["Question"].endswith("at one point say?")
    assert history(last, ids) == history(before, ids)
    assert last["full sync"] is False


@pytest.mark.parametrize("order", [("part", "0.1.0"), ("0.1.0", "part")])
def test_a_subset_and_the_whole_in_either_order_leave_the_same_notes(
    anki: Anki, author: Author, order: tuple[str, str]
) -> None:
    *_, look = anki(*[["import", author.package(name)] for name in order], ["look"])
    assert (len(look["notes"]), look["twice"], len(look["notetypes"]), len(look["cards"])) == (11, 0, 4, 15)


def test_the_first_sixty_new_cards_follow_the_project_and_no_note_comes_twice(
    anki: Anki, large: tuple[Author, list[str]]
) -> None:
    author, ids = large
    _, queue = anki(["import", author.package("0.1.0")], ["queue", 60])
    assert [first for first, _ in queue] == ids[:60]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Author, list[str]]:
    """Two areas of 80 questions, every third with two cards; and their ids in the project's order."""
    author, ids = Author(tmp_path_factory.mktemp("large")), []
    (author.root / "deck.yaml").write_text("id: demo\nname: Demo\ntag: demo\n", encoding="utf-8")
    for area in ("zeta", "alpha"):  # not in alphabetical order: `order` decides, and the deck's number
        folder, order = author.root / "content" / area, len(ids) // 80 + 1
        folder.mkdir(parents=True)
        title = f"---\ntitle: {area}\norder: {order}\ndeck: 0{order} {area}\n---\n"
        (folder / "index.md").write_text(title, encoding="utf-8")
        for topic in range(4):
            text = f"---\ntitle: {area} {topic}\norder: {topic}\n---\n"
            for number in range(20):
                ids.append(f"{area}-{topic}-{number}")
                kind = " .formula" if number % 3 == 0 else ""
                text += f"\n## Question {ids[-1]}? {{#{ids[-1]}{kind}}}\n\nAnswer ${number} + {topic}$.\n"
            (folder / f"topic-{9 - topic}.md").write_text(text, encoding="utf-8")
    author.run("release")
    return author, ids


@pytest.mark.parametrize("anki", ["current"], indirect=True)
def test_the_shipped_deck_begins_in_its_projects_order(anki: Anki, tmp_path: Path) -> None:
    project, problems = read_project(ROOT)
    assert project is not None, problems
    ids = [question.id for _, question in in_order(project.topics)]
    package = tmp_path / "whole.apkg"
    Author(ROOT).run("build", "-o", str(package))
    result, check, queue = anki(["import", str(package)], ["check"], ["queue", 60])
    assert result == {"new": len(ids), "updated": 0, "duplicate": 0, "conflicting": 0}
    assert check == {"said": "Database rebuilt and optimized.", "fine": True, "empty": 0, "missing": [], "unused": []}
    assert [first for first, _ in queue] == ids[:60]
