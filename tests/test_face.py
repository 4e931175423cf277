"""Faces are what the real Anki renders, for every card of the sample deck and of the shipped one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deckgen.face import cloze, faces, plain
from tests.browser.cards import ROOT as SAMPLE
from tests.browser.cards import faces as rendered_by_anki
from tests.browser.cards import sample_notes

SHIPPED = Path(__file__).parents[1]


@pytest.mark.parametrize("root", [SAMPLE, SHIPPED], ids=["sample", "shipped"])
def test_every_card_is_what_anki_renders(root: Path) -> None:
    notetypes, notes, _ = sample_notes(root)
    by_key = {notetype.key: notetype for notetype in notetypes}
    theirs = [tidy(face.html) for face in rendered_by_anki(notetypes, notes)]
    ours = []
    for note in notes:
        for face in faces(note, by_key[note.notetype], "1.2.0"):
            ours += [tidy(f"<style>{by_key[note.notetype].css}</style>{side}") for side in (face.front, face.back)]
    assert len(ours) == len(theirs)
    for mine, anki in zip(ours, theirs, strict=True):
        assert mine == anki


def tidy(html: str) -> str:
    """Without the ids of hints, and with one way to write an attribute's quotes."""
    html = re.sub(r"\bhint[0-9a-f]{15,16}", "hint0", html)
    return re.sub(r'data-cloze="[^"]*"', "data-cloze", html).strip()


@pytest.mark.parametrize(
    ("html", "number", "front", "back"),
    [
        ("a {{c1::b}} c", 1, "a [...] c", "a b c"),
        ("a {{c1::b::B?}} c", 1, "a [B?] c", "a b c"),
        ("{{c1::a {{c2::b}}}} c", 2, "a [...] c", "a b c"),
        ("{{c1::a {{c2::b}}}} c", 1, "[...] c", "a b c"),
        ("{{c1::a}} {{c2::open", 1, "[...] {{c2::open", "a {{c2::open"),
        ("no gap", 1, "", ""),
    ],
)
def test_gaps(html: str, number: int, front: str, back: str) -> None:
    assert [re.sub("<[^>]*>", "", cloze(html, number, back=side)) for side in (False, True)] == [front, back]


def test_plain_text_keeps_tex() -> None:
    assert plain('<p>As <math alttext="x^2"><mi>x</mi></math> &amp; {{c1::so::hint}}</p>') == "As x^2 & so"
