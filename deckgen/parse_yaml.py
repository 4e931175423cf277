"""Question files made by programs: a YAML list of questions -> Topic. What the keys hold is Markdown."""

from __future__ import annotations

from collections.abc import Mapping as Map

from deckgen.blocks import split_parts
from deckgen.fields import DEFAULT, Defaults, Written, field_of, to_question
from deckgen.heading import KEYS, LISTS, OPENING, Attributes, check_tags
from deckgen.model import Notetype, Question, Text, Topic
from deckgen.naming import clean, empty, title_of, topic_path
from deckgen.problem import Problem, Span
from deckgen.yamlfile import Mapping, Node, Scalar, Sequence, load, text, unknown_keys, words

OWN = ("id", "type", "question", "answer", *KEYS)


def parse_yaml(source_text: str, source: str, notetypes: tuple[Notetype, ...]) -> tuple[Topic | None, list[Problem]]:
    """Read a YAML question file, as `parse_markdown` reads a Markdown one; the title comes from the file's name.

    Places within a value of several lines are exact for blocks (`|`) but for their columns.
    """
    cleaned, problems = clean(source_text, source)
    if problems:
        return None, problems
    node, problems = load(cleaned, source)
    if problems:
        return None, problems
    items = node.items if isinstance(node, Sequence) else []
    problems += empty(cleaned if node is not None else "", source, bool(items))
    if node is not None and not isinstance(node, Sequence):
        what = "a mapping" if isinstance(node, Mapping) else "text"
        return None, [Problem(node.span, "not-a-list", f"this file is {what}", "write a list of questions: '- id: …'")]
    known = {notetype.key: notetype for notetype in notetypes}
    questions = tuple(question for item in items if (question := _question(item, known, problems)))
    path = topic_path(source)
    return Topic(path, source, title_of(path), questions), problems


def _question(item: Node, notetypes: Map[str, Notetype], problems: list[Problem]) -> Question | None:
    if not isinstance(item, Mapping):
        problems.append(
            Problem(item.span, "not-a-mapping", "this is no question", "write '- id: …' and its other keys")
        )
        return None
    attributes = Attributes(text(item, "id", problems), text(item, "type", problems))
    notetype = notetypes.get(attributes.notetype or DEFAULT)
    names = {} if notetype is None else {
        name.casefold(): field.name
        for field in notetype.fields
        if field.origin == "section"
        for name in (field.key, field.name)
    }  # fmt: skip
    options = field_of(notetype, "options") if notetype else ""
    if notetype:
        known = [*OWN, *([options] if options else []), *(key for key in item.values if key.casefold() in names)]
        unknown_keys(item, [*known, *names], problems)
    for key in KEYS:
        if key in LISTS:
            listed = words(item, key, problems)
            for word, span in listed if key != "after" else ():
                problems += [*check_tags((word,), span)] if " " in word else []
            value = " ".join(word for word, _ in listed)
        else:
            value = text(item, key, problems)
        if '"' in value:
            problems.append(Problem(item.values[key].span, "attributes", f"a quote in {key!r}", "leave it out"))
        if value:
            attributes.values[key] = value
    heading = _value(item, "question", problems)
    if "\n" in heading.markdown or OPENING.search(heading.markdown):
        several = "\n" in heading.markdown
        what = "several lines" if several else "'{#'"
        hint = "ask in one line; the rest belongs to 'answer'" if several else "id, level and tags are keys here"
        problems.append(Problem(heading.span, "heading", f"{what} in a question", hint))
        heading = Text(heading.markdown.partition("\n")[0], heading.span)
    body = _value(item, "answer", problems)
    if options and options in item.values:
        tail = _value(item, options, problems)
        body = Text(f"{body.markdown}\n\n{tail.markdown}", body.span) if body.markdown else tail
    sections = tuple(
        (Text(names[key.casefold()], item.keys[key]), _value(item, key, problems))
        for key in item.values
        if key not in OWN and key.casefold() in names
    )
    written = Written(heading, attributes, body, sections, item.span, "give it an id: key")
    return to_question(written, Defaults(), notetypes, problems)


def _value(item: Mapping, key: str, problems: list[Problem]) -> Text:
    """The Markdown under a key: what a question file could hold at that place."""
    value = item.values.get(key)
    if value is None:
        return Text("", item.span)
    if not isinstance(value, Scalar):
        problems.append(Problem(value.span, "not-text", f"{key!r} must be text", "write a block: |"))
        return Text("", value.span)
    parts = split_parts(value.value, value.span.path, value.span.line, problems)
    if len(parts) > 1:
        place = parts[1].heading.span
        hint = "a question and each section have keys of their own; use '####' for a heading within a text"
        problems.append(Problem(Span(place.path, place.line), "heading", f"a heading in {key!r}", hint))
    found = parts[0].body
    span = Span(value.span.path, found.span.line, value.span.column or 1)
    return Text(found.markdown.strip() if key == "question" else found.markdown, span)
