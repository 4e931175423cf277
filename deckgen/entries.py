"""Questions as web pages show them: fields by their meaning, links between questions, no templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from deckgen.build import Built
from deckgen.face import open_gaps, plain, with_media
from deckgen.model import Note, Notetype
from deckgen.render import Renderer

ANSWERS = {"heading", "body", "options"}
HINTS = {"hint"}
FOLDED = {"details"}


@dataclass(frozen=True, slots=True)
class Section:
    """A labelled part of an answer (Pitfalls, Sources): `key` is its field's; `folded` may wait for a click."""

    key: str
    label: str
    html: str
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One question, all HTML with media below `media/` of the site's root and links as hrefs between pages."""

    id: str
    topic: str
    asked: str  # HTML: the heading, gaps closed
    title: str  # the heading as plain text, formulas as TeX
    options: str  # a choice's list without marks, or ""
    hint: str
    answer: str
    sections: tuple[Section, ...]
    level: str
    paths: tuple[str, ...]
    tags: tuple[str, ...]
    text: str  # all of it as plain text, for the search
    cited: tuple[tuple[str, str], ...]  # (words, address) of the links among its sources


@dataclass(frozen=True, slots=True)
class Sheet:
    """One topic's page: `path` is the topic's, `root` leads from the page to the site's root."""

    path: str
    title: str
    area: str
    prose: str
    entries: tuple[Entry, ...]

    @property
    def address(self) -> str:
        """From the site's root."""
        return f"topics/{self.path}.html"

    @property
    def root(self) -> str:
        """From this page to the site's root."""
        return "../" * (self.path.count("/") + 1)


def sheets(built: Built) -> Iterator[Sheet]:
    """A sheet for every topic with published questions or an introduction, in the project's order."""
    project = built.project
    notetypes = {notetype.key: notetype for notetype in project.notetypes}
    notes = {note.question: note for note in built.notes}
    where = {note.question: note.topic for note in built.notes}
    renderer = Renderer(project.deck, project.media)
    areas = {area.path: area.title for area in project.areas}
    for topic in project.topics:
        here = [notes[question.id] for question in topic.questions if question.id in notes]
        root = "../" * (topic.path.count("/") + 1)
        prose = renderer.prose(topic.prose, topic.source)[0] if topic.prose else ""
        if here or prose:
            link = _linker(where, topic.path, root)
            made = tuple(entry(note, notetypes[note.notetype], root, link) for note in here)
            area = areas.get(topic.area, "") if topic.area else ""
            yield Sheet(topic.path, topic.title, area, link(with_media(prose, f"{root}media/")), made)


def entry(note: Note, notetype: Notetype, root: str, link: Callable[[str], str]) -> Entry:
    """A note's fields by their meaning."""
    asked = options = hint = answer = ""
    sections = []
    for field, value in zip(notetype.fields, note.fields, strict=True):
        if not value or field.origin in {"id", "topic", "level", "changed", "learner", "reserve"}:
            continue
        html = link(with_media(_own_ids(value, note.question), f"{root}media/"))
        if field.origin == "heading":
            asked = open_gaps(html, back=False) if notetype.kind == "cloze" else html
            answer = open_gaps(html, back=True) + answer if notetype.kind == "cloze" else answer
        elif field.origin == "options":
            options = re.sub(r'<li class="(?:right|wrong)">', "<li>", html)
            answer = html + answer
        elif field.origin == "body":
            answer += html
        elif field.key in HINTS:
            hint = html
        else:
            sections.append(Section(field.key, field.name, html, field.key in FOLDED))
    marks = [tag.split("::") for tag in note.tags]
    return Entry(
        note.question,
        note.topic,
        asked,
        plain(note.fields[_heading(notetype)]),
        options,
        hint,
        answer,
        tuple(sections),
        next((parts[-1].partition("-")[2] for parts in marks if parts[1:2] == ["level"]), ""),
        tuple("::".join(parts[2:]) for parts in marks if parts[1:2] == ["path"]),
        tuple("::".join(parts[2:]) for parts in marks if parts[1:2] == ["about"]),
        plain(" ".join(value for value in note.fields if value)),
        tuple(
            (plain(words), unescape(address))
            for section in sections
            if section.key == "sources"
            for address, words in re.findall(r'<a href="(https?:[^"]*)"[^>]*>(.*?)</a>', section.html, re.S)
        ),
    )


def _heading(notetype: Notetype) -> int:
    return next((index for index, field in enumerate(notetype.fields) if field.origin == "heading"), 0)


def _own_ids(html: str, question: str) -> str:
    """Footnotes of several questions on one page: each has its own ids."""
    return re.sub(r'(id="|href="#)(fn|fnref\d*)-', rf"\1{question}-\2-", html) if "fn" in html else html


def _linker(where: Mapping[str, str], here: str, root: str) -> Callable[[str], str]:
    """A function that makes links of the pointers to other questions."""

    def link(html: str) -> str:
        def swap(match: re.Match[str]) -> str:
            id_, words = match[1], match[2].removesuffix(f" → {match[1]}")
            if id_ not in where:
                return words
            page = "" if where[id_] == here else f"{root}topics/{where[id_]}.html"
            return f'<a href="{page}#{id_}">{words or id_}</a>'

        return re.sub(r'<span class="pointer" data-id="([^"]*)">(.*?)</span>', swap, html, flags=re.S)

    return link
