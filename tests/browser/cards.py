"""The sample deck's cards as the real Anki renders them, as pages that stand for a client's screen."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from deckgen.build import build
from deckgen.ledger import Ledger
from deckgen.model import Media, Note, Notetype
from deckgen.project import read_project

ROOT = Path(__file__).parent / "deck"
# What Anki's own styles do to a card's elements (reviewer.css and webview.css of 26.9): ours must hold against it.
ANKI_CSS = """
:root { --canvas: #f5f5f5; --fg: #020202; } .night-mode { --canvas: #2c2c2c; --fg: #fcfcfc; }
html { font-size: 15px; } body { margin: 2em; overscroll-behavior: none; color: var(--fg); background: var(--canvas); }
hr { background-color: #737373; margin: 1em 0; border: none; height: 1px; }
body { margin: 20px; overflow-wrap: break-word; }
body.nightMode { background-color: var(--canvas); color: var(--fg); }
img { max-width: 100%; max-height: 95vh; } li { text-align: start; } pre { text-align: left; }
button { outline: none !important; background: #fcfcfc; border-radius: 5px; border: 1px solid #e4e4e4; font-weight: 500;
  padding: 8px 10px; margin: 1em .5em; -webkit-appearance: none; color: var(--fg); }
button:hover { background: #fff; border: 1px solid #c4c4c4; }
button:active { box-shadow: inset 0 1px 3px rgba(0, 0, 0, .35); border-color: #e4e4e4; }
"""


@dataclass(frozen=True)
class Face:
    """One side of one card: the HTML that Anki gives to the client, its style included."""

    question: str
    notetype: str
    template: str
    back: bool
    html: str

    @property
    def name(self) -> str:
        return f"{self.question}-{self.template}-{'back' if self.back else 'front'}"


def sample_notes(root: Path = ROOT) -> tuple[tuple[Notetype, ...], tuple[Note, ...], tuple[Media, ...]]:
    """Read, render and assemble a project; its problems are failures."""
    project, problems = read_project(root)
    assert project
    assert not [str(problem) for problem in problems if problem.level == "error"]
    built, problems = build(project, Ledger(project.deck.id), 1)
    assert not [str(problem) for problem in problems if problem.level == "error"]
    return project.notetypes, built.notes, project.media


def as_dict(col, notetype: Notetype) -> dict:
    """The notetype as Anki's collection `col` takes it."""
    model = col.models.new(notetype.name)
    model["type"] = 1 if notetype.kind == "cloze" else 0
    model["css"] = notetype.css
    for field in notetype.fields:
        col.models.add_field(model, col.models.new_field(field.name))
    for each in notetype.templates:
        template = col.models.new_template(each.name)
        template["qfmt"], template["afmt"] = each.front, each.back
        col.models.add_template(model, template)
    return model


def faces(notetypes, notes, *, changed: str = "1.2.0", mine: str = "") -> list[Face]:
    """Both sides of every card of the notes, rendered by Anki's backend."""
    from anki.collection import Collection

    found = []
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(str(Path(folder) / "c.anki2"))
        models = {each.key: col.models.get(col.models.add_dict(as_dict(col, each)).id) for each in notetypes}
        keys = {each.key: [field.key for field in each.fields] for each in notetypes}
        for note in notes:
            row = col.new_note(models[note.notetype])
            row.fields = list(note.fields)
            row.fields[keys[note.notetype].index("changed")] = changed
            row.fields[keys[note.notetype].index("notes")] = mine
            col.add_note(row, 1)
            for card in row.cards():
                name = card.template()["name"].lower().replace(" ", "-")
                name += str(card.ord + 1) if note.notetype == "cloze" else ""
                found.append(Face(note.question, note.notetype, name, False, card.question()))
                found.append(Face(note.question, note.notetype, name, True, card.answer()))
        col.close()
    return found


def page(body: str, *, night: bool = False, platform: str = "", scripts: bool = True, head: str = "") -> str:
    """A client's page with that card in it."""
    classes = "card card1" + (" nightMode night_mode" if night else "")
    policy = "" if scripts else "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\">"
    return (
        f'<!doctype html><html class="{platform}{" night-mode" if night else ""}"><head><meta charset=utf-8>{policy}'
        '<meta name=viewport content="width=device-width,initial-scale=1"><title>Card</title>'
        f'<style>{ANKI_CSS}</style>{head}</head><body class="{classes}">'
        f'<div id="qa" dir="auto">{body}</div></body></html>'
    )
