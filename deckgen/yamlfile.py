"""What YAML values are, as whoever asks needs them.

`text` takes a scalar as it is written (`no`, `1.0` and `2024-01-01` are text), `number` and `truth` are strict. Each
returns an empty value and notes a problem where the value is something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from deckgen.problem import Problem, Span, did_you_mean
from deckgen.yamlreader import BAD, Mapping, Node, Scalar, Sequence, control_character, load

__all__ = ["BAD", "Mapping", "Node", "Scalar", "Sequence", "control_character", "load", "mapping"]
__all__ += ["number", "plain", "quoted", "text", "truth", "unknown_keys", "words"]

_LOOKS_ELSE = re.compile("(?:y|n|yes|no|on|off|true|false|null)", re.I)
_NUMBER = re.compile(r"[-+]?\d+(\.\d*)?([eE][-+]?\d+)?")


def mapping(node: Node | None, path: str, what: str, problems: list[Problem]) -> Mapping | None:
    """The node as keys and values; `what` names it in the problem ("deck.yaml", "the front matter")."""
    if isinstance(node, Mapping):
        return node
    span = node.span if node else Span(path)
    is_ = "empty" if node is None else "a list" if isinstance(node, Sequence) else "text"
    problems.append(Problem(span, "not-a-mapping", f"{what} is {is_}", "write it as lines of 'key: value'"))
    return None


def unknown_keys(node: Mapping, known: Iterable[str], problems: list[Problem]) -> None:
    """Note every key that is not known."""
    known = list(known)
    for key in node.values:
        if key not in known:
            hint = did_you_mean(key, known)
            problems.append(Problem(node.keys[key], "unknown-key", f"unknown key {key!r}", hint))


def text(node: Mapping, key: str, problems: list[Problem], *, lines: bool = False) -> str:
    """The value as text, stripped; "" where the key is missing. Several lines only where `lines` says so."""
    value = node.values.get(key)
    if value is None:
        return ""
    if not isinstance(value, Scalar):
        problems.append(Problem(value.span, "not-text", f"{key!r} must be text", "put it in quotes"))
        return ""
    written = "" if value.plain and value.value in ("~", "null") else value.value.strip()
    if "\n" in written and not lines:
        problems.append(Problem(value.span, "not-text", f"{key!r} must be one line of text"))
        return ""
    if not written:
        problems.append(Problem(node.keys[key], "empty-value", f"{key!r} has no value", "write one, or remove the key"))
    return written


def number(node: Mapping, key: str, problems: list[Problem]) -> float | None:
    """The value as a number; None where the key is missing."""
    value = node.values.get(key)
    if value is None:
        return None
    if isinstance(value, Scalar) and value.plain and _NUMBER.fullmatch(value.value):
        found = float(value.value)
        if abs(found) < 1e15:
            return found
    problems.append(Problem(value.span, "not-a-number", f"{key!r} must be a number", "such as 1 or 2.5"))
    return None


def truth(node: Mapping, key: str, problems: list[Problem]) -> bool:
    """The value as true or false; False where the key is missing."""
    value = node.values.get(key)
    if value is None:
        return False
    if isinstance(value, Scalar) and value.plain and value.value in ("true", "false"):
        return value.value == "true"
    problems.append(Problem(value.span, "not-true-or-false", f"{key!r} must be true or false"))
    return False


def words(node: Mapping, key: str, problems: list[Problem]) -> list[tuple[str, Span]]:
    """The value as a list of words with their places: a YAML list, or words between spaces."""
    value = node.values.get(key)
    if value is None:
        return []
    if isinstance(value, Scalar):
        return [(word, value.span) for word in value.value.split()]
    if isinstance(value, Sequence):
        found = [(item.value.strip(), item.span) for item in value.items if isinstance(item, Scalar)]
        if len(found) == len(value.items):
            return found
    problems.append(Problem(value.span, "not-a-list", f"{key!r} must be a list of words", f"such as {key}: [one, two]"))
    return []


def plain(node: Node | None) -> Any:
    """The node as plain Python data; unquoted true, false, null and numbers are what they look like, the rest is text.

    For the JSON Schemas' tests, and for whoever needs no places.
    """
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.values.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if node is None or (node.plain and node.value in ("", "~", "null")):
        return None
    if node.plain and node.value in ("true", "false"):
        return node.value == "true"
    if node.plain and _NUMBER.fullmatch(node.value):
        return float(node.value) if re.search("[.eE]", node.value) else int(node.value)
    return node.value


def quoted(value: str) -> str:
    """The text as a YAML value: as it is where that is safe, else in quotes."""
    if re.fullmatch(r"[A-Za-z](?:[\w ,()&+/'-]*[\w)])?", value, re.ASCII) and not _LOOKS_ELSE.fullmatch(value):
        return value
    written = json.dumps(value, ensure_ascii=False)
    return re.sub("[\x80-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda char: f"\\u{ord(char[0]):04x}", written)
