"""notetype.yaml, read and checked: fields with their stable ids, and the files of each card."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import get_args

from deckgen import yamlfile
from deckgen.model import Field, Kind, Origin
from deckgen.problem import Problem, Span, did_you_mean
from deckgen.templatecheck import SPECIAL

ORIGINS: tuple[str, ...] = get_args(Origin)
KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
KEY_HINT = "use a-z, 0-9 and single hyphens"
ONCE = ("id", "heading", "body", "options", "topic", "level", "changed")  # at most one field each


@dataclass(frozen=True, slots=True)
class Card:
    """An entry of `cards`: its files as written, and their places."""

    key: str
    name: str
    front: yamlfile.Scalar
    back: yamlfile.Scalar
    span: Span
    id: int = 0  # Anki's own, where an adopted notetype had one


@dataclass(frozen=True, slots=True)
class Written:
    """What a notetype.yaml says; `name` lacks the deck's. An adopted notetype has an `id`: the one it has in Anki."""

    name: str
    kind: Kind
    fields: tuple[Field, ...]
    cards: tuple[Card, ...]
    id: int = 0


def read_notetype_file(text: str, path: str, *ids: str) -> tuple[Written | None, list[Problem]]:
    """Read the text of the notetype.yaml at `path`; ids of fields follow from `ids` and their keys.

    None where anything is wrong with it.
    """
    node, problems = yamlfile.load(text, path)
    top = None if problems else yamlfile.mapping(node, path, "notetype.yaml", problems)
    if top is None:
        return None, problems
    reader = _Reader(ids, problems)
    yamlfile.unknown_keys(top, ("id", "name", "kind", "fields", "cards"), problems)
    reader.adopted = reader.id(top)
    name, kind = reader.needed(top, "name"), reader.kind(top)
    written = Written(name, kind, reader.fields(top), reader.cards(top, kind), reader.adopted)
    return (None if problems else written), problems


def stable_id(*parts: str, low: int, high: int) -> int:
    """An id in [low, high) that follows from `parts` alone."""
    digest = hashlib.sha256("/".join(parts).encode()).digest()
    return low + int.from_bytes(digest[:8]) % (high - low)


