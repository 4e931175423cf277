"""What is written where: packages under output/, and a release's order of writing, whose commit point is the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from deckgen.apkg import pack
from deckgen.build import Built, contents
from deckgen.feed import feed_files
from deckgen.ledger import print_ledger
from deckgen.model import Note
from deckgen.output import write
from deckgen.problem import Stop
from deckgen.select import Filters, select

OUTPUT = "output"
FEED = f"{OUTPUT}/feed"


def build_package(
    root: Path, built: Built, filters: Filters, target: Path | None = None
) -> tuple[Path, tuple[Note, ...]]:
    """Write the package of all notes, or of a subset; return where it lies and what it holds."""
    notes = select(built.notes, built.project.deck.tag, filters) if filters else built.notes
    if not notes:
        raise Stop("no question matches" if filters else "the project has no questions", "nothing was written")
    subset = f"{filters.slug}-" if filters else ""
    path = target or root / OUTPUT / f"{built.project.deck.id}-{subset}{built.version}.apkg"
    write(path, package(built, notes))
    return (path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path), notes


def package(built: Built, notes: tuple[Note, ...] | None = None) -> bytes:
    """The bytes of the package: the same for the same content and ledger."""
    buffer = BytesIO()
    pack(contents(built, notes), buffer)
    return buffer.getvalue()


def publish(root: Path, built: Built) -> Iterator[str]:
    """Write a release, yielding the files' names: versioned files first, then the ledger, then what points to them.

    Killed before the ledger is replaced, the old release stands and the next run makes the new one again; killed
    after it, the next run finds nothing new and writes the rest.
    """
    feed = dict(feed_files(built))
    late = {name: feed.pop(name) for name in ("changelog.html", "latest.apkg", "feed.json")}
    path, _ = build_package(root, built, Filters())
    yield str(path)
    for name, data in feed.items():
        write(root / FEED / name, data)
        yield f"{FEED}/{name}"
    write(root / "ledger.jsonl", print_ledger(built.ledger).encode())
    yield "ledger.jsonl"
    for name, data in late.items():
        write(root / FEED / name, data)
        yield f"{FEED}/{name}"
