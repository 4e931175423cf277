"""`check --fix`: ids appear where they were missing, everything else stays as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.fix import fix_ids, unique_slug
from deckgen.parse import parse_markdown, parse_yaml
from tests.shipped import shipped
from tests.test_parse import FILES

NOTETYPES = shipped()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## What is loss?\n", "## What is loss? {#what-is-loss}\n"),
        (
            "\ufeff---\r\ntitle: x\r\n---\r\n## What's  *β₁*, $\\beta_1$?  \r\n",
            "\ufeff---\r\ntitle: x\r\n---\r\n## What's  *β₁*, $\\beta_1$? {#whats-1-beta-1}  \r\n",
        ),
        ("## One ##\n\n## One\n", "## One {#one-2} ##\n\n## One {#one-3}\n"),
        ("## It is {{c1::so}} {.cloze level=core}\n", "## It is {{c1::so}} {#it-is-so .cloze level=core}\n"),
        ("```\n## no\n```\n## 東京", "```\n## no\n```\n## 東京 {#question}"),
        ("## Why [this](https://x.org)?\r## B {#b}\r", "## Why [this](https://x.org)? {#why-this}\r## B {#b}\r"),
    ],
)  # fmt: skip
def test_markdown(before, after):
    assert fix_ids({"content/a/t.md": before}, ["one"])[0] == {"content/a/t.md": after}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- question: A b\r\n  answer: x\r\n", "- id: a-b\r\n  question: A b\r\n  answer: x\r\n"),
        ("-   answer: x\n    'question': A\n", "-   id: a\n    answer: x\n    'question': A\n"),
        ("[{question: A}, {'question': A}]", "[{id: a, question: A}, {id: a-2, 'question': A}]"),
    ],
)
def test_yaml(before, after):
    assert fix_ids({"content/a/t.yaml": before})[0] == {"content/a/t.yaml": after}


def test_ids_of_other_files_are_taken_and_broken_ones_are_left():
    sources = {
        "content/a/t.md": "## One\n",
        "content/a/u.md": "## X {#one}\n",
        "content/a/v.md": "##\n\n## One {#two level = core}\n\n## One {#three\n",
        "content/a/index.md": "## A heading of the area's page\n",
        "content/a/w.md": "---\nunclosed\n## One\n",
    }
    assert fix_ids(sources) == ({"content/a/t.md": "## One {#one-2}\n"}, ["one-2"])


@settings(max_examples=300, deadline=None)
@given(FILES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_only_ids_are_added_and_then_nothing_is_missing(text, ending):
    text = text.replace("\n", ending)
    for path, read in (("content/a/t.md", parse_markdown), ("content/a/t.yaml", parse_yaml)):
        changed, new = fix_ids({path: text})
        fixed = changed.get(path, text)
        assert fix_ids({path: fixed}) == ({}, [])
        assert bool(changed) == bool(new)
        before, after = read(text, path, NOTETYPES)[0], read(fixed, path, NOTETYPES)[0]
        if before:
            assert [q.fields for q in before.questions if q.id] == [
                q.fields for q, old in zip(after.questions, before.questions, strict=True) if old.id
            ] or path.endswith(".yaml")


def test_a_slug_is_cut_between_words():
    assert unique_slug("word " * 40, set()) == "-".join(["word"] * 10)
    assert unique_slug("x" * 80, set()) == "x" * 80
