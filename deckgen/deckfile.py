"""deck.yaml becomes a DeckConfig."""

from __future__ import annotations

import re
from typing import Literal, get_args
from urllib.parse import urlsplit

from deckgen.model import DeckConfig
from deckgen.naming import clean
from deckgen.problem import Problem, Span, did_you_mean
from deckgen.yamlfile import Mapping, Scalar, load, mapping, text, unknown_keys

KEYS = ("id", "name", "subdecks", "tag", "description", "license", "source", "feed", "macros")
Subdecks = Literal["none", "area", "topic"]
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TAG = re.compile(r"[A-Za-z0-9_-]+(?:::[A-Za-z0-9_-]+)*")
MACRO = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z\s])")


def parse_deck(written: str, path: str = "deck.yaml") -> tuple[DeckConfig | None, list[Problem]]:
    """Read deck.yaml. None with problems; `id` and `name` are needed, `tag` is the id where it is not written."""
    cleaned, problems = clean(written, path)
    if problems:
        return None, problems
    node, problems = load(cleaned, path)
    top = None if problems else mapping(node, path, path, problems)
    if top is None:
        return None, problems
    unknown_keys(top, KEYS, problems)
    values = {key: text(top, key, problems, lines=key == "description") for key in KEYS if key != "macros"}
    for key in ("id", "name"):
        if key not in top.values:
            problems.append(Problem(Span(path), "missing-key", f"{path} has no {key!r}", f"add a line '{key}: …'"))
    if values["id"] and not ID.fullmatch(values["id"]):
        _add(top, "id", "bad-id", "use lower-case letters, digits and single '-'", problems)
    if values["tag"] and not TAG.fullmatch(values["tag"]):
        _add(top, "tag", "bad-tag", "use letters, digits, '-' and '_'", problems)
    if values["subdecks"] and values["subdecks"] not in get_args(Subdecks):
        hint = did_you_mean(values["subdecks"], get_args(Subdecks))
        _add(top, "subdecks", "unknown-subdecks", hint, problems)
    for key in ("source", "feed"):
        if values[key] and not _is_address(values[key]):
            _add(top, key, "bad-address", "write an address that begins with https://", problems)
    macros = _macros(top, problems)
    if problems:
        return None, problems
    subdecks: Subdecks = next((each for each in get_args(Subdecks) if each == values["subdecks"]), "area")
    return DeckConfig(
        values["id"],
        values["name"],
        values["tag"] or values["id"],
        subdecks,
        values["description"],
        values["license"],
        values["source"],
        values["feed"],
        macros,
    ), problems


def _add(top: Mapping, key: str, code: str, hint: str, problems: list[Problem]) -> None:
    value = top.values[key]
    written = value.value if isinstance(value, Scalar) else ""
    problems.append(Problem(value.span, code, f"{written!r} cannot be the deck's {key!r}", hint))


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"[\s<>\"]", value)


def _macros(top: Mapping, problems: list[Problem]) -> tuple[tuple[str, str], ...]:
    node = top.values.get("macros")
    if node is None or (table := mapping(node, node.span.path, "'macros'", problems)) is None:
        return ()
    found = []
    for name, value in table.values.items():
        if not MACRO.fullmatch(name):
            hint = r'such as "\\R": "\\mathbb{R}", both in double quotes with two backslashes'
            problems.append(Problem(table.keys[name], "bad-macro", f"{name!r} cannot be a macro's name", hint))
        if isinstance(value, Scalar):
            found.append((name, value.value.strip()))
        else:
            problems.append(Problem(value.span, "not-text", f"the macro {name!r} must be text", "put it in quotes"))
    return tuple(found)
