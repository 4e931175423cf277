"""What a release must not do to learners without being told to: rename decks, redraw cards, change structure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deckgen.diff import Changes, structure_differs
from deckgen.ledger import Ledger
from deckgen.model import Note, Notetype
from deckgen.problem import Problem, Span


def deck_renames(ledger: Ledger, notes: Iterable[Note]) -> Iterator[Problem]:
    """A topic on the same path whose cards would get another deck name: Anki never moves cards, so they would split."""
    released = {entry.guid: entry for entry in ledger.notes if not entry.retired}
    seen: set[tuple[str, str, str]] = set()
    for note in notes:
        entry = released.get(note.guid)
        if entry is None or entry.topic != note.topic or entry.decks[-1] == note.deck:
            continue
        area = note.topic.rpartition("/")[0]
        if (rename := (area, entry.decks[-1], note.deck)) in seen:
            continue
        seen.add(rename)
        yield Problem(
            Span(f"content/{area}/index.md" if area else "deck.yaml"),
            "deck-renamed",
            f"the deck {entry.decks[-1]!r} was released under this name, now it is {note.deck!r}",
            "learners would find new cards in a second deck; restore the name, or pass --rename-decks if it is meant",
        )


def structures(ledger: Ledger, notetypes: Iterable[Notetype]) -> Iterator[Problem]:
    """From 1.0.0 on, fields and templates of a released notetype are append-only."""
    if not ledger.version or ledger.version.startswith("0."):
        return
    released = {entry.key: entry for entry in ledger.notetypes}
    for notetype in notetypes:
        entry = released.get(notetype.key)
        if entry is None or not structure_differs(notetype, entry):
            continue
        fields = tuple(field.key for field in notetype.fields)[: len(entry.fields)]
        templates = tuple(template.key for template in notetype.templates)[: len(entry.templates)]
        if (fields, templates) != (entry.fields, entry.templates):
            yield Problem(
                Span(f"templates/{notetype.key}/notetype.yaml"),
                "notetype-structure",
                f"the notetype {notetype.key!r} was released with the fields {', '.join(entry.fields)} and the cards "
                f"{', '.join(entry.templates)}, in this order",
                "fields and cards are append-only: put them back, and use a spare field or add at the end",
            )


def rerenderings(changes: Changes) -> Iterator[Problem]:
    """Notes whose text is as released but whose HTML is not: updating them would overwrite edits for nothing."""
    if changes.rerendered:
        first = ", ".join(changes.rerendered[:5]) + (" …" if len(changes.rerendered) > 5 else "")
        yield Problem(
            Span("ledger.jsonl"),
            "rerendered",
            f"{len(changes.rerendered)} notes differ in nothing but their rendering: {first}",
            "pass --rerender to publish them anew; a plain import then overwrites learners' own edits of them",
        )
