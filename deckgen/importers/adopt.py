"""A notetype that is not ours becomes a folder of templates with Anki's own ids, so that its learners keep everything.

Anki updates a note only where guid, notetype id, and the ids or names of fields and templates agree: `id:` keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from deckgen.importers.collection import AnkiNotetype
from deckgen.importers.places import slug
from deckgen.model import DeckConfig, Notetype
from deckgen.notetypes import read_notetypes
from deckgen.problem import Problem
from deckgen.yamlfile import quoted

# The one script of Anki's own notetypes: without it image occlusion shows nothing.
_STOCK = re.compile(
    r"<script>\s*try\s*\{\s*anki\.imageOcclusion\.setup\(\);?\s*\}\s*catch\s*\((\w+)\)\s*\{\s*"
    r"document\.getElementById\([\"']err[\"']\)\.innerHTML\s*=\s*`(?:[^`$<]|<br ?/?>|\$\{\1\})*`;?\s*\}\s*</script>"
)
PLAIN_BACK = "{{FrontSide}}\n\n<hr id=answer>\n\n"


@dataclass(frozen=True, slots=True)
class Adopted:
    """The folder's files by their paths below templates/, the notetype that they make, and what was changed."""

    files: Mapping[str, bytes]
    notetype: Notetype | None
    told: tuple[str, ...] = ()


def adopt(
    given: AnkiNotetype, taken: Iterable[str], deck: DeckConfig, media: Callable[[str], bytes | None], *, scripts: bool
) -> Adopted:
    """Make the folder of a notetype; `taken` are keys in use, `media` reads the files that its style names.

    Templates that deckgen would refuse (and without `scripts`, those that hold scripts) are written plainly, and kept
    beside it as they were, under a name that is not read.
    """
    key = _unique(_key(given.name), set(taken))
    origins = _origins(given)
    files, told = {}, []
    keys: list[str] = []
    for field in given.fields:
        keys.append(_unique(_key(field.name), set(keys)))
    cards: list[str] = []
    for template in given.templates:
        cards.append(_unique(_key(template.name), set(cards)))
    lines = [f"id: {given.id}  # Anki's own: with it, learners of the old deck keep their history"]
    lines += [f"name: {quoted(given.name)}", f"kind: {'cloze' if given.cloze else 'standard'}", "fields:"]
    sort = given.sort if 0 <= given.sort < len(given.fields) else 0
    for index, (field, name, origin) in enumerate(zip(given.fields, keys, origins, strict=True)):
        more = f", id: {field.id}" if field.id else ""
        more += ", sort: true" if index == sort else ""
        lines.append(f"  - {{key: {name}, name: {_flow(field.name)}, from: {origin}{more}}}")
    lines.append("cards:")
    for template, name in zip(given.templates, cards, strict=True):
        more = f", id: {template.id}" if template.id else ""
        sides = f"front: {name}-front.html, back: {name}-back.html"
        lines.append(f"  - {{key: {name}, name: {_flow(template.name)}, {sides}{more}}}")
    files[f"{key}/notetype.yaml"] = "\n".join(lines) + "\n"
    for template, name in zip(given.templates, cards, strict=True):
        for side, text in (("front", template.front), ("back", template.back)):
            files[f"{key}/{name}-{side}.html"] = text.replace("\r\n", "\n") + "\n"
    files[f"{key}/style.css"] = given.css.replace("\r\n", "\n") + "\n"
    if not scripts:
        told += _without_scripts(files, given)
    held = {path: text.encode() for path, text in files.items()}
    for text in files.values():
        for name in _files_named(text):
            if (data := media(name)) is not None:
                held[f"{key}/{name}"] = data
    notetype, problems = _read(held, deck, key)
    if problems:
        told += _mended(held, problems, given, cards, key)
        notetype, problems = _read(held, deck, key)
    if problems or notetype is None:
        first = problems[0].message if problems else "it cannot be read"
        return Adopted({}, None, (*told, f"the notetype {given.name!r} cannot be kept: {first}"))
    return Adopted(held, notetype, tuple(told))


