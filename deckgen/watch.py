"""Builds again on every save: package and a feed for the author's own Anki, and one line a change."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.build import Built
from deckgen.feed import dev_feed
from deckgen.ledger import Ledger, NoteEntry, latest, value_hash
from deckgen.output import write
from deckgen.problem import Problem
from deckgen.session import Session

FEED = "output/dev"
WATCHED = ("deck.yaml", "content", "templates", "media")
KEPT = 2  # packages in the feed's folder: the newest, and the one that a reader may just be reading


@dataclass(frozen=True, slots=True)
class Saved:
    """What one save gave: problems, lines to print, and the ledger that the next save is compared with."""

    problems: tuple[Problem, ...]
    lines: tuple[str, ...]
    ledger: Ledger
    package: Path | None = None


def snapshot(root: Path) -> dict[str, tuple[int, int]]:
    """(time in ns, bytes) of every file that a build reads; editors' hidden files left out."""
    seen: dict[str, tuple[int, int]] = {}
    waiting = [str(root / name) for name in WATCHED]
    while waiting:
        path = waiting.pop()
        try:
            if os.path.isdir(path):  # noqa: PTH112 - ten times as fast as Path for thousands of files
                with os.scandir(path) as entries:
                    waiting += [entry.path for entry in entries if not entry.name.startswith(".")]
            else:
                about = os.stat(path)  # noqa: PTH116
                seen[path] = about.st_mtime_ns, about.st_size
        except OSError:
            continue  # gone between two looks: the next one tells
    return seen


def saves(root: Path, pause: float = 0.2) -> Iterator[None]:
    """Yield at once, and then whenever files have changed and come to rest; never ends."""
    before: dict[str, tuple[int, int]] = {}
    while True:
        now = snapshot(root)
        if now != before:
            before = now
            yield
            continue
        time.sleep(pause)


def rebuild(root: Path, released: Ledger, running: Ledger, session: Session) -> Saved:
    """Build as the files are now; `running` is the ledger after the save before, `released` the one on disk.

    The running ledger remembers every value of this watch, so that Deckgen Sync tells the author's own saves from
    edits made in Anki. A broken state changes nothing.
    """
    session.ledger = lambda _: running
    sound, problems, made = session.look(), session.problems, session.built
    if not sound or made is None:
        return Saved(problems, (), running)
    for name, data in dev_feed(made, time.time_ns() // 1_000_000):
        write(root / FEED / name, data)
        if name.endswith(".apkg"):
            package = root / FEED / name
    _tidy(root / FEED)
    after = replace(made.ledger, releases=released.releases, content=released.content)
    return Saved(problems, tuple(lines(made, running)), after, package)


def lines(made: Built, before: Ledger) -> Iterator[str]:
    """One line a change: "~ adam  answer", "+ new-one", "- gone"; nothing where a save changed no note."""
    entries = {entry.guid: entry for entry in before.notes}
    names = {notetype.key: notetype.fields for notetype in made.notetypes}
    for note in made.notes:
        entry = entries.get(note.guid)
        if entry is None or entry.retired:
            yield f"+ {note.question}"
        elif entry.hash != note.hash:
            pairs = zip(names[note.notetype], note.fields, strict=True)
            touched = [field.name.lower() for field, value in pairs if _differs(field.origin, field.key, value, entry)]
            yield f"~ {note.question}  {', '.join(touched) or 'tags'}"
        elif entry.decks[-1] != note.deck:
            yield f"> {note.question}  {note.deck}"
    yield from (f"- {id_}" for id_ in made.changes.retired)
    yield from (f"* notetype {key}" for key in made.changes.notetypes)


def _differs(origin: str, key: str, value: str, entry: NoteEntry) -> bool:
    return origin not in {"changed", "learner", "reserve"} and latest(entry.fields, key) != value_hash(value)


def _tidy(folder: Path) -> None:
    for suffix in ("*.apkg", "*.notes.json.gz"):
        for old in sorted(folder.glob(suffix), key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
            old.unlink(missing_ok=True)
