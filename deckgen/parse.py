"""Question files: Markdown or YAML -> Topic, and back to Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from deckgen.blocks import Part, split_parts
from deckgen.fields import Defaults, Written, to_question
from deckgen.frontmatter import split
from deckgen.heading import check_level, check_tags, forgotten, read_heading, without_closing
from deckgen.model import Area, Notetype, Text, Topic
from deckgen.naming import clean, empty, title_of, topic_path
from deckgen.parse_yaml import parse_yaml
from deckgen.printing import print_markdown
from deckgen.problem import Problem, Span
from deckgen.yamlfile import Mapping, number, unknown_keys, words
from deckgen.yamlfile import text as text_of

__all__ = ["parse_area", "parse_markdown", "parse_yaml", "print_markdown"]

TOPIC_KEYS = ("title", "order", "tags", "level", "path")
AREA_KEYS = ("title", "order", "deck")


def parse_markdown(text: str, source: str, notetypes: tuple[Notetype, ...]) -> tuple[Topic | None, list[Problem]]:
    """Read a question file; `source` is its path in the project, such as "content/area/topic.md".

    Lines may end in LF, CRLF or CR, a byte order mark may lead. The topic is None only where the file as a whole cannot
    be read; a question with problems is still in it, as far as it goes. A heading's id, notetype or level may be wrong
    there: the problems say so.
    """
    text, problems = clean(text, source)
    if problems:
        return None, problems
    meta, body, first, problems = split(text, source)
    if any(problem.level == "error" for problem in problems):
        return None, problems
    title, order, defaults = _topic_meta(meta, source, problems)
    parts = split_parts(body, source, first, problems)
    known = {notetype.key: notetype for notetype in notetypes}
    questions = tuple(to_question(written, defaults, known, problems) for written in _questions(parts, problems))
    problems += empty(text, source, bool(questions))
    prose = parts[0].body if parts[0].body.markdown else None
    return Topic(topic_path(source), source, title, questions, order, prose), problems


def parse_area(text: str, source: str) -> tuple[Area | None, list[Problem]]:
    """Read content/AREA/index.md: title, order, deck and the introduction (headings are free in it)."""
    text, problems = clean(text, source)
    if problems:
        return None, problems
    meta, body, first, problems = split(text, source)
    problems += empty(text, source, True)
    path = str(PurePosixPath(topic_path(source)).parent).removeprefix(".")
    if any(problem.level == "error" for problem in problems):
        return None, problems
    title, order, deck = "", None, ""
    if meta:
        unknown_keys(meta, AREA_KEYS, problems)
        title, order, deck = text_of(meta, "title", problems), number(meta, "order", problems), ""
        deck = text_of(meta, "deck", problems)
        if "::" in deck:
            problems.append(
                Problem(meta.keys["deck"], "deck-name", "'::' in a deck's name", "name the subdeck only, without '::'")
            )
    written = body.strip("\n")
    line = first + len(body) - len(body.lstrip("\n"))
    prose = Text(written.rstrip(), Span(source, line, 1)) if written.strip() else None
    return Area(path, title or title_of(path), order, deck, prose), problems


def _topic_meta(meta: Mapping | None, source: str, problems: list[Problem]) -> tuple[str, float | None, Defaults]:
    title = title_of(topic_path(source))
    if meta is None:
        return title, None, Defaults()
    unknown_keys(meta, TOPIC_KEYS, problems)
    tags, paths = words(meta, "tags", problems), words(meta, "path", problems)
    for word, span in (*tags, *paths):
        problems += check_tags((word,), span)
    level = text_of(meta, "level", problems)
    problems += check_level(level, meta.values["level"].span if level else meta.span)
    defaults = Defaults(tuple(word for word, _ in tags), level, tuple(word for word, _ in paths))
    return text_of(meta, "title", problems) or title, number(meta, "order", problems), defaults


def _questions(parts: list[Part], problems: list[Problem]) -> Iterable[Written]:
    """Group the parts: a `##` and the `###` that follow it."""
    at = 1
    while at < len(parts) and parts[at].level == 3:
        heading = parts[at].heading
        problems.append(
            Problem(
                Span(heading.span.path, heading.span.line),
                "no-question",
                f"the section {heading.markdown!r} belongs to no question",
                "a question begins with '##'",
            )
        )
        at += 1
    while at < len(parts):
        question, at = parts[at], at + 1
        start = at
        while at < len(parts) and parts[at].level == 3:
            at += 1
        sections = tuple(
            (Text(without_closing(part.heading.markdown), part.heading.span), part.body) for part in parts[start:at]
        )
        span = question.heading.span
        asked, attributes = read_heading(question.heading.markdown, span, problems)
        hint = ""
        if not attributes.id and (brace := forgotten(asked)) is not None:
            hint = f"write the id first: {{#some-id {asked[brace + 1 : -1].strip()}}}"
        yield Written(Text(asked, span), attributes, question.body, sections, Span(span.path, span.line, 1), hint)
