"""The notetypes in templates/, as values."""

from __future__ import annotations

from pathlib import Path

from deckgen.model import DeckConfig, Notetype
from deckgen.notetypes import read_notetypes

TEMPLATES = Path(__file__).parent.parent / "templates"


def shipped() -> tuple[Notetype, ...]:
    files = {str(path.relative_to(TEMPLATES)): path.read_bytes() for path in TEMPLATES.rglob("*") if path.is_file()}
    return read_notetypes(files, DeckConfig("demo", "Demo", "demo"))[0]
