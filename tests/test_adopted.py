"""Notetypes that `deckgen import` adopted: Anki's ids, their own name and style, fields as they were."""

import pytest

from deckgen.model import DeckConfig
from deckgen.notetypes import read_notetypes

DECK = DeckConfig("demo", "Demo", "demo")
YAML = """\
id: 1607392319
name: Basic
fields:
  - {key: front, name: Front, from: heading, id: -7943565274924262000, sort: true}
  - {key: back, name: Back, from: body}
cards:
  - {key: card-1, name: Card 1, front: front.html, back: back.html, id: 12}
"""


def read(text: str):
    files = {
        "style.css": b".shared { color: red }",
        "basic/notetype.yaml": text.encode(),
        "basic/style.css": b".card { color: black }",
        "basic/front.html": b"{{Front}}",
        "basic/back.html": b"{{FrontSide}}{{Back}}",
    }
    notetypes, _, problems = read_notetypes(files, DECK)
    return notetypes, problems


def test_an_adopted_notetype_is_as_it_was_in_anki():
    (notetype,), problems = read(YAML)
    assert problems == []
    assert (notetype.id, notetype.name, notetype.css) == (1607392319, "Basic", ".card { color: black }")
    assert notetype.fields[0].id == -7943565274924262000 and notetype.templates[0].id == 12
    (same,), _ = read(YAML)
    assert notetype.fields[1].id == same.fields[1].id != 0


def test_without_an_id_it_is_one_of_ours():
    assert [problem.code for problem in read(YAML.partition("\n")[2])[1]] == ["first-field"]


@pytest.mark.parametrize("written", ["abc", "1.5", "0", "9" * 30])
def test_an_id_is_a_whole_number(written):
    notetypes, problems = read(YAML.replace("1607392319", written))
    assert ("bad-id" in {problem.code for problem in problems}, notetypes) == (True, ())
