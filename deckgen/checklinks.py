"""Rules about links, pictures and media files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from deckgen.links import Link, Places, find_links
from deckgen.media import PICTURES, SOUNDS, check_media
from deckgen.model import Media, Project, Text
from deckgen.problem import Problem, Span


def links(project: Project) -> Iterator[Problem]:
    """Pictures and links that lead nowhere or where they must not; media files that nobody shows."""
    known = _Known.of(project)
    used: set[str] = set()
    for text in _texts(project):
        found = find_links(text.markdown)
        names = {link.label.casefold(): link.target for link in found if link.kind == "definition"}
        places = Places(text)
        for link in found:
            yield from _check(link, places.at(link.offset), names, known, used)
    shown = {name for notetype in project.notetypes for name in notetype.media}
    shown |= {known.media[path].name for path in used}
    yield from check_media([item for item in project.media if not item.path.startswith("templates/")], shown)


def _texts(project: Project) -> Iterator[Text]:
    for topic in project.topics:
        if topic.prose:
            yield topic.prose
        for question in topic.questions:
            for _, text in question.fields:
                yield text
    for area in project.areas:
        if area.prose:
            yield area.prose


@dataclass(frozen=True, slots=True)
class _Known:
    ids: frozenset[str]
    media: Mapping[str, Media]  # by path
    folded: Mapping[str, str]  # path without case -> path

    @classmethod
    def of(cls, project: Project) -> _Known:
        ids = frozenset(question.id for topic in project.topics for question in topic.questions)
        media = {item.path: item for item in project.media}
        return cls(ids, media, {path.casefold(): path for path in media})


def _check(link: Link, span: Span, names: Mapping[str, str], known: _Known, used: set[str]) -> Iterator[Problem]:
    if link.kind == "html-picture":
        yield Problem(span, "html", "a picture as HTML", "write ![what is to be seen](file)")
        return
    if link.kind == "link":
        yield from _link(link.target, span, known)
        return
    if link.kind == "definition":
        places = _places(link.target, span.path)
        if not any(place in known.media for place in places):
            yield from _link(link.target, span, known)
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
    yield from _media(target, span, known, used)


def _link(target: str, span: Span, known: _Known) -> Iterator[Problem]:
    if target.startswith("#"):
        if target[1:] not in known.ids:
            hint = closest(target[1:], known.ids) or "a link to a question names its id"
            # A warning: a deck is written topic by topic, and a pointer to a question to come does no harm.
            yield Problem(span, "unknown-reference", f"no question has the id {target[1:]!r}", hint, "warning")
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


def _media(target: str, span: Span, known: _Known, used: set[str]) -> Iterator[Problem]:
    places = _places(target, span.path)
    for place in places:
        if place in known.media:
            used.add(place)
            return
    if "://" in target or target.startswith(("//", "data:")):
        hint = "put the file into media/: cards are read without a network"
        yield Problem(span, "remote-media", f"{target[:60]!r} is not in the project", hint)
    elif target.startswith("/") or all(place.startswith("../") for place in places):
        hint = "put a copy into media/ or beside this file"
        yield Problem(span, "media-outside", f"{target!r} lies outside the project", hint)
    elif right := next((known.folded[place.casefold()] for place in places if place.casefold() in known.folded), ""):
        used.add(right)
        message = f"{target!r} differs from {right!r} in case"
        yield Problem(span, "media-case", message, "write the name as the file has it")
    elif not target.lower().endswith((*PICTURES, *SOUNDS)):
        kinds = ", ".join(suffix[1:] for suffix in (*PICTURES, *SOUNDS))
        yield Problem(span, "missing-media", f"{target!r} is no picture or sound", f"known: {kinds}")
    else:
        names = {posixpath.relpath(path, "media") if path.startswith("media/") else path for path in known.media}
        names |= {posixpath.basename(path) for path in known.media}
        hint = closest(target, names) or "put the file into media/ or beside this file"
        yield Problem(span, "missing-media", f"there is no file {target!r}", hint)


def closest(word: str, known: Iterable[str]) -> str:
    """As `did_you_mean`, fast among tens of thousands; "" where nothing is close."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for problems

    found = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean {found[0]!r}?" if found else ""
