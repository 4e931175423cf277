"""Question files become topics: cases, places, and the way back."""

from dataclasses import replace

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.model import Question, Text, Topic
from deckgen.parse import parse_markdown, parse_yaml, print_markdown
from deckgen.problem import Problem, Span
from tests.casefile import cases, expect
from tests.shipped import shipped

NOTETYPES = shipped()
SOURCE = "content/area/topic.md"


def read(text: str, source: str = SOURCE) -> tuple[Topic | None, list[Problem]]:
    return (parse_markdown if source.endswith(".md") else parse_yaml)(text, source, NOTETYPES)


def shown(topic: Topic | None, problems: list[Problem]) -> str:
    """A topic, one line a value, with the place of each text."""
    lines = []
    if topic:
        lines.append(f"{topic.path}: {topic.title}" + (f", order {topic.order:g}" if topic.order is not None else ""))
        lines += [_text("prose", topic.prose)] if topic.prose else []
        for question in topic.questions:
            values = {"level": question.level, "was": question.was, "guid": question.guid}
            values |= {"tags": " ".join(question.tags), "path": " ".join(question.paths)}
            values |= {"after": " ".join(question.after), "status": "draft" if question.draft else ""}
            said = "".join(f" {key}={value}" for key, value in values.items() if value)
            lines.append(f"{question.span.line} #{question.id} .{question.notetype}{said}")
            lines += [_text(f"  {key}", text) for key, text in question.fields]
    return "\n".join([*lines, *(str(problem).removeprefix(f"{SOURCE}:") for problem in sorted(problems))])


def _text(name: str, text: Text) -> str:
    return f"{name} {text.span.line}:{text.span.column} {text.markdown!r}"


@cases("parse")
def test_parse(case, request):
    source = SOURCE.replace(".md", ".yaml") if case.path.stem == "yaml" else SOURCE
    expect(case, shown(*read(case.text, source)), request)


def bare(topic: Topic | None) -> Topic | None:
    """The topic without its places."""
    nowhere = Span("")

    def strip(question: Question) -> Question:
        fields = tuple((key, Text(text.markdown, nowhere)) for key, text in question.fields)
        return replace(question, fields=fields, span=nowhere)

    if topic is None:
        return None
    prose = topic.prose and Text(topic.prose.markdown, nowhere)
    return replace(topic, prose=prose, source="", questions=tuple(strip(question) for question in topic.questions))


LINES = st.sampled_from(
    """
|## |## What is $x$? {#a}|## Gap {{c1::here}} {#b.c .cloze level=basic}|## Pick {#d .choice}|### Hint|### hint ##
## F {#e .formula tags="x y" path=p}|## Q {#a-b after="a b.c" guid="}{#"}|### Nonsense|#### deep|# one|##x
- [x] yes|- [ ] no|  more|- a|  ```|```python|```|~~~~|~~~|    code|## in code?|text|text {{c2::gap}} {#no}
> quote|> ```|<!--|-->|---|$$|	|- ```|1. ```|\u2028|\x85|\\|\u3000
a: 1|title: 'x: y'|tags: [a, b]|level: core|order: 2.5|- id: a|  question: b""".replace("\n", "|").split("|")
)
HEADINGS = LINES.filter(lambda line: line.startswith("## ") and "{#" in line)
BODIES = LINES.filter(lambda line: not line.strip().startswith(("#", "`", "~", "- `", "1. `", "> `", "<!--")))
QUESTIONS = st.tuples(HEADINGS, st.lists(BODIES, max_size=8), st.lists(BODIES, min_size=1, max_size=4)).map(
    lambda parts: "\n".join([parts[0], *parts[1], "### Hint", *parts[2], "```", "## code", "```"])
)
FILES = st.one_of(
    st.tuples(st.lists(BODIES, max_size=3), st.lists(QUESTIONS, max_size=4)).map(
        lambda parts: "\n".join(["---", "title: no", "tags: [z]", "---", *parts[0], *parts[1]])
    ),
    st.text(max_size=300),
    st.lists(LINES, max_size=30).map("\n".join),
    st.tuples(st.lists(LINES, max_size=6), st.lists(LINES, max_size=30)).map(
        lambda pair: "---\n" + "\n".join(pair[0]) + "\n---\n" + "\n".join(pair[1])
    ),
)


@settings(max_examples=500, deadline=None)
@given(FILES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_no_text_raises_and_printing_is_stable(text, ending):
    topic, problems = read(text.replace("\n", ending))
    assert all(problem.span.path == SOURCE for problem in problems)
    if topic is None or any(problem.level == "error" for problem in problems):
        assert topic or problems
        return
    printed = print_markdown(topic, NOTETYPES)
    again, faults = read(printed)
    assert not any(problem.level == "error" for problem in faults)
    assert bare(again) == bare(topic)
    assert print_markdown(again, NOTETYPES) == printed


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES.filter(str.strip), max_size=8))
def test_every_text_stands_where_its_span_says(lines):
    text = "---\ntitle: x\n---\n\n## Asked {#id} \n\n" + "\n".join(lines) + "\n\n### Hint\n\n   hint\n"
    topic, _ = read(text)
    rows = text.split("\n")
    for question in topic.questions if topic else ():
        for _, found in question.fields:
            first = found.markdown.split("\n")[0]
            assert rows[found.span.line - 1][found.span.column - 1 :].startswith(first)


KEYS = st.sampled_from(["id", "type", "question", "answer", "hint", "Options", "tags", "x", "level", "after"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20) | LINES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200) | st.lists(LINES).map("\n".join) | VALUES.map(yaml.dump))
def test_no_yaml_raises(text):
    topic, problems = read(text, SOURCE.replace(".md", ".yaml"))
    assert topic or problems
    if topic and not any(problem.level == "error" for problem in problems):
        assert bare(read(print_markdown(topic, NOTETYPES))[0]) == bare(topic)


def test_yaml_and_markdown_make_the_same_question():
    written = """
- id: pick.one
  type: choice
  question: "Which of $a$, $b$?"
  answer: |
    - [x] $a$
    - [ ] $b$

    Because.
  Explanation: Since it is.
  sources: "[x](https://example.org)"
  level: core
  tags: [one, two]
  path: essentials
  after: [a.b]
"""
    topic, problems = read(written, "content/area/topic.yaml")
    assert problems == []
    again, problems = read(print_markdown(topic, NOTETYPES))
    assert problems == []
    assert bare(again) == bare(topic)


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_a_byte_order_mark_and_other_line_ends_are_accepted(ending):
    text = "---\ntitle: x\n---\n\n## Why? {#why}\n\nBecause.\n\n```\n## no\n```\n"
    assert read("\ufeff" + text.replace("\n", ending)) == read(text)
