"""A deck in numbers."""

from __future__ import annotations

from collections import Counter

from deckgen.build import Built
from deckgen.model import LEVELS


def stats(built: Built) -> dict[str, object]:
    """Counts: questions, notes, cards, formulas, figures (distinct pictures), questions a topic path and a level."""
    topics = Counter(note.topic for note in built.notes)
    questions = [question for topic in built.project.topics for question in topic.questions]
    levels = Counter(question.level for question in questions)
    pictures = {name for note in built.notes for name in note.media if name.endswith(PICTURES)}
    return {
        "questions": len(questions),
        "notes": len(built.notes),
        "cards": sum(len(note.cards) for note in built.notes),
        "formulas": built.formulas,
        "figures": len(pictures),
        "topics": {topic.path: topics[topic.path] for topic in built.project.topics},
        "levels": {level: levels[level] for level in LEVELS if levels[level]},
    }


PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
