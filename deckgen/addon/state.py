"""What a collection remembers of its subscriptions: in the collection's config, so that it syncs with it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

KEY = "deckgen"
_VERSION = re.compile(r"(\d+\.\d+\.\d+(\+dev(\.\d+)?)?)?\Z")


@dataclass(frozen=True)
class Subscription:
    """A deck that is followed: where its feed is, the version applied ("" for none yet).

    `suspended` maps the guid of a retired note to the ordinals of the cards that retiring it suspended, so that a note
    that returns wakes those and no others.
    """

    deck: str
    name: str = ""
    source: str = ""
    version: str = ""
    suspended: dict[str, list[int]] = field(default_factory=dict)


def subscriptions(col: Any) -> dict[str, Subscription]:
    """All subscriptions of the collection, by deck id; what cannot be read is left out."""
    stored = col.get_config(KEY, None)
    found = {}
    for deck, row in stored.items() if isinstance(stored, dict) else ():
        if isinstance(row, dict):
            known = {key: value for key, value in row.items() if key in ("name", "source", "version", "suspended")}
            if _sound(known):
                found[deck] = Subscription(deck, **known)
    return found


def _sound(row: dict[str, Any]) -> bool:
    texts = all(isinstance(row.get(key, ""), str) for key in ("name", "source", "version"))
    return texts and isinstance(row.get("suspended", {}), dict) and bool(_VERSION.match(row.get("version", "")))


def store(col: Any, subscription: Subscription) -> None:
    """Write one subscription, as an undoable step."""
    rows = dict(col.get_config(KEY, None) or {})
    row = asdict(subscription)
    rows[row.pop("deck")] = row
    col.set_config(KEY, rows, undoable=True)


def forget(col: Any, deck: str) -> None:
    """Remove a subscription; every card stays."""
    rows = dict(col.get_config(KEY, None) or {})
    rows.pop(deck, None)
    col.set_config(KEY, rows, undoable=True)
