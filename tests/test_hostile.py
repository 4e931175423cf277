"""Bad input: a clear problem each, no traceback, no waiting."""

import os
import time

import pytest

from deckgen.check import check, near_duplicates, strict
from deckgen.project import read_project
from tests.test_project import Q, write

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(20)
)
LATIN = "---\ntitle: Régularisation\n---\n".encode("latin-1")
FILES = {
    "unclosed front matter": (b"---\ntitle: x\n\n## Q? {#q}\n", "front-matter", 1),
    "front matter that is a list": (b"---\n- a\n---\n", "not-a-mapping", 2),
    "a bomb of aliases": (f"---\n{BOMB}---\n".encode(), "yaml", 5),
    "a bomb of nesting": (b"---\na: " + b"[" * 100_000 + b"\n---\n", "yaml", 2),
    "a tab in YAML": (b"---\ntags:\n\t- x\n---\n", "yaml-tab", 3),
    "Latin-1": (LATIN, "not-utf8", 2),
    "UTF-16": ("## Q? {#q}\n".encode("utf-16"), "not-utf8", 1),
    "an empty file": (b"", "empty-file", 0),
    "blank lines": (b"\n \n", "empty-file", 0),
    "5 MB": (b"## Q? {#q}\n\n" + b"x" * 5_000_000, "too-large", 0),
    "NUL bytes": (b"## Q? {#q}\n\nA\0B\n", "control-character", 3),
    "a question without a heading": (b"\n### Hint\nx\n", "no-question", 2),
    "attributes without a heading": (b"## {#q}\n\nA.\n", "no-question", 1),
}  # fmt: skip


def told(root) -> list[tuple[str, int, str]]:
    project, problems = read_project(root)
    found = [*problems, *(check(project) if project else [])]
    return [(problem.span.path, problem.span.line, problem.code) for problem in found if problem.level == "error"]


@pytest.mark.parametrize(("data", "code", "line"), FILES.values(), ids=FILES)
def test_a_bad_file_is_told_apart_from_the_good_ones(tmp_path, data, code, line):
    write(tmp_path, **{"content/a/good.md": Q.format("good")})
    (tmp_path / "content/a/bad.md").write_bytes(data)
    start = time.monotonic()
    assert told(tmp_path) == [("content/a/bad.md", line, code)]
    assert [topic.path for topic in read_project(tmp_path)[0].topics][-1] == "a/good"
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("data", [BOMB.encode(), b"\0", LATIN, b"[" * 100_000, b"a: b: c", b"", b"- x", b"\xff\xfe"])
def test_a_bad_deck_yaml_is_a_problem_of_deck_yaml(tmp_path, data):
    write(tmp_path, **{"content/a/good.md": Q.format("good")})
    (tmp_path / "deck.yaml").write_bytes(data)
    project, problems = read_project(tmp_path)
    assert project is None
    assert {problem.span.path for problem in problems} == {"deck.yaml"}


def test_a_byte_order_mark_and_crlf_are_accepted(tmp_path):
    write(
        tmp_path,
        **{
            "deck.yaml": "\ufeffid: demo\r\nname: Demo\r\n",
            "content/a/t.md": "\ufeff---\r\ntitle: T\r\n---\r\n\r\n## Q? {#q}\r\n\r\nA.\r\n",
            "content/a/index.md": "\ufeff---\r\ntitle: A\r\n---\r\n",
            "content/a/y.yaml": "\ufeff- id: y\r\n  question: Q\r\n  answer: |\r\n    A\r\n\r\n    B\r\n",
        },
    )
    assert told(tmp_path) == []
    assert [dict(q.fields)["answer"].markdown for t in read_project(tmp_path)[0].topics for q in t.questions] == [
        "A.",
        "A\n\nB",
    ]


