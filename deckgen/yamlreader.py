"""YAML nodes, each with its line, read from libyaml's events: nothing is built before it is checked.

Plain data only: no tags, no key twice, no bombs of aliases or nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from deckgen.problem import Problem, Span

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 50
MOST_ALIASED = 10_000  # nodes that aliases may add: a bomb has millions
BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(slots=True)
class Scalar:
    """One value as written; `plain` where it stands without quotes."""

    value: str
    span: Span
    plain: bool = True
    size: int = 1


@dataclass(slots=True)
class Sequence:
    """A list."""

    items: list[Node]
    span: Span
    size: int = 1


@dataclass(slots=True)
class Mapping:
    """Keys to values; `keys` has the place of each key."""

    values: dict[str, Node]
    keys: dict[str, Span]
    span: Span
    size: int = 1


Node = Scalar | Sequence | Mapping


def load(text: str, path: str, first: int = 1) -> tuple[Node | None, list[Problem]]:
    """Read one YAML document whose first line is line `first` of the file. None for nothing, or with problems."""
    if found := BAD.search(text):
        line = first + text.count("\n", 0, found.start())
        column = found.start() - text.rfind("\n", 0, found.start())
        return None, [control_character(found[0], Span(path, line, column))]
    reader = _Reader(text, path, first)
    try:
        node = reader.read()
    except yaml.MarkedYAMLError as error:
        return None, [_syntax(error, text, path, first)]
    except (yaml.YAMLError, UnicodeError) as error:
        at = getattr(error, "position", 0)
        span = Span(path, first + text.count("\n", 0, at), at - text.rfind("\n", 0, at))
        return None, [Problem(span, "yaml", f"this is not YAML: {error}".splitlines()[0], "remove what is no text")]
    except _Refused as refused:
        return None, [refused.problem]
    return (None if reader.problems else node), reader.problems


def control_character(char: str, span: Span) -> Problem:
    """The problem of a character that no text file should hold."""
    return Problem(
        span, "control-character", f"the character U+{ord(char):04X} is not text", "delete it; editors may hide it"
    )


class _Refused(Exception):
    def __init__(self, span: Span, message: str, hint: str = "") -> None:
        self.problem = Problem(span, "yaml", message, hint)


class _Reader:
    def __init__(self, text: str, path: str, first: int) -> None:
        self.lines = text
        self.path = path
        self.first = first
        self.events = yaml.parse(text, Loader=LOADER)
        self.anchors: dict[str, Node] = {}
        self.aliased = 0
        self.problems: list[Problem] = []

    def read(self) -> Node | None:
        next(self.events)  # the stream's start
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        node = self.node(next(self.events), 0)
        next(self.events)  # the document's end
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise _Refused(self.span(event), "a second YAML document begins here", "one file holds one document")
        if isinstance(node, Scalar) and node.plain and not node.value:
            return None
        return node

    def span(self, event: Any) -> Span:
        mark = event.start_mark
        return Span(self.path, self.first + mark.line, mark.column + 1)

    def node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        span = self.span(event)
        if depth > DEEPEST:
            raise _Refused(span, f"more than {DEEPEST} levels of nesting", "nothing here needs that many")
        if event.tag is not None:
            raise _Refused(span, f"YAML tags such as {event.tag!r} are not read", "write plain text, lists and keys")
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            if found := BAD.search(event.value):
                raise _Refused(span, f"the character U+{ord(found[0]):04X} is not text", "remove the escape")
            style = getattr(event, "style", None)
            if style in ("|", ">"):  # a block begins on the next line
                span = Span(self.path, span.line + 1, 0)
            elif style:
                span = Span(self.path, span.line, span.column + 1)
            node = Scalar(event.value, span, event.implicit[0])
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Sequence([self.node(each, depth + 1) for each in self.until(yaml.SequenceEndEvent)], span)
            node.size = 1 + sum(item.size for item in node.items)
        else:
            node = self.mapping(span, depth)
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def until(self, end: type) -> Iterator[Any]:
        while not isinstance(event := next(self.events), end):
            yield event

    def mapping(self, span: Span, depth: int) -> Mapping:
        node = Mapping({}, {}, span)
        for event in self.until(yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                raise _Refused(key.span, "a key must be a word, not a list or a mapping")
            if key.value in node.keys:
                self.problems.append(
                    Problem(
                        key.span,
                        "key-twice",
                        f"the key {key.value!r} stands here a second time, after line {node.keys[key.value].line}",
                        "keep one of the two",
                    )
                )
            node.values[key.value] = value
            node.keys[key.value] = key.span
            node.size += 1 + value.size
        return node

    def alias(self, event: Any) -> Node:
        node = self.anchors.get(event.anchor)
        if node is None:
            raise _Refused(
                self.span(event),
                f"*{event.anchor} refers to nothing written before it",
                "put the text in quotes if the star belongs to it",
            )
        self.aliased += node.size
        if self.aliased > MOST_ALIASED:
            raise _Refused(self.span(event), "aliases blow this file up", "write the values out")
        return node


def _syntax(error: yaml.MarkedYAMLError, text: str, path: str, first: int) -> Problem:
    """What libyaml says, in plain words for the usual mistakes."""
    open_quote = "quoted scalar" in (error.context or "") and "end of stream" in (error.problem or "")
    mark = error.context_mark if open_quote else error.problem_mark or error.context_mark
    row, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    line = lines[row] if row < len(lines) else ""
    span = Span(path, first + min(row, len(lines) - 1), column + 1 if line else 0)
    what = error.problem or error.context or "unreadable"
    if line[column : column + 1] == "\t" or "tab" in what:
        return Problem(span, "yaml-tab", "a tab where YAML wants spaces", "replace it by spaces")
    if open_quote:
        return Problem(span, "yaml", "a quote is never closed", "end the value with the quote that it begins with")
    if what.startswith("mapping values are not allowed"):
        return Problem(span, "yaml", "a second ': ' in this line", 'put the value in quotes: title: "A: B"')
    if what.startswith("found character that cannot start"):
        char = line[column : column + 1]
        return Problem(span, "yaml", f"a value cannot begin with {char!r}", "put the value in quotes")
    return Problem(span, "yaml", f"this is not YAML: {what}", "check quotes, brackets and indentation above")
