"""What a file's text and name say before it is read: clean text, the topic's path, a title for want of a better."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from deckgen.heading import TAG
from deckgen.media import PICTURES, SOUNDS
from deckgen.problem import Problem, Span
from deckgen.yamlfile import BAD, control_character

QUESTIONS = (".md", ".yaml", ".yml")
UNREAD = ("readme.md", "license", "license.md")  # a folder of content may say what it is


def clean(text: str, source: str) -> tuple[str, list[Problem]]:
    """The text without byte order mark, its lines ended by LF; a problem where it holds what is not text."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := BAD.search(text):
        start = found.start()
        line = text.count("\n", 0, start) + 1
        return text, [control_character(found[0], Span(source, line, start - text.rfind("\n", 0, start)))]
    return text, []


def empty(text: str, source: str, has_questions: bool) -> list[Problem]:
    """The problem of a file that holds nothing, the warning of one that holds no question."""
    if not text.strip():
        return [Problem(Span(source), "empty-file", "this file is empty", "write a question, or remove the file")]
    if not has_questions:
        return [
            Problem(
                Span(source), "no-questions", "this file holds no question", "a question begins with '##'", "warning"
            )
        ]
    return []


def topic_path(source: str) -> str:
    """The topic's path of a source: "content/area/topic.md" -> "area/topic"."""
    return str(PurePosixPath(source.removeprefix("content/")).with_suffix(""))


def title_of(path: str) -> str:
    """A title from a folder's or file's name, for want of a written one: "gradient-descent" -> "Gradient descent"."""
    name = re.sub(r"[-_\s]+", " ", path.rpartition("/")[2]).strip()
    return name[:1].upper() + name[1:]


def check_name(path: str) -> Iterator[Problem]:
    """What is wrong with the name of a file in content/."""
    file = PurePosixPath(path)
    if not is_question_file(path):
        if file.suffix.lower() not in (*PICTURES, *SOUNDS) and file.name.lower() not in UNREAD:
            hint = "questions lie in .md or .yaml files; name it with a leading '.' if it is to stay"
            yield Problem(Span(path), "not-read", "deckgen does not read this file", hint, "warning")
        return
    if file.stem == "index" and file.suffix != ".md":
        yield Problem(Span(path), "bad-name", "an area's page is index.md", "rename the file")
    for part in topic_path(path).split("/"):
        if not TAG.fullmatch(part) or ":" in part:
            hint = "the path becomes a tag: letters, digits and '-' are safe, spaces are not"
            yield Problem(Span(path), "bad-name", f"the name {part!r} cannot be part of a tag", hint)


def is_question_file(path: str) -> bool:
    """Whether a file in content/ holds questions, or an area's page."""
    file = PurePosixPath(path)
    return file.suffix in QUESTIONS and file.name.lower() not in UNREAD


def is_text(name: str) -> bool:
    """Whether a file's name can be printed: names that are no UTF-8 come with lone surrogates."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
