"""Template folders become notetypes; whatever is wrong with them is told with its place."""

import re
from pathlib import Path

import pytest

from deckgen.media import check_media, published
from deckgen.model import DeckConfig
from deckgen.notetypes import read_notetypes
from tests.casefile import cases, expect

DECK = DeckConfig("demo", "Demo", "demo", source="https://example.org/demo")
TEMPLATES = Path(__file__).parent.parent / "templates"
SOUND = {  # what a case does not write itself
    "a/notetype.yaml": """name: A
fields:
  - {key: id, name: ID}
  - {key: question, name: Question, from: heading, sort: true}
  - {key: answer, name: Answer, from: body}
cards:
  - {key: ask, name: Ask, front: front.html, back: back.html}
""",
    "a/front.html": "{{Question}}",
    "a/back.html": "{{FrontSide}}<hr id=answer>{{Answer}}",
}


def shipped() -> dict[str, bytes]:
    paths = [path for path in TEMPLATES.rglob("*") if path.is_file()]
    return {path.relative_to(TEMPLATES).as_posix(): path.read_bytes() for path in paths}


def read(text: str, deck: DeckConfig = DECK):
    """Read the folder that `text` describes: "== path", the file's text, "== next path", …"""
    parts = re.split(r"^== (\S+)\n?", text, flags=re.M)
    files = SOUND | dict(zip(parts[1::2], parts[2::2], strict=True))
    return read_notetypes({path: body.encode() for path, body in files.items() if body.strip() != "-"}, deck)


@cases("templates")
def test_templates(case, request):
    notetypes, media, problems = read(case.text)
    lines = [str(problem) for problem in problems]
    if not lines:
        lines = [f"{t.name} | {t.front} | {t.back}" for n in notetypes for t in n.templates]
        lines += [f"css {n.css}" for n in notetypes if n.css]
        lines += [f"{item.path} is {item.name}" for item in media]
    expect(case, "\n".join(lines), request)


def test_the_shipped_templates_have_no_problems():
    notetypes, media, problems = read_notetypes(shipped(), DECK)
    assert problems == []
    assert [notetype.key for notetype in notetypes] == ["choice", "cloze", "formula", "qa"]
    assert {name for notetype in notetypes for name in notetype.media} == {item.name for item in media}
    for notetype in notetypes:
        keys = [field.key for field in notetype.fields]
        assert keys[0] == "id" and keys[-7:] == ["topic", "level", "changed", "notes", "spare1", "spare2", "spare3"]


def test_without_a_source_there_is_no_report_link():
    front = {True: "issues/new?title={{text:ID}}", False: ""}
    for source, link in front.items():
        deck = DeckConfig("demo", "Demo", "demo", source="https://example.org/demo" if source else "")
        notetypes, _, _ = read_notetypes(shipped(), deck)
        assert all((link in t.back) if source else ("issues/new" not in t.back) for n in notetypes for t in n.templates)


def test_ids_come_from_deck_and_keys_not_from_names():
    (one,), _, _ = read("")
    (two,), _, _ = read("== a/notetype.yaml\n" + SOUND["a/notetype.yaml"].replace("name: A", "name: B"))
    (other,), _, _ = read("", DeckConfig("other", "Demo", "demo"))
    assert (one.name, two.name) == ("Demo A", "Demo B")
    assert one.id == two.id and [f.id for f in one.fields] == [f.id for f in two.fields]
    assert one.id != other.id and not {f.id for f in one.fields} & {f.id for f in other.fields}
    assert 1 << 40 <= one.id < 1 << 41
    assert all(1 << 40 <= each.id < 1 << 53 for each in (*one.fields, *one.templates))


def test_broken_yaml_leaves_the_notetype_out_and_says_where():
    notetypes, _, problems = read("== a/notetype.yaml\nname: A\nfields: [\n")
    assert notetypes == ()
    assert [problem.span.path for problem in problems] == ["templates/a/notetype.yaml"]


@pytest.mark.parametrize(
    ("svg", "line"),
    [
        ("<svg>\n<script>alert(1)</script></svg>", 2),
        ("<svg>\n\n<rect onload='x()'/></svg>", 3),
        ("<svg><image href='https://example.org/x.png'/></svg>", 1),
        ("<svg><use xlink:href='other.svg#a'/></svg>", 1),
        ("<svg>\n<style>@import 'x.css';</style></svg>", 2),
        ("<svg><rect style='fill: url(other.svg#a)'/></svg>", 1),
        ("<svg><foreignObject/></svg>", 1),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", 1),
        ("no picture at all", 0),
    ],
)
def test_an_svg_stands_alone(svg, line):
    problems = check_media([published("media/x.svg", svg.encode())])
    assert problems and all(problem.code == "svg" for problem in problems)
    assert {problem.span.line for problem in problems} == {line}


def test_a_sound_svg_passes():
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><use href='#a'/><rect fill='url(#b)' style='mask: url(#c)'/></svg>"
    item = published("media/x.svg", svg)
    assert check_media([item], {item.name}) == []


def test_media_that_is_heavy_unused_or_differs_in_case_only():
    held = [published(path, data) for path, data in (("m/a.png", b"a" * 600_000), ("m/B.png", b"b"), ("m/b.png", b"c"))]
    found = [
        (str(problem.span), problem.code, problem.level) for problem in check_media(held, {held[0].name, held[1].name})
    ]
    assert found == [
        ("m/b.png", "media-case", "error"),
        ("m/a.png", "media-heavy", "warning"),
        ("m/b.png", "media-unused", "warning"),
    ]


def test_published_names_carry_the_hash_and_suit_anki():
    assert published("x/Die Größe [1].PNG", b"").name == "Die-Größe-1-e3b0c442.png"
    assert published("x/a.woff2", b"1", static=True).name == "_a-6b86b273.woff2"
    assert published("x/a.svg", b"1").name != published("x/a.svg", b"2").name
