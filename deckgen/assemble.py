"""Questions become notes: guid, deck, tags, fields in the notetype's order, cards and the two hashes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

from deckgen.model import LEVELS, Area, DeckConfig, Drawn, Fields, Note, Notetype, Project, Question, Topic
from deckgen.order import count_due, ordered

if TYPE_CHECKING:
    from deckgen.prepared import Row

SEPARATOR = " › "


def assemble(project: Project, rows: Sequence[tuple[Topic, Row]], guids: Mapping[str, str]) -> tuple[Note, ...]:
    """Return the notes of all prepared questions but drafts, in the project's order."""
    areas = {area.path: area for area in project.areas}
    pairs = [pair for pair in ordered(list(rows)) if not pair[1].draft]
    decks = {topic.path: deck_name(project.deck, areas.get(topic.area), topic) for topic in project.topics}
    cards = count_due([(decks[topic.path], topic.path) for topic, _ in pairs], [row.ordinals for _, row in pairs])
    return tuple(
        Note(
            guids[row.id],
            row.id,
            row.notetype,
            topic.path,
            decks[topic.path],
            Fields(row.body),
            row.tags,
            row.media,
            dues,
            row.hash,
            row.source,
            row.hashes,
        )
        for (topic, row), dues in zip(pairs, cards, strict=True)
    )


def deck_name(deck: DeckConfig, area: Area | None, topic: Topic) -> str:
    """The full deck name of a topic's cards, as deck.yaml's `subdecks` says."""
    parts = [deck.name]
    if deck.subdecks != "none" and area is not None and area.path:
        parts.append(area.deck or area.title)
    if deck.subdecks == "topic":
        parts.append(topic.title)
    return "::".join(part.replace("::", " ") for part in parts)


def topic_label(area: Area | None, topic: Topic) -> str:
    """The field Topic: "Optimization › Optimizers"."""
    return SEPARATOR.join(part for part in (area.title if area and area.path else "", topic.title) if part)


def note_tags(root: str, topic: Topic, question: Question) -> tuple[str, ...]:
    """All tags of a note, each under the deck's own root, sorted, none twice (Anki compares without case)."""
    tags = [f"{root}::topic::{topic.path.replace('/', '::')}"]
    if question.level:
        tags.append(f"{root}::level::{LEVELS[question.level]}")
    tags += [f"{root}::about::{tag}" for tag in question.tags]
    tags += [f"{root}::path::{path}" for path in question.paths]
    return tuple(sorted({normalize("NFC", tag).casefold(): normalize("NFC", tag) for tag in tags}.values()))


def source_hash(deck: DeckConfig, question: Question, media: tuple[str, ...]) -> str:
    """Of what the author wrote: Markdown, attributes, macros, pictures (by hashed name); not its place."""
    written = [(key, text.markdown) for key, text in question.fields]
    return digest([question.notetype, written, question.tags, question.level, question.paths, media, deck.macros])


def digest(value: object) -> str:
    """16 hex characters of sha256 over the value as JSON."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]


def note_fields(notetype: Notetype, question: Question, drawn: Drawn, label: str) -> tuple[str, ...]:
    """The values of a note's fields; `label` is that of the topic."""
    html = dict(drawn.fields)
    html |= {
        field.key: {"id": question.id, "topic": label, "level": question.level}[field.origin]
        for field in notetype.fields
        if field.origin in {"id", "topic", "level"}
    }
    return tuple(_normal(html.get(field.key, "")) for field in notetype.fields)


def _normal(value: str) -> str:
    """As Anki stores it: NFC, LF."""
    value = re.sub(r"\r\n?", "\n", value) if "\r" in value else value
    return value if is_normalized("NFC", value) else normalize("NFC", value)
