"""Topics as question files: the way back from parse, for importers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from deckgen.fields import DEFAULT
from deckgen.heading import KEYS
from deckgen.model import Notetype, Question, Topic
from deckgen.yamlfile import quoted


def print_markdown(topic: Topic, notetypes: tuple[Notetype, ...]) -> str:
    """Write a topic as a question file: reading it gives the same topic, but for the places of its texts.

    What the file's front matter said for all questions is written at each.
    """
    lines = ["---", f"title: {quoted(topic.title)}"]
    if topic.order is not None:
        lines.append(f"order: {int(topic.order) if topic.order.is_integer() else topic.order!r}")
    chunks = ["\n".join([*lines, "---"])]
    if topic.prose:
        chunks.append(topic.prose.markdown)
    known = {notetype.key: notetype for notetype in notetypes}
    for question in topic.questions:
        chunks += _print_question(question, known.get(question.notetype))
    return "\n\n".join(chunks) + "\n"


def _print_question(question: Question, notetype: Notetype | None) -> Iterable[str]:
    fields = {key: text.markdown for key, text in question.fields}
    heading, body, options, sections = "", "", "", []
    for field in notetype.fields if notetype else ():
        if value := fields.get(field.key):
            if field.origin == "heading":
                heading = value
            elif field.origin == "body":
                body = value
            elif field.origin == "options":
                options = value
            else:
                sections += [f"### {field.name}", value]
    first, _, rest = heading.partition("\n\n")
    yield f"## {first} {{{_attributes(question)}}}" if question.id else f"## {first}"
    yield from (text for text in (rest, body, options) if text)
    yield from sections


def _attributes(question: Question) -> str:
    words = [f"#{question.id}", *([f".{question.notetype}"] if question.notetype != DEFAULT else [])]
    values = {
        "level": question.level,
        "tags": " ".join(question.tags),
        "path": " ".join(question.paths),
        "after": " ".join(question.after),
        "was": question.was,
        "guid": question.guid,
        "status": "draft" if question.draft else "",
    }
    for key in KEYS:
        if value := values[key]:
            words.append(f"{key}={value}" if re.fullmatch(r"[\w.:/-]+", value) else f'{key}="{value}"')
    return " ".join(words)
