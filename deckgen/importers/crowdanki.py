"""CrowdAnki's folder (deck.json, or NAME.json, and media/) -> pieces."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from deckgen.importers.collection import AnkiNote, AnkiNotetype, Collection, legacy_notetype
from deckgen.importers.notes import read_notes
from deckgen.importers.piece import Found
from deckgen.model import Project
from deckgen.problem import Problem, Span

DEEPEST = 100


def read_crowdanki(
    text: str, source: str, project: Project, media: Callable[[str], bytes | None], *, allow_html: bool = False
) -> Found:
    """Read a deck.json; `media` reads the files of its media folder."""
    try:
        deck = json.loads(text)
        if not (isinstance(deck, dict) and ("notes" in deck or "children" in deck)):
            raise ValueError("there are no notes in it")
        models = _models(deck, {each.name: each.id for each in project.notetypes})
        uuids = {model_uuid: id_ for id_, (model_uuid, _) in models.items()}
        collection = Collection(
            {id_: notetype for id_, (_, notetype) in models.items()}, tuple(_notes(deck, "", uuids, 0))
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        message = f"this is no deck of CrowdAnki: {error!r}" if isinstance(error, KeyError) else str(error)
        hint = "a CrowdAnki folder holds deck.json and media/"
        return Found(problems=(Problem(Span(source), "not-crowdanki", f"cannot be read: {message}", hint),))
    return read_notes(collection, project, source, media, allow_html=allow_html)


def _models(deck: dict[str, Any], known: dict[str, int]) -> dict[int, tuple[str, AnkiNotetype]]:
    """Notetypes by the project's ids, or by made ones: CrowdAnki has uuids only, Anki's ids are each learner's own."""
    found = {}
    for model in deck.get("note_models") or []:
        uuid = str(model["crowdanki_uuid"])
        made = (1 << 40) + int.from_bytes(hashlib.sha256(uuid.encode()).digest()[:6]) % (1 << 40)
        id_ = known.get(str(model.get("name")), made)
        found[id_] = (uuid, legacy_notetype(id_, model))
    return found


def _notes(deck: dict[str, Any], above: str, models: dict[str, int], depth: int) -> Iterator[AnkiNote]:
    if depth > DEEPEST:
        raise ValueError("decks lie too deep in one another")
    own = str(deck.get("name") or "Deck")
    name = own if not above or own.startswith(f"{above}::") else f"{above}::{own}"
    for note in deck.get("notes") or []:
        fields = tuple(str(value) for value in note["fields"])
        tags = tuple(str(tag) for tag in note.get("tags") or [])
        yield AnkiNote(str(note["guid"]), models.get(str(note["note_model_uuid"]), 0), fields, tags, name)
    for child in deck.get("children") or []:
        yield from _notes(child, name, models, depth + 1)
