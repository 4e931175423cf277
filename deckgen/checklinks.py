"""Rules about links, pictures and media files."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from deckgen.links import Link, Places, find_links
from deckgen.media import PICTURES, SOUNDS, check_media
from deckgen.model import Project, Text, Topic
from deckgen.problem import Problem, Span


@dataclass(slots=True)
class Found:
    """What texts link to: their problems, paths of media that they show, and the ids that they name."""

    problems: list[Problem]
    used: set[str]
    references: list[tuple[str, Span]]


class Shelf:
    """The project's media as links find them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = frozenset(paths)
        self.folded = {path.casefold(): path for path in self.paths}


def links(project: Project) -> Iterator[Problem]:
    """Pictures and links that lead nowhere or where they must not; media files that nobody shows."""
    found = Found([], set(), [])
    shelf = Shelf(item.path for item in project.media)
    for topic in project.topics:
        look(topic_texts(topic), shelf, found)
    look(area_texts(project), shelf, found)
    yield from found.problems
    yield from lost(found.references, {question.id for topic in project.topics for question in topic.questions})
    yield from unused(project, found.used)


def look(texts: Iterable[Text], shelf: Shelf, found: Found) -> None:
    """Add to `found` what these texts link to."""
    for text in texts:
        if "[" not in text.markdown and "<" not in text.markdown:
            continue
        links = find_links(text.markdown)
        names = {link.label.casefold(): link.target for link in links if link.kind == "definition"}
        places = Places(text)
        for link in links:
            found.problems += _check(link, places.at(link.offset), names, shelf, found)


def lost(references: Iterable[tuple[str, Span]], ids: Collection[str]) -> Iterator[Problem]:
    """Warnings, not errors, of links to no question: a deck is written topic by topic, and such a link harms nobody."""
    for id_, span in references:
        if id_ not in ids:
            hint = closest(id_, ids) or "a link to a question names its id"
            yield Problem(span, "unknown-reference", f"no question has the id {id_!r}", hint, "warning")


def unused(project: Project, used: Collection[str]) -> Iterator[Problem]:
    """Problems of the media files; `used` are paths of those that a text shows."""
    shown = {name for notetype in project.notetypes for name in notetype.media}
    shown |= {item.name for item in project.media if item.path in used}
    yield from check_media([item for item in project.media if not item.path.startswith("templates/")], shown)


def topic_texts(topic: Topic) -> Iterator[Text]:
    """All texts of a question file."""
    if topic.prose:
        yield topic.prose
    for question in topic.questions:
        for _, text in question.fields:
            yield text


def area_texts(project: Project) -> Iterator[Text]:
    """The introductions of the areas."""
    return (area.prose for area in project.areas if area.prose)


def _check(link: Link, span: Span, names: Mapping[str, str], shelf: Shelf, found: Found) -> Iterator[Problem]:
    if link.kind == "html-picture":
        yield Problem(span, "html", "a picture as HTML", "write ![what is to be seen](file)")
        return
    if link.kind == "link":
        yield from _link(link.target, span, found)
        return
    if link.kind == "definition":
        places = _places(link.target, span.path)
        if not any(place in shelf.paths for place in places):
            yield from _link(link.target, span, found)
        return
    target = link.target
    if target.startswith("[") and target.endswith("]"):
        target = names.get(target[1:-1].casefold(), "")
        if not target:
            hint = "write ![what is to be seen](file)"
            yield Problem(span, "missing-media", f"{link.target} is not defined in this text", hint)
            return
    if not link.label and not target.lower().endswith(SOUNDS):
        hint = "say what is to be seen: ![a curve that falls, then rises](curve.svg)"
        yield Problem(span, "no-alt", f"the picture {target!r} has no alt text", hint)
    yield from _media(target, span, shelf, found)


def _link(target: str, span: Span, found: Found) -> Iterator[Problem]:
    if target.startswith("#"):
        found.references.append((target[1:], span))
        return
    try:
        parts = urlsplit(target)
    except ValueError:
        parts = urlsplit("")
    if (parts.scheme in ("http", "https") and parts.netloc) or (parts.scheme == "mailto" and "@" in parts.path):
        return
    hint = "write an address that begins with https:// or mailto:, or #id for another question"
    if target.lower().endswith((*PICTURES, *SOUNDS)):
        hint = "show a file of the project with ![what is to be seen](file)"
    elif target.startswith("www."):
        hint = f"write https://{target}"
    yield Problem(span, "bad-link", f"a link cannot lead to {target!r}", hint)


def _places(target: str, source: str) -> tuple[str, str]:
    """The two paths that a picture's target may mean: beside its file, or in media/."""
    target = unquote(target)
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
    return beside, posixpath.normpath(posixpath.join("media", target))


def _media(target: str, span: Span, shelf: Shelf, found: Found) -> Iterator[Problem]:
    places = _places(target, span.path)
    for place in places:
        if place in shelf.paths:
            found.used.add(place)
            return
    if "://" in target or target.startswith(("//", "data:")):
        hint = "put the file into media/: cards are read without a network"
        yield Problem(span, "remote-media", f"{target[:60]!r} is not in the project", hint)
    elif target.startswith("/") or all(place.startswith("../") for place in places):
        hint = "put a copy into media/ or beside this file"
        yield Problem(span, "media-outside", f"{target!r} lies outside the project", hint)
    elif right := next((shelf.folded[place.casefold()] for place in places if place.casefold() in shelf.folded), ""):
        found.used.add(right)
        message = f"{target!r} differs from {right!r} in case"
        yield Problem(span, "media-case", message, "write the name as the file has it")
    elif not target.lower().endswith((*PICTURES, *SOUNDS)):
        kinds = ", ".join(suffix[1:] for suffix in (*PICTURES, *SOUNDS))
        yield Problem(span, "missing-media", f"{target!r} is no picture or sound", f"known: {kinds}")
    else:
        names = {posixpath.relpath(path, "media") if path.startswith("media/") else path for path in shelf.paths}
        names |= {posixpath.basename(path) for path in shelf.paths}
        hint = closest(target, names) or "put the file into media/ or beside this file"
        yield Problem(span, "missing-media", f"there is no file {target!r}", hint)


def closest(word: str, known: Iterable[str]) -> str:
    """As `did_you_mean`, fast among tens of thousands; "" where nothing is close."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for problems

    found = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean {found[0]!r}?" if found else ""
