"""What an author wrote under one heading becomes a Question: each text finds its field by the notetype's origins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deckgen.heading import Attributes, check_id, check_level, check_status, check_tags
from deckgen.model import Notetype, Origin, Question, Text
from deckgen.problem import Problem, Span, did_you_mean

DEFAULT = "qa"
GAP = re.compile(r"\{\{c\d+::")
OPTION = re.compile(r"^ {0,3}[-*+] +\[([ xX])\](?=\s|$)")
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the front matter says for every question of its file."""

    tags: tuple[str, ...] = ()
    level: str = ""
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A question as written, in Markdown or YAML; `sections` are (name with its place, text)."""

    heading: Text
    attributes: Attributes
    body: Text
    sections: tuple[tuple[Text, Text], ...]
    span: Span
    hint: str = ""  # what to do about a missing id, where there is something better to say


def to_question(
    written: Written, defaults: Defaults, notetypes: Mapping[str, Notetype], problems: list[Problem]
) -> Question:
    """Return the question, complete as far as it can be read; everything wrong with it goes to `problems`."""
    attributes, span = written.attributes, written.span
    key = attributes.notetype or DEFAULT
    level = attributes.values.get("level", "")
    tags, paths = attributes.words("tags"), attributes.words("path")
    problems += check_id(attributes.id, span, written.hint)
    problems += [*check_level(level, span), *check_tags(tags, span), *check_tags(paths, span)]
    status = attributes.values.get("status", "")
    problems += check_status(status, span)
    if was := attributes.values.get("was", ""):
        problems += check_id(was, span)
    if not written.heading.markdown:
        problems.append(
            Problem(span, "no-question", "a question without a heading", "write the question after the '##'")
        )
    notetype = notetypes.get(key)
    if notetype is None:
        problems.append(Problem(span, "unknown-notetype", f"unknown notetype {key!r}", did_you_mean(key, notetypes)))
    return Question(
        attributes.id,
        key,
        _fields(written, notetype, problems) if notetype else (),
        span,
        tuple(dict.fromkeys((*defaults.tags, *tags))),
        level or defaults.level,
        tuple(dict.fromkeys((*defaults.paths, *paths))),
        attributes.words("after"),
        was,
        attributes.values.get("guid", ""),
        status == "draft",
    )


def _fields(written: Written, notetype: Notetype, problems: list[Problem]) -> tuple[tuple[str, Text], ...]:
    found = _sections(written.sections, notetype, problems)
    heading, body = written.heading, written.body
    if notetype.kind == "cloze" and GAP.search(body.markdown):
        # One text, two pieces of the file: the place is the heading's. Lines are exact where one blank line is between.
        both = f"{heading.markdown}\n\n{body.markdown}" if heading.markdown else body.markdown
        heading, body = Text(both, heading.span), Text("", body.span)
    if body.markdown and (options := field_of(notetype, "options")):
        chosen, body = split_options(body)
        found[options] = chosen
    origins: tuple[tuple[Origin, Text], ...] = (("heading", heading), ("body", body))
    for origin, text in origins:
        if not text.markdown:
            continue
        key = field_of(notetype, origin)
        if key:
            found[key] = text
        else:
            problems.append(
                Problem(
                    text.span,
                    "no-field",
                    f"the notetype {notetype.key!r} has no field for the {origin}",
                    "use '###' sections, or another notetype",
                )
            )
    return tuple(
        (field.key, found[field.key]) for field in notetype.fields if field.key in found and found[field.key].markdown
    )


def field_of(notetype: Notetype, origin: Origin) -> str:
    """The key of the notetype's first field with that origin, or ""."""
    return next((field.key for field in notetype.fields if field.origin == origin), "")


def _sections(sections: Sequence[tuple[Text, Text]], notetype: Notetype, problems: list[Problem]) -> dict[str, Text]:
    known = {field.name.casefold(): field for field in notetype.fields}
    names = [field.name for field in notetype.fields if field.origin == "section"]
    found: dict[str, Text] = {}
    for name, text in sections:
        field = known.get(name.markdown.casefold())
        if field is None or field.origin != "section":
            problems.append(_not_a_section(name, field.origin if field else None, notetype.key, names))
        elif field.key in found:
            problems.append(
                Problem(
                    name.span,
                    "section-twice",
                    f"the section {name.markdown!r} stands twice in one question",
                    "put the texts together",
                )
            )
        else:
            found[field.key] = text
            if not text.markdown:
                problems.append(
                    Problem(
                        name.span,
                        "empty-section",
                        f"the section {name.markdown!r} is empty",
                        "write it, or remove its heading",
                        "warning",
                    )
                )
    return found


def _not_a_section(name: Text, origin: Origin | None, notetype: str, names: list[str]) -> Problem:
    what = repr(name.markdown) if name.markdown else "a section without a name"
    if origin is None:
        hint = did_you_mean(name.markdown, names) or "the notetype has no sections"
        lowered = {known.casefold(): known for known in names}
        if "did you mean" not in hint and "did you mean" in (better := did_you_mean(name.markdown.casefold(), lowered)):
            hint = better
        return Problem(name.span, "unknown-section", f"{what} is no section of the notetype {notetype!r}", hint)
    hints: dict[str, str] = {
        "heading": "it is the text after '##'",
        "body": "it is the text below the question's heading, before the first '###'",
        "options": "they are the task list below the question's heading: - [x] right, - [ ] wrong",
        "learner": "it is kept for the learner",
    }
    return Problem(
        name.span, "reserved-section", f"{what} cannot be written as a section", hints.get(origin, "it is filled in")
    )


def split_options(body: Text) -> tuple[Text, Text]:
    """Split a body into the task lists' items and the rest.

    Each keeps the lines of the other as blank lines in its middle, so that every line of both is counted right.
    """
    lines = body.markdown.split("\n")
    chosen, rest = [""] * len(lines), [""] * len(lines)
    fence, inside, blank = "", False, False
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            closes = mark and mark[1].startswith(fence) and not line.strip("> \t`~")
        elif OPTION.match(line):
            inside = True
        elif inside and blank and line.strip() and line[:1] not in " \t":
            inside = False
        (chosen if inside else rest)[number] = line
        if mark and not fence:
            fence = mark[1]
        elif fence and closes:
            fence = ""
        blank = not line.strip()
    return _joined(chosen, body.span), _joined(rest, body.span)


def _joined(lines: list[str], span: Span) -> Text:
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    return Text("\n".join(lines[first:]).rstrip(), Span(span.path, span.line + first, 1 if first else span.column))
