"""Anki's text import format: tab-separated, its header lines say which column is what."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.build import Built, contents
from deckgen.model import Note

COLUMNS = ("guid", "notetype", "deck", "tags")


def export(built: Built, notes: tuple[Note, ...], name: str) -> Iterator[tuple[str, bytes]]:
    """Yield NAME.csv, and the media that its notes show under NAME.media/ (the format itself has no place for them)."""
    packed = contents(built, notes)
    names = {each.notetype.key: each.notetype for each in packed.notetypes}
    lines = ["#separator:tab", "#html:true", *(f"#{column} column:{n}" for n, column in enumerate(COLUMNS, 1))]
    for one in packed.notes:
        note, notetype = one.note, names[one.note.notetype]
        fields = [
            one.changed if field.origin == "changed" else value
            for field, value in zip(notetype.fields, note.fields, strict=True)
        ]
        lines.append("\t".join(map(_cell, [note.guid, notetype.name, note.deck, " ".join(note.tags), *fields])))
    yield f"{name}.csv", ("\n".join(lines) + "\n").encode()
    shown = {media for note in notes for media in note.media}
    for item in packed.media:
        if item.name in shown:
            yield f"{name}.media/{item.name}", item.data


def _cell(value: str) -> str:
    """Quoted always: a guid may begin with '#', which would make its line a comment."""
    return '"' + value.replace('"', '""') + '"'
