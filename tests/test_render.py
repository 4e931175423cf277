import pytest

from deckgen.model import DeckConfig, Field, Media, Notetype, Question, Template, Text, Topic
from deckgen.problem import Span
from deckgen.render import Renderer
from tests.casefile import cases, expect

MEDIA = tuple(
    Media(path, name, b"", "")
    for path, name in (
        ("media/figures/dot.svg", "dot-12345678.svg"),
        ("content/a/dot.svg", "dot-87654321.svg"),
        ("media/ping.mp3", "ping-12345678.mp3"),
    )
)
FIELDS = (
    Field("question", "Question", "heading", 1),
    Field("answer", "Answer", "body", 2),
    Field("o", "O", "options", 3),
)
QA = Notetype("qa", "QA", "standard", 1, FIELDS, (Template("c", "C", "", "", 1),), "")


def render(key: str, markdown: str, line: int = 5) -> str:
    """The HTML of one field, and under it what is wrong and which media are used."""
    question = Question("q", "qa", ((key, Text(markdown, Span("content/a/x.md", line, 1))),), Span("content/a/x.md", 4))
    topic = Topic("a/x", "content/a/x.md", "X", (question,))
    drawn, problems = Renderer(DeckConfig("d", "D", "d"), MEDIA).question(topic, question, QA)
    lines = [drawn.fields[0][1], *map(str, problems), *(f"uses {name}" for name in drawn.media)]
    return "\n".join(lines)


@cases("render")
def test_render(case, request):
    key = {"headings": "question", "options": "options"}.get(case.path.stem, "answer")
    expect(case, render(key, case.text), request)


def test_options_are_a_list_in_the_authors_order():
    html = render("o", "- [ ] one\n- [x] **two**\n  goes on\n* [X] $x$")
    assert html.startswith(
        '<ul class="options"><li class="wrong">one</li><li class="right"><strong>two</strong>\ngoes on'
    )
    assert html.count("<li") == 3 and "<math" in html


def test_an_option_may_be_a_block():
    html = render("o", "- [x]\n  ```python\n  x = 1\n  ```\n- [ ]\n- [ ] $\\fracc$")
    assert html.count("<li") == 3 and '<div class="code">' in html
    assert "content/a/x.md:10:8: error[math-command]" in html


def test_a_footnote_used_twice_keeps_to_its_field():
    html = render("answer", "One[^1] and two.[^1]\n\n[^1]: Note.")
    assert 'id="fnref2-answer-1"' in html and "fnref2:" not in html


def test_each_distinct_formula_is_converted_once():
    renderer = Renderer(DeckConfig("d", "D", "d"), ())
    body = Text("$x$ $y$ $x$\n\n$$x$$", Span("content/a/x.md", 1, 1))
    question = Question("q", "qa", (("answer", body),), Span("content/a/x.md", 1))
    topic = Topic("a/x", "content/a/x.md", "X", (question,))
    assert renderer.question(topic, question, QA)[0].formulas == 4
    renderer.question(topic, question, QA)
    assert renderer.conversions == 3  # x inline, y inline, x on display


@pytest.mark.parametrize("text", ["\ue0000\ue001 $x$", "$x$ \ue001\ue000", "\ue002"])
def test_private_code_points_of_an_author_do_no_harm(text):
    assert "\ue000" not in render("answer", text)


def test_formulas_are_recalled_only_as_they_were():
    first, second = (Renderer(DeckConfig("d", "D", "d"), ()) for _ in "ab")
    question = lambda tex: Question("q", "qa", (("answer", Text(tex, Span("a.md", 1, 1))),), Span("a.md", 1))  # noqa: E731
    before, _ = first.question(Topic("t", "a.md", "", ()), question("$x_1$ and $$x_1$$ and $a % b\n c$"), QA)
    second.recall(html for _, html in before.fields)
    for tex, conversions in (("$x_1$", 0), ("$$ x_1 $$", 0), ("$x_2$", 1), ("$a % b  c$", 2), ("$a % b\n c$", 3)):
        again = [each.question(Topic("t", "a.md", "", ()), question(tex), QA)[0] for each in (first, second)]
        assert again[0] == again[1] and second.conversions == conversions, tex
