"""A page to print, or to send as a single file: everything open, pictures and fonts in it."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.build import Built
from deckgen.model import Note
from deckgen.site import printed


def export(built: Built, notes: tuple[Note, ...], stem: str) -> Iterator[tuple[str, bytes]]:
    """Yield the page of these notes."""
    yield f"{stem}.html", printed(built, (note.question for note in notes)).encode()
