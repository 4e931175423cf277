"""Which cards a note has: Anki's own rules, so that an import makes the cards that were packaged and no others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckgen.library import genanki
from deckgen.model import Notetype

Requirement = tuple[int, str, tuple[int, ...]]  # template's ordinal, "all" or "any", fields' indices
LAST_GAP = 99  # a note's ids are a block of 100: its own, and one for each card
ANKIS_LAST_GAP = 500  # Anki counts every higher number as this one

# Where Anki sees nothing: a field of these alone makes no card.
_EMPTY = re.compile(r"(?:[ \t\n\v\f\r]|</?(?:br|div) ?/?>)*", re.I)
_GAP = re.compile(r"\{\{c([0-9]+)::|\}\}")
_TAG = re.compile(r"\{\{\s*([#^/]?)\s*(?:[^{}:]*:)*([^{}:]*?)\s*\}\}")

_known: dict[int, tuple[Notetype, tuple[Requirement, ...]]] = {}


def card_ordinals(notetype: Notetype, fields: Sequence[str]) -> tuple[int, ...]:
    """Return the ascending ordinals of the cards that `fields` (HTML, in the notetype's order) make; () for none."""
    if notetype.kind == "cloze":
        numbers = {number for value in fields for number in gaps(value)}
        return tuple(sorted({min(max(number, 1), ANKIS_LAST_GAP) - 1 for number in numbers}))
    held = _known.get(id(notetype))
    if held is None or held[0] is not notetype:
        if len(_known) > 50:
            _known.clear()
        held = _known[id(notetype)] = notetype, requirements(notetype)
    return tuple([ordinal for ordinal, rule, needed in held[1] if _makes(rule, needed, fields)])


def gaps(html: str) -> set[int]:
    """Numbers of the cloze gaps in a field, nested ones included; an unclosed gap and all within it is text.

    `{{c1,2::…}}` is text here as for every Anki before 26: whoever checks content should refuse it.
    """
    found: set[int] = set()
    if "{{c" not in html:
        return found
    open_: list[set[int]] = []
    for token in _GAP.finditer(html):
        if token[1]:
            open_.append({int(token[1])})
        elif open_:
            closed = open_.pop()
            (open_[-1] if open_ else found).update(closed)
    return found


def requirements(notetype: Notetype) -> tuple[Requirement, ...]:
    """Which fields each template needs to make a card, as genanki works it out. ValueError where a front has none."""
    model = genanki().Model
    # genanki knows neither filters ({{hint:Field}}) nor dots in names: give it plain names.
    plain = {field.name: f"f{index}" for index, field in enumerate(notetype.fields)}
    names = [{"name": name} for name in plain.values()]
    found: list[Requirement] = []
    for ordinal, template in enumerate(notetype.templates):
        front = _TAG.sub(lambda tag: f"{{{{{tag[1]}{plain.get(tag[2], tag[2])}}}}}", template.front)
        try:
            ((_, rule, needed),) = model(fields=names, templates=[{"name": "", "qfmt": front}])._req
        except Exception as error:
            raise ValueError(f"the front of {notetype.key}/{template.key} shows no field") from error
        found.append((ordinal, rule, tuple(needed)))
    return tuple(found)


def _makes(rule: str, needed: tuple[int, ...], fields: Sequence[str]) -> bool:
    if len(needed) == 1:
        return filled(fields[needed[0]])
    return (all if rule == "all" else any)(filled(fields[index]) for index in needed)


def filled(value: str) -> bool:
    """Whether Anki sees something in a field: spaces, line breaks and empty divisions are nothing."""
    return bool(value) and (value[0].isalnum() or not _EMPTY.fullmatch(value))