@dataclass
class _Reader:
    ids: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)
    adopted: int = 0

    def id(self, node: yamlfile.Mapping) -> int:
        """An id that Anki gave: 0 where none is written."""
        written = yamlfile.text(node, "id", self.problems) if "id" in node.values else ""
        if not written:
            return 0
        if re.fullmatch(r"-?[1-9]\d{0,18}", written) and -(1 << 63) <= int(written) < 1 << 63:
            return int(written)
        self.add(node.values["id"].span, "bad-id", f"{written!r} is no id of Anki's", "a whole number")
        return 0

    def add(self, span: Span, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(span, code, message, hint))

    def kind(self, top: yamlfile.Mapping) -> Kind:
        kind = yamlfile.text(top, "kind", self.problems) or "standard"
        if kind not in get_args(Kind):
            hint = did_you_mean(kind, get_args(Kind))
            self.add(top.values["kind"].span, "kind", f"there is no kind {kind!r}", hint)
        return "cloze" if kind == "cloze" else "standard"

    def needed(self, node: yamlfile.Mapping, key: str) -> str:
        if key not in node.values:
            self.add(node.span, "missing-key", f"the key {key!r} is missing", f"add '{key}: …'")
        return yamlfile.text(node, key, self.problems)

    def rows(self, top: yamlfile.Mapping, name: str, known: tuple[str, ...]) -> list[yamlfile.Mapping]:
        """The mappings of the list `name`, their keys checked."""
        node = top.values.get(name)
        if not isinstance(node, yamlfile.Sequence) or not node.items:
            span = node.span if node else top.span
            self.add(
                span,
                f"no-{name}",
                f"{name!r} must be a list of one or more",
                f"add '{name}:' and lines '- {{key: …}}'",
            )
            return []
        rows: list[yamlfile.Mapping] = []
        for item in node.items:
            row = yamlfile.mapping(item, "", f"an entry of {name!r}", self.problems)
            if row is None:
                continue
            yamlfile.unknown_keys(row, known, self.problems)
            rows.append(row)
        for what in ("key", "name"):
            seen: set[str] = set()
            for row in rows:
                value = self.needed(row, what)
                if value.casefold() in seen:
                    self.add(row.values[what].span, f"{what}-twice", f"a second {value!r} in {name!r}", "rename it")
                seen.add(value.casefold())
                if what == "key" and value and not KEY.fullmatch(value):
                    self.add(
                        row.values[what].span,
                        "key",
                        f"{value!r} cannot be a key",
                        KEY_HINT,
                    )
        return rows

    def fields(self, top: yamlfile.Mapping) -> tuple[Field, ...]:
        found: list[Field] = []
        first: dict[str, Span] = {}
        rows = self.rows(top, "fields", ("key", "name", "from", "required", "sort", "about", "id"))
        for row in rows:
            key = yamlfile.text(row, "key", [])
            name = yamlfile.text(row, "name", [])
            span = row.values.get("name", row).span
            if re.search(r'[:{}"]|^[#^/]', name) or name in SPECIAL:
                self.add(
                    span,
                    "field-name",
                    f"Anki cannot have a field {name!r}",
                    "no : { } \" in it, and none of Anki's own names",
                )
            origin = self.origin(row, key)
            if origin in ONCE and origin in first:
                where = first[origin]
                self.add(
                    row.span,
                    "origin-twice",
                    f"line {where.line} already takes the {origin}",
                    "a field of its own: section",
                )
            first.setdefault(origin, row.span)
            required = yamlfile.truth(row, "required", self.problems)
            sort = yamlfile.truth(row, "sort", self.problems)
            about = yamlfile.text(row, "about", self.problems) if "about" in row.values else ""
            id_ = self.id(row) or stable_id(*self.ids, "field", key, low=1 << 40, high=1 << 53)
            found.append(Field(key, name, origin, id_, required, sort, about))
        if rows:
            self.whole(found, rows)
        return tuple(found)

    def whole(self, fields: list[Field], rows: list[yamlfile.Mapping]) -> None:
        """What the fields of a notetype must be together."""
        if fields[0].origin != "id" and not self.adopted:  # a field more would force every learner into a full sync
            hint = "Anki's duplicate check reads the first field: make it {key: id, name: ID}"
            self.add(rows[0].span, "first-field", "the first field is not the id", hint)
        if not any(each.origin == "heading" for each in fields):
            hint = "one field must say 'from: heading'"
            self.add(rows[0].span, "no-heading", "no field takes the question's heading", hint)
        sorts = [row for each, row in zip(fields, rows, strict=True) if each.sort]
        if len(sorts) != 1:
            span = sorts[1].span if sorts else rows[0].span
            what = "several fields have sort: true" if sorts else "no field has sort: true"
            self.add(span, "sort-field", what, "Anki's browser lists notes by one field: mostly the heading's")

    def origin(self, row: yamlfile.Mapping, key: str) -> Origin:
        if key == "id" and "from" not in row.values:
            return "id"
        written = self.needed(row, "from")
        for origin in get_args(Origin):
            if written == origin:
                return origin  # type: ignore[no-any-return]  # get_args has no types
        if written:
            hint = did_you_mean(written, ORIGINS)
            self.add(row.values["from"].span, "unknown-from", f"a field cannot come from {written!r}", hint)
        return "section"

    def cards(self, top: yamlfile.Mapping, kind: Kind) -> tuple[Card, ...]:
        found: list[Card] = []
        rows = self.rows(top, "cards", ("key", "name", "front", "back", "id"))
        for row in rows:
            for side in ("front", "back"):
                self.needed(row, side)
            front, back = row.values.get("front"), row.values.get("back")
            if isinstance(front, yamlfile.Scalar) and isinstance(back, yamlfile.Scalar):
                key, name = (yamlfile.text(row, each, []) for each in ("key", "name"))
                found.append(Card(key, name, front, back, row.span, self.id(row)))
        if kind == "cloze" and len(rows) > 1:
            hint = "Anki makes a card for each gap by itself"
            self.add(rows[1].span, "cloze-cards", "a cloze has one template", hint)
        return tuple(found)
