"""CrowdAnki's folder: deck.json with decks in decks, notetypes and notes, and a folder of media."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from deckgen.build import Built, contents
from deckgen.cards import requirements
from deckgen.model import Note, Notetype


def export(built: Built, notes: tuple[Note, ...], name: str) -> Iterator[tuple[str, bytes]]:
    """Yield NAME/deck.json and NAME/media/…; ids follow from the deck's, so that the same content gives the same."""
    packed = contents(built, notes)
    deck = built.project.deck
    notetypes = {each.notetype.key: each.notetype for each in packed.notetypes}
    below: dict[str, list[dict[str, Any]]] = defaultdict(list)
    media: dict[str, set[str]] = defaultdict(set)
    for one in packed.notes:
        note, notetype = one.note, notetypes[one.note.notetype]
        fields = [
            one.changed if field.origin == "changed" else value
            for field, value in zip(notetype.fields, note.fields, strict=True)
        ]
        below[note.deck].append(
            {
                "__type__": "Note",
                "data": "",
                "fields": fields,
                "flags": 0,
                "guid": note.guid,
                "note_model_uuid": _uuid(deck.id, "notetype", note.notetype),
                "tags": list(note.tags),
            }
        )
        media[note.deck].update(note.media)
    names = {deck.name} | {"::".join(parts[:end]) for each in below for parts in [each.split("::")] for end in
                           range(1, len(parts) + 1)}  # fmt: skip
    config = _uuid(deck.id, "config")

    def tree(full: str) -> dict[str, Any]:
        children = sorted(each for each in names if each.rpartition("::")[0] == full)
        return {
            "__type__": "Deck",
            "children": [tree(child) for child in children],
            "crowdanki_uuid": _uuid(deck.id, "deck", full),
            "deck_config_uuid": config,
            "desc": packed.description if full == deck.name else "",
            "dyn": 0,
            "extendNew": 0,
            "extendRev": 0,
            "media_files": sorted(media[full]),
            "name": full if full == deck.name else full.rpartition("::")[2],
            "notes": below[full],
        }

    written = tree(deck.name)
    written["deck_configurations"] = [_config(config, deck.name)]
    written["media_files"] = sorted({*media[deck.name], *(name for each in notetypes.values() for name in each.media)})
    written["note_models"] = [_model(deck.id, notetypes[key]) for key in sorted(notetypes)]
    text = json.dumps(written, ensure_ascii=False, indent=4, sort_keys=True)
    yield f"{name}/deck.json", f"{text}\n".encode()
    for item in packed.media:
        yield f"{name}/media/{item.name}", item.data


def _uuid(*parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, "deckgen:" + "/".join(parts)))


def _model(deck: str, notetype: Notetype) -> dict[str, Any]:
    fields = [
        {
            "description": field.about,
            "font": "Arial",
            "media": [],
            "name": field.name,
            "ord": number,
            "rtl": False,
            "size": 20,
            "sticky": False,
        }
        for number, field in enumerate(notetype.fields)
    ]
    templates = [
        {
            "afmt": template.back,
            "bafmt": "",
            "bqfmt": "",
            "did": None,
            "name": template.name,
            "ord": number,
            "qfmt": template.front,
        }
        for number, template in enumerate(notetype.templates)
    ]
    return {
        "__type__": "NoteModel",
        "crowdanki_uuid": _uuid(deck, "notetype", notetype.key),
        "css": notetype.css,
        "flds": fields,
        "latexPost": "\\end{document}",
        "latexPre": "\\documentclass[12pt]{article}\n\\begin{document}\n",
        "name": notetype.name,
        "req": [list(rule) for rule in requirements(notetype)] if notetype.kind == "standard" else [],
        "sortf": next((number for number, field in enumerate(notetype.fields) if field.sort), 0),
        "tags": [],
        "tmpls": templates,
        "type": int(notetype.kind == "cloze"),
        "vers": [],
    }


def _config(uuid: str, name: str) -> dict[str, Any]:
    """Anki's own defaults: the format wants options; whoever imports should not tick them."""
    return {
        "__type__": "DeckConfig",
        "autoplay": True,
        "crowdanki_uuid": uuid,
        "dyn": False,
        "lapse": {"delays": [10], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0},
        "maxTaken": 60,
        "name": name,
        "new": {
            "bury": False,
            "delays": [1, 10],
            "initialFactor": 2500,
            "ints": [1, 4, 7],
            "order": 1,
            "perDay": 20,
            "separate": True,
        },
        "replayq": True,
        "rev": {
            "bury": False,
            "ease4": 1.3,
            "fuzz": 0.05,
            "hardFactor": 1.2,
            "ivlFct": 1,
            "maxIvl": 36500,
            "minSpace": 1,
            "perDay": 200,
        },
        "timer": 0,
    }
