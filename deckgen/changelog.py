"""What a release says in words: one line for a deck's description, a page for people."""

from __future__ import annotations

from deckgen.diff import Changes
from deckgen.ledger import Ledger, Released


def counts(release: Released) -> str:
    """ "12 new, 3 changed, 1 retired", without the zeros; "no card changed" where nothing did."""
    named = ((release.added, "new"), (release.changed, "changed"), (release.retired, "retired"))
    return ", ".join(f"{number} {word}" for number, word in named if number) or "no card changed"


def describe(ledger: Ledger, version: str) -> str:
    """The text of the release `version`: which questions came, changed, moved, went, as the ledger knows."""
    lines = []
    for word, ids in (
        ("New", [n.id for n in ledger.notes if n.since == version]),
        ("Changed", [n.id for n in ledger.notes if n.changed == version != n.since]),
        ("Moved", [n.id for n in ledger.notes if n.moved == version != n.since]),
        ("Retired", [n.id for n in ledger.notes if n.retired == version]),
    ):
        if ids:
            lines.append(f"{word}: {_some(ids)}")
    return "\n".join(lines)


def summary(changes: Changes) -> list[tuple[str, str]]:
    """(sign, question id) a line, as `diff` prints: + new, ~ changed, ≈ rendered anew, > moved, - retired."""
    signs = (("+", changes.added), ("~", changes.changed), ("≈", changes.rerendered), (">", changes.moved))
    return [(sign, id_) for sign, ids in (*signs, ("-", changes.retired)) for id_ in ids]


def _some(ids: list[str], most: int = 12) -> str:
    more = f" and {len(ids) - most} more" if len(ids) > most else ""
    return ", ".join(ids[:most]) + more
