"""The preview's pages without a browser: what is served, to whom, and what a save changes."""

from __future__ import annotations

import json
import random
import re
import shutil
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from benchmarks.generate import generate
from deckgen.build import build
from deckgen.commands.shell import read_ledger
from deckgen.ledger import Ledger
from deckgen.preview import Preview
from deckgen.project import read_project
from deckgen.session import Session
from tests.test_release import deckgen

FILE = "content/first-steps/examples.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    deckgen(tmp_path, "new", "deck")
    (tmp_path / "secret.svg").write_text("<svg>secret</svg>")
    (tmp_path / "deck/content/other").mkdir()
    (tmp_path / "deck/content/other/more.md").write_text("## How far? {#far level=core tags=away}\n\nFar.\n")
    return tmp_path / "deck"


@pytest.fixture
def session(root: Path) -> Session:
    session = Session(root, partial(read_ledger, root))
    session.look()
    return session


@pytest.fixture
def client(session: Session) -> TestClient:
    return TestClient(Preview(session).app(watching=False), base_url="http://127.0.0.1:8765")


def first(client: TestClient) -> tuple[str, str]:
    path = client.get("/outline").json()["topics"][0][0]
    return path, client.get(f"/topic/{path}").json()["questions"][0]["id"]


def test_topics_questions_and_cards(client: TestClient) -> None:
    path, id_ = first(client)
    told = client.get(f"/topic/{path}").json()
    assert {"id", "title", "hash", "level", "tags", "cards", "problems", "line"} <= set(told["questions"][0])
    card = client.get(f"/card/{id_}/0")
    front, back = json.loads(re.search(r'id="deckgen-sides">(.*?)</script>', card.text, re.S)[1])
    assert 'class="card card1"' in card.text and front in card.text and 'id="answer"' in back
    assert "sandbox" in card.headers["content-security-policy"]
    assert "nightMode" in client.get(f"/card/{id_}/0?night").text


def test_search_by_text_id_level_and_tex(client: TestClient) -> None:
    assert [row[0] for row in client.get("/search", params={"q": "quadratic-formula"}).json()] == ["quadratic-formula"]
    assert "quadratic-formula" in [row[0] for row in client.get("/search", params={"q": r"\sqrt"}).json()]
    levels = {
        level: {row[0] for row in client.get("/search", params={"level": level}).json()} for level in ("basic", "core")
    }
    assert "quadratic-formula" in levels["basic"] and "far" in levels["core"] and not levels["basic"] & levels["core"]
    assert [row[0] for row in client.get("/search", params={"tag": "away"}).json()] == ["far"]


OUTSIDE = [
    "/media/../secret.svg",
    "/media/..%2Fsecret.svg",
    "/media/%2e%2e/deck.yaml",
    "/media/deck.yaml",
    "/assets/shell.html",
    "/assets/../../preview.py",
    "/topic/../deck",
    "/topic/nothing",
    "/card/../0",
    "/card/nothing/0",
    "/etc/passwd",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404 and "secret" not in answer.text


def test_another_hosts_name_is_refused(client: TestClient) -> None:
    for name in ("evil.example", "127.0.0.1.evil.example"):
        assert client.get("/outline", headers={"host": name}).status_code == 400
    assert "access-control-allow-origin" not in client.get("/outline").headers


def test_a_broken_save_shows_its_problem_and_keeps_the_last_good_state(client, session, root: Path) -> None:
    path, id_ = first(client)
    file = root / FILE
    good = file.read_text()
    file.write_text(good + "\n## Broken? {#broken}\n\n$\\fracc{1}{2}$\n")
    assert not session.look()
    outline = client.get("/outline").json()
    assert outline["errors"] == 1 and client.get(f"/card/{id_}/0").status_code == 200
    said = [p for row in client.get(f"/topic/{path}").json()["questions"] for p in row["problems"]]
    assert any("fracc" in each["message"] for each in said)
    file.write_text(good)
    assert session.look() and client.get("/outline").json()["errors"] == 0


def test_any_series_of_edits_shows_what_a_build_from_scratch_shows(tmp_path: Path) -> None:
    dice, root = random.Random(4), tmp_path / "p"
    generate(root, 150)
    session = Session(root, Ledger)
    files = sorted(root.glob("content/*/*.md"))
    for step in range(12):
        file = dice.choice(files)
        text = file.read_text() if file.exists() else ""
        kind = dice.choice(["word", "cut", "add", "gone", "yaml", "break"])
        if kind == "gone" and text and len([each for each in files if each.exists()]) > 1:
            file.unlink()
        elif kind == "cut" and text.count("\n## ") > 2:
            file.write_text(text[: text.rindex("\n## ")])
        elif kind == "add":
            file.write_text(
                text + f"\n## New {step}? {{#new-{step} after=q-{dice.randrange(150)}}}\n\nSo ${{x_{step}}}$.\n"
            )
        elif kind == "yaml":
            (root / "deck.yaml").write_text(f"id: measured\nname: Measured\ntag: m{step}\n")
        elif kind == "break":
            file.write_text(text + "\n## Broken? {#q-1}\n\n$\\nope$\n")
        else:
            file.write_text(text.replace("loss", f"loss{step}", 3))
        sound = session.look()
        project, problems = read_project(root)
        made, found = build(project, Ledger("measured"), max(project.newest, 1), rename_decks=True)
        assert session.problems == tuple(sorted({*problems, *found})) and sound == (made is not None)
        if made:
            assert session.built and session.built.notes == made.notes
    shutil.rmtree(root)
