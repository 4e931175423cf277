"""What is wrong with content: cases (a question file in, its problems out), near-duplicates, style, speed."""

import re
import time
from dataclasses import replace

import pytest

from deckgen.check import check, near_duplicates, strict
from deckgen.model import Area, DeckConfig, Media, Project
from deckgen.parse import parse_markdown
from deckgen.problem import Problem
from tests.casefile import cases, expect
from tests.shipped import shipped

NOTETYPES = shipped()
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
MEDIA = tuple(
    Media(path, path.rpartition("/")[2], SVG, "")
    for path in ("content/a/Beside.svg", "media/figures/dot.svg", "media/ping.mp3")
)
SHOWN = "![b](Beside.svg) ![d](figures/dot.svg) ![](ping.mp3)"


def project(*texts: str, media: tuple[Media, ...] = ()) -> tuple[Project, list[Problem]]:
    """A project of question files content/a/t0.md, t1.md …, and what reading them found."""
    read = [parse_markdown(text, f"content/a/t{number}.md", NOTETYPES) for number, text in enumerate(texts)]
    topics = tuple(topic for topic, _ in read if topic)
    problems = [problem for _, found in read for problem in found]
    return Project(DeckConfig("d", "D", "d"), (Area("a", "A"),), topics, NOTETYPES, media), problems


def told(problems: list[Problem]) -> str:
    return "\n".join(str(problem).replace("content/a/", "") for problem in sorted(problems)) or "nothing"


@cases("problems")
def test_problems(case, request):
    """Files are parted by a line ===; the project holds the media above."""
    read, problems = project(*case.text.split("\n===\n"), media=MEDIA)
    found = [problem for problem in check(read) if problem.code != "media-unused"]
    expect(case, told([*problems, *found]), request)


def test_media_that_nobody_shows_are_a_warning():
    read, _ = project("## Q? {#q}\n\nA.\n", media=MEDIA)
    assert {(problem.span.path, problem.level) for problem in check(read) if problem.code == "media-unused"} == {
        (item.path, "warning") for item in MEDIA
    }
    assert check(project(f"## Q? {{#q}}\n\n{SHOWN}\n", media=MEDIA)[0]) == []
    assert check(project(f"{SHOWN}\n\n## Q? {{#q}}\n\nA.\n", media=MEDIA)[0]) == []  # on the topic's page


CLEAN = """
## Q? {#q after=r}

See [the other](#r), <https://x.org>, [mail](mailto:a@b.c), `[x](y)`, $[x](y)$.

## R? {#r}

```
![](x)
```
"""


def test_a_clean_project_has_no_problems():
    read, problems = project(CLEAN)
    assert [*problems, *check(read)] == []


def duplicates(*headings: str) -> list[tuple[str, str]]:
    text = "".join(f"## {heading} {{#q{number}}}\n\nA.\n\n" for number, heading in enumerate(headings))
    return [
        (problem.message.split("'")[1], problem.message.split("'")[3]) for problem in near_duplicates(project(text)[0])
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("What is the bias-variance trade-off?", "What is the bias-variance tradeoff?"),
        ("Why does Adam correct the bias of its averages?", "Why does Adam correct the bias of its moving averages?"),
        ("What does regularization do to the weights?", "What does regularisation do to weights?"),
        ("Why is $x^2$ convex?", "Why is  $x^2$ convex"),
    ],
)
def test_near_duplicates(one, two):
    assert duplicates("Something else entirely?", one, two) == [("q2", "q1")]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Why is $x^2$ convex everywhere?", "Why is $x^3$ convex everywhere?"),
        ("What does L1 regularization do?", "What does L2 regularization do?"),
        ("How many parameters has a model with 7 layers?", "How many parameters has a model with 8 layers?"),
        ("What does batch normalization do at test time?", "What does layer normalization do at test time?"),
        ("When does dropout help a network?", "Why does dropout help a network?"),
        ("What is a type I error in a test?", "What is a type II error in a test?"),
    ],
)
def test_what_is_no_near_duplicate(one, two):
    assert duplicates(one, two) == []


def test_twenty_near_duplicates_are_enough():
    assert len(duplicates(*["What is the same question?"] * 30)) == 20


def test_near_duplicates_among_ten_thousand_take_seconds():
    words = re.findall(
        r"\w+", "gradient descent momentum variance kernel margin tree forest boost prior token loss bias"
    )
    headings = [
        f"Why {words[n % 13]} {words[n // 13 % 13]} {words[n // 169 % 13]} {chr(97 + n % 26) * 9}?"
        for n in range(10_000)
    ]
    start = time.monotonic()
    duplicates(*headings)
    assert time.monotonic() - start < 30  # about 2 s on an idle machine


GOOD = "**This is the sentence that one says.** " + "Word " * 20


def style(answer: str, notetype: str = "qa", sources: str = "### Sources\nx\n") -> list[str]:
    read, _ = project(f"## Q {{{{c1::x}}}}? {{#q .{notetype}}}\n\n{answer}\n\n{sources}")
    return [problem.code for problem in strict(read)]


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (GOOD, []),
        ("**Yes.** Because.", ["answer-short"]),
        (GOOD + "word " * 80, ["answer-long"]),
        (GOOD + "$a + b + c + d$ " * 40, []),  # one word each
        (GOOD + "\n\n```python\n" + "x = 1 and more\n" * 40 + "```", []),  # code is not spoken
        ("Not bold. " + GOOD, ["answer-opening"]),
        ("**" + "word " * 26 + "end.**", ["answer-opening"]),
        ("**Only** a few words are bold here, so this is no opening, whatever else it may say.", ["answer-opening"]),
        ("**The cost is $a ** b$ and `x ** y` in all:** " + "word " * 15, []),
    ],
)  # fmt: skip
def test_answers(answer, codes):
    assert style(answer) == codes


def test_clozes_and_formulas_need_no_sentence_but_all_need_a_source():
    assert style("Short.", "cloze") == style("$x$", "formula") == []
    assert style("Short.", "cloze", sources="") == ["no-source"]


def test_decks_must_sort_as_the_areas_do():
    read, _ = project("## Q {#q}\n\nA")
    topic = read.topics[0]
    areas = (Area("a", "A", 1, "2 A"), Area("b", "B", 2, "1 B"), Area("empty", "0"))
    read = replace(read, areas=areas, topics=(topic, replace(topic, path="b/t")))
    assert [str(problem.span) for problem in strict(read) if problem.code == "deck-order"] == ["content/b/index.md"]
