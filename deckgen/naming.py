"""What a file's text and name say before it is read: clean text, the topic's path, a title for want of a better."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from deckgen.problem import Problem, Span
from deckgen.yamlfile import BAD, control_character


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