def _origins(given: AnkiNotetype) -> list[str]:
    """The first field is the question, or the one with gaps; the next the answer; all others are sections."""
    heading = given.sort if 0 <= given.sort < len(given.fields) and not given.cloze else 0
    if given.cloze:
        shown = re.findall(r"\{\{[^{}]*?cloze:([^{}]+?)\s*\}\}", " ".join(each.front for each in given.templates))
        names = [field.name for field in given.fields]
        heading = next((names.index(name.strip()) for name in shown if name.strip() in names), 0)
    origins = ["section"] * len(given.fields)
    origins[heading] = "heading"
    rest = [index for index in range(len(origins)) if index != heading]
    if rest and not given.cloze:  # a cloze's body could hold gaps, which would join the question
        origins[next((index for index in rest if index > heading), rest[0])] = "body"
    return origins


def _read(files: Mapping[str, bytes], deck: DeckConfig, key: str) -> tuple[Notetype | None, list[Problem]]:
    notetypes, _, problems = read_notetypes(files, deck)
    errors = [problem for problem in problems if problem.level == "error"]
    return next((each for each in notetypes if each.key == key), None), errors


def _without_scripts(files: dict[str, str], given: AnkiNotetype) -> list[str]:
    told = []
    for path, text in list(files.items()):
        own = _STOCK.sub("", text)
        if path.endswith(".html") and re.search(r"<script\b|\bon\w+\s*=\s*[\"']|javascript:", own, re.I):
            files[f"{path}.original"] = text
            clean = re.sub(r"<script\b.*?(?:</script\s*>|\Z)", "", text, flags=re.S | re.I)
            clean = re.sub(r"\son\w+\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", clean, flags=re.I)
            files[path] = re.sub(r"javascript:", "", clean, flags=re.I)
            what = f"the notetype {given.name!r} has scripts, which were taken out of templates/{path}"
            told.append(f"{what}; beside it lies the .original (--allow-html leaves them in)")
    return told


def _mended(
    held: dict[str, bytes], problems: list[Problem], given: AnkiNotetype, cards: list[str], key: str
) -> list[str]:
    """Put a plain template or style where one is refused; the original stays beside it."""
    told = []
    for path in sorted({problem.span.path.removeprefix("templates/") for problem in problems}):
        why = next(each.message for each in problems if each.span.path == f"templates/{path}")
        if path not in held or path.endswith("notetype.yaml"):
            continue
        held[f"{path}.original"] = held[path]
        held[path] = _plain(path, given, cards, key).encode()
        told.append(f"templates/{path} of the notetype {given.name!r} is a plain one now, the old beside it: {why}")
    return told


def _plain(path: str, given: AnkiNotetype, cards: list[str], key: str) -> str:
    if path.endswith(".css"):
        return ".card { font-size: 20px; text-align: center; }\n"
    names = [field.name for field in given.fields]
    front = names[_origins(given).index("heading")]
    shown = f"{{{{cloze:{front}}}}}" if given.cloze else f"{{{{{front}}}}}"
    number = next((i for i, card in enumerate(cards) if path.startswith(f"{key}/{card}-")), 0)
    if number and not given.cloze:  # Anki refuses two equal fronts
        shown = f"{{{{{names[number % len(names)]}}}}} ({number + 1})"
    if path.endswith("-front.html"):
        return shown + "\n"
    rest = "\n<br>\n".join(f"{{{{{name}}}}}" for name in names if name != front)
    return (f"{shown}\n\n<hr id=answer>\n\n" if given.cloze else PLAIN_BACK) + rest + "\n"


def _files_named(text: str) -> list[str]:
    found = re.findall(r"(?:\burl\(\s*[\"']?|\bsrc\s*=\s*[\"'])([^\"')\s<>{}:/]+)", text)
    return sorted(set(found))


def _key(name: str) -> str:
    key = re.sub(r"[^a-z0-9]+", "-", slug(name)).strip("-")
    return key if re.match(r"[a-z]", key) else f"f-{key}".strip("-")


def _unique(key: str, taken: set[str]) -> str:
    found, number = key, 1
    while found in taken or found in ("partials", "fonts"):
        number += 1
        found = f"{key}-{number}"
    return found


def _flow(name: str) -> str:
    """A name within `{…}`."""
    return quoted(name) if not re.search(r"[,\[\]{}]", name) else f'"{name}"'