def test_links_that_leave_the_project_are_not_followed(tmp_path):
    outside = tmp_path / "secret.md"
    outside.write_text(Q.format("secret"))
    (tmp_path / "folder").mkdir()
    root = write(tmp_path / "project", **{"content/a/t.md": Q.format("q"), "media/dot.svg": "<svg/>"})
    for name, target in {
        "content/a/out.md": outside,
        "content/a/etc.md": "/etc/hostname",
        "content/a/gone.md": "nowhere.md",
        "content/a/self.md": "self.md",
        "content/a/same.md": "t.md",
        "content/loop": ".",
        "media/folder": tmp_path / "folder",
        "media/out.svg": outside,
    }.items():
        (root / name).symlink_to(target)
    assert [(path, code) for path, _, code in sorted(told(root))] == [
        ("content/a/etc.md", "link-outside"),
        ("content/a/gone.md", "link-broken"),
        ("content/a/out.md", "link-outside"),
        ("content/a/self.md", "link-broken"),
        ("content/a/t.md", "id-twice"),  # same.md is a file like any other: its link stays in the project
        ("content/loop", "link-folder"),
        ("media/folder", "link-outside"),
        ("media/out.svg", "link-outside"),
    ]


@pytest.mark.parametrize("name", ["deck.yaml", "content", "media", "templates"])
def test_the_projects_own_parts_may_not_be_links_that_leave_it(tmp_path, name):
    elsewhere = tmp_path / "elsewhere"
    write(elsewhere / "media", **{"content/a/t.md": Q.format("q")})
    root = tmp_path / "project"
    root.mkdir()
    if name != "deck.yaml":
        write(root)
    (root / name).symlink_to(elsewhere / "media" / ("deck.yaml" if name == "deck.yaml" else "content"))
    assert (name, 0, "link-outside") in told(root)


def test_two_files_for_one_topic_name_both(tmp_path):
    write(tmp_path, **{"content/a/t.md": Q.format("q"), "content/a/t.yaml": "- {id: r, question: Q, answer: A}"})
    _, problems = read_project(tmp_path)
    assert [problem.code for problem in problems] == ["topic-twice"]
    assert {"content/a/t.md", "content/a/t.yaml"} <= set(problems[0].message.split())


def test_names_that_differ_only_in_case(tmp_path):
    write(
        tmp_path,
        **{
            "media/dot.svg": "<svg/>",
            "media/Dot.svg": "<svg/>",
            "content/a/t.md": Q.format("q"),
            "content/A/t.md": Q.format("r"),
        },
    )
    assert {(path, code) for path, _, code in told(tmp_path)} == {
        ("media/dot.svg", "media-case"),
        ("content/a/t.md", "topic-twice"),
    }


def test_a_fifo_and_a_name_that_is_no_text(tmp_path):
    write(tmp_path, **{"content/a/t.md": Q.format("q")})
    os.mkfifo(tmp_path / "content/a/pipe.md")
    (tmp_path / os.fsdecode(b"content/a/\xff.md")).write_text("x")
    assert sorted(told(tmp_path)) == [("content/a", 0, "bad-name"), ("content/a/pipe.md", 0, "unreadable")]


LONG = 1_900_000
SLOW = {
    "open brackets": "[" * LONG,
    "links never closed": "](" * (LONG // 2),
    "blanks": "x" + " " * LONG + "x",
    "blanks in a link": "![a](" + " " * LONG + '"',
    "backticks": "".join("`" * n + " " for n in range(1, 1900)),
    "quotes": "> " * (LONG // 2),
    "gaps": "{{c1::" * (LONG // 6),
    "braces": "}" * LONG,
    "fences": "- ```\n" * (LONG // 6),
    "comments": "<!-- " * (LONG // 5),
    "blank lines": "\n" * LONG,
    "html": "<a " * (LONG // 3),
}


@pytest.mark.parametrize("body", SLOW.values(), ids=SLOW)
def test_nothing_takes_long(tmp_path, body):
    write(
        tmp_path, **{"content/a/t.md": f"## Q {{{{c1::x}}}} {{#q .cloze}}\n\n{body}\n\n### Hint\n\n{body}"[:2_000_000]}
    )
    start = time.monotonic()
    project, _ = read_project(tmp_path)
    assert project is not None
    check(project), near_duplicates(project), strict(project)
    assert time.monotonic() - start < 10
