"""A folder becomes a Notetype: fields and cards from notetype.yaml, templates with their partials, style and files.

Pure: files come in by their path in the templates folder ("qa/notetype.yaml", "style.css", "fonts/x.woff2").
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from deckgen.media import published
from deckgen.model import DeckConfig, Media, Notetype, Template
from deckgen.notetypefile import KEY, KEY_HINT, Written, read_notetype_file, stable_id
from deckgen.problem import Problem, Span, did_you_mean
from deckgen.templatecheck import Side, check_style, check_template, shown
from deckgen.templatesource import Source, expand, plain

PREFIX = "templates/"
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
                KEY_HINT,
            )
            return None
        written, problems = read_notetype_file(self.texts[path], PREFIX + path, self.deck.id, key)
        self.problems += problems
        if written is None:
            return None
        used: set[str] = set()
        templates = tuple(self.templates(key, written, used))
        styles = (
            (f"{key}/style.css",) if written.id else ("style.css", f"{key}/style.css")
        )  # an adopted one keeps its look
        css = "\n".join(self.style(each, used) for each in styles if each in self.texts)
        id_ = written.id or stable_id(self.deck.id, key, low=1 << 40, high=1 << 41)
        name = written.name if written.id else f"{self.deck.name} {written.name}"
        return Notetype(key, name, written.kind, id_, written.fields, templates, css, tuple(sorted(used)))

    def templates(self, notetype: str, written: Written, used: set[str]) -> Iterator[Template]:
        names = [each.name for each in written.fields]
        cloze = written.kind == "cloze"
        fronts: dict[str, str] = {}
        for card in written.cards:
            front = self.template(notetype, card.front.value, card.front.span, Side(False, cloze, names), used)
            back = self.template(notetype, card.back.value, card.back.span, Side(True, cloze, names), used)
            if front and (other := fronts.setdefault(front, card.key)) != card.key:
                hint = "Anki refuses a notetype with two equal fronts"
                self.add(card.span, "front-twice", f"the front is the same as that of {other!r}", hint)
            id_ = card.id or stable_id(self.deck.id, notetype, "template", card.key, low=1 << 40, high=1 << 53)
            yield Template(card.key, card.name, front, back, id_)

    def template(self, notetype: str, file: str, named: Span, side: Side, used: set[str]) -> str:
        """The text of one side: `file` is the path that notetype.yaml gives at `named`, relative to the folder."""
        path = posixpath.normpath(posixpath.join(notetype, file))
        if path not in self.texts:
            known = [each.split("/")[1] for each in self.texts if each.startswith(f"{notetype}/")]
            hint = did_you_mean(posixpath.basename(path), known) or f"write {PREFIX}{path}"
            self.add(named, "missing-file", f"there is no file {PREFIX}{path}", hint)
            return ""
        source, problems = expand(path, self.texts, self.values, PREFIX)
        self.problems += [*problems, *check_template(source, side)]
        if not side.back and not shown(source).intersection(side.fields):
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
