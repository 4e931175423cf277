"""A folder becomes a Notetype: fields and cards from notetype.yaml, templates with their partials, style and files.

Pure: files come in by their path in the templates folder ("qa/notetype.yaml", "style.css", "fonts/x.woff2").
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from deckgen import yamlfile
from deckgen.media import published
from deckgen.model import DeckConfig, Field, Kind, Media, Notetype, Origin, Template
from deckgen.problem import Problem, Span, did_you_mean
from deckgen.templatecheck import SPECIAL, Side, check_style, check_template, shown
from deckgen.templatesource import Source, expand, plain

PREFIX = "templates/"
ORIGINS: tuple[str, ...] = get_args(Origin)
KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
ONCE = ("id", "heading", "body", "options", "topic", "level", "changed")  # at most one field each
_TEXT = (".yaml", ".html", ".css")
_URL = re.compile(r"(\burl\(\s*[\"']?|\bsrc\s*=\s*[\"'])(?![\"'#]|data:|[a-z]+:|//|\{\{)([^\"')\s<>]+)", re.I)


def read_notetypes(
    files: Mapping[str, bytes], deck: DeckConfig
) -> tuple[tuple[Notetype, ...], tuple[Media, ...], list[Problem]]:
    """Read every notetype of a templates folder.

    Returns the notetypes sorted by key, the files that style and templates use as media, and all problems. A notetype
    with a broken notetype.yaml is left out; one with broken templates is there, so that questions can be checked.
    """
    reader = _Reader(files, deck)
    folders = sorted({path.split("/")[0] for path in files if path.count("/") == 1 and _of_notetype(path)})
    found = [notetype for key in folders if (notetype := reader.notetype(key))]
    media = tuple(sorted(reader.media.values(), key=lambda item: item.path))
    return tuple(found), media, sorted({*reader.problems, *_same_names(found)})


def stable_id(*parts: str, low: int, high: int) -> int:
    """An id in [low, high) that follows from `parts` alone."""
    digest = hashlib.sha256("/".join(parts).encode()).digest()
    return low + int.from_bytes(digest[:8]) % (high - low)


def _of_notetype(path: str) -> bool:
    folder, _, name = path.partition("/")
    return folder not in ("partials", "fonts") and (name == "notetype.yaml" or name.endswith(".html"))


def _same_names(notetypes: list[Notetype]) -> Iterator[Problem]:
    names: dict[str, str] = {}
    for notetype in notetypes:
        other = names.setdefault(notetype.name.casefold(), notetype.key)
        if other != notetype.key:
            span = Span(f"{PREFIX}{notetype.key}/notetype.yaml")
            yield Problem(span, "name-twice", f"{other!r} has the name {notetype.name!r} too", "give it another name")


@dataclass
class _Reader:
    files: Mapping[str, bytes]
    deck: DeckConfig
    problems: list[Problem] = field(default_factory=list)
    media: dict[str, Media] = field(default_factory=dict)
    texts: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.texts = {}
        for path, data in self.files.items():
            if path.endswith(_TEXT):
                try:
                    self.texts[path] = data.decode().replace("\r\n", "\n").removeprefix("\ufeff")
                except UnicodeDecodeError:
                    self.add(Span(PREFIX + path), "not-utf8", "the file is not UTF-8 text", "save it as UTF-8")
        self.values = {"source": self.deck.source.rstrip("/"), "tag": self.deck.tag}
        self.values |= {"name": self.deck.name, "deck": self.deck.id}

    def add(self, span: Span, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(span, code, message, hint))

    def notetype(self, key: str) -> Notetype | None:
        path = f"{key}/notetype.yaml"
        span = Span(PREFIX + path)
        if path not in self.texts:
            if path not in self.files:
                self.add(
                    span,
                    "missing-file",
                    f"the folder {key!r} has no notetype.yaml",
                    "write it, or remove the folder",
                )
            return None
        if not KEY.fullmatch(key):
            self.add(
                span,
                "key",
                f"the folder's name {key!r} cannot be a notetype's key",
                "use a-z, 0-9 and single hyphens",
            )
            return None
        node, problems = yamlfile.load(self.texts[path], PREFIX + path)
        self.problems += problems
        top = None if problems else yamlfile.mapping(node, PREFIX + path, "notetype.yaml", self.problems)
        if top is None:
            return None
        before = len(self.problems)
        yamlfile.unknown_keys(top, ("name", "kind", "fields", "cards"), self.problems)
        name = self.needed(top, "name")
        kind = self.kind(top)
        fields = self.fields(key, top)
        cards = self.cards(top, kind)
        if len(self.problems) > before:
            return None
        used: set[str] = set()
        names = [each.name for each in fields]
        templates = tuple(self.templates(key, kind, names, cards, used))
        css = "\n".join(self.style(each, used) for each in ("style.css", f"{key}/style.css") if each in self.texts)
        id_ = stable_id(self.deck.id, key, low=1 << 40, high=1 << 41)
        return Notetype(key, f"{self.deck.name} {name}", kind, id_, fields, templates, css, tuple(sorted(used)))

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
                        "use a-z, 0-9 and single hyphens",
                    )
        return rows

    def fields(self, notetype: str, top: yamlfile.Mapping) -> tuple[Field, ...]:
        found: list[Field] = []
        first: dict[str, Span] = {}
        rows = self.rows(top, "fields", ("key", "name", "from", "required", "sort", "about"))
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
            id_ = stable_id(self.deck.id, notetype, "field", key, low=1 << 40, high=1 << 53)
            found.append(Field(key, name, origin, id_, required, sort, about))
        if rows:
            self.whole(found, rows)
        return tuple(found)

    def whole(self, fields: list[Field], rows: list[yamlfile.Mapping]) -> None:
        """What the fields of a notetype must be together."""
        if fields[0].origin != "id":
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

    def cards(self, top: yamlfile.Mapping, kind: Kind) -> list[yamlfile.Mapping]:
        rows = self.rows(top, "cards", ("key", "name", "front", "back"))
        for row in rows:
            for side in ("front", "back"):
                self.needed(row, side)
        if kind == "cloze" and len(rows) > 1:
            self.add(
                rows[1].span,
                "cloze-cards",
                "a cloze has one template",
                "Anki makes a card for each gap by itself",
            )
        return rows

    def templates(
        self, notetype: str, kind: Kind, names: list[str], cards: list[yamlfile.Mapping], used: set[str]
    ) -> Iterator[Template]:
        fronts: dict[str, str] = {}
        for row in cards:
            key, name = (yamlfile.text(row, each, []) for each in ("key", "name"))
            front = self.template(notetype, row, "front", Side(False, kind == "cloze", names), used)
            back = self.template(notetype, row, "back", Side(True, kind == "cloze", names), used)
            if front and (other := fronts.setdefault(front, key)) != key:
                hint = "Anki refuses a notetype with two equal fronts"
                self.add(row.span, "front-twice", f"the front is the same as that of {other!r}", hint)
            id_ = stable_id(self.deck.id, notetype, "template", key, low=1 << 40, high=1 << 53)
            yield Template(key, name, front, back, id_)

    def template(
        self,
        notetype: str,
        row: yamlfile.Mapping,
        side: Literal["front", "back"],
        about: Side,
        used: set[str],
    ) -> str:
        path = posixpath.join(notetype, yamlfile.text(row, side, []))
        if path not in self.texts:
            known = [each.split("/")[1] for each in self.texts if each.startswith(f"{notetype}/")]
            hint = did_you_mean(posixpath.basename(path), known) or f"write {PREFIX}{path}"
            self.add(row.values[side].span, "missing-file", f"there is no file {PREFIX}{path}", hint)
            return ""
        source, problems = expand(path, self.texts, self.values, PREFIX)
        self.problems += [*problems, *check_template(source, about)]
        if side == "front" and not shown(source).intersection(about.fields):
            hint = "Anki makes a card only where its front shows a field that is not empty"
            self.add(Span(PREFIX + path), "empty-front", "the front shows no field", hint)
        return self.resolve(source, used)

    def style(self, path: str, used: set[str]) -> str:
        source = plain(PREFIX + path, self.texts[path])
        self.problems += check_style(source)
        return self.resolve(source, used).rstrip("\n")

    def resolve(self, source: Source, used: set[str]) -> str:
        """Put published names for url(file) and src="file"; each file is looked for beside where it is named."""

        def name(found: re.Match[str]) -> str:
            span = source.place(found.start(2))
            folder = posixpath.dirname(span.path.removeprefix(PREFIX))
            path = posixpath.normpath(posixpath.join(folder, found[2]))
            if path not in self.files:
                hint = did_you_mean(path, self.files) if len(self.files) < 1000 else ""
                self.add(span, "missing-file", f"there is no file {PREFIX}{path}", hint)
                return found[0]
            if path not in self.media:
                self.media[path] = published(PREFIX + path, self.files[path], static=True)
            used.add(self.media[path].name)
            return found[1] + self.media[path].name

        # An address between {{ and }} is a field's business.
        return _URL.sub(name, source.text)
