"""What is written where: packages under output/, and a release's order of writing, whose commit point is the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from deckgen.apkg import pack
from deckgen.build import Built, contents
from deckgen.ledger import print_ledger
from deckgen.model import Note
from deckgen.output import write
from deckgen.problem import Stop

OUTPUT = "output"
FEED = f"{OUTPUT}/feed"


def build_package(
    root: Path, built: Built, notes: tuple[Note, ...], subset: str = "", target: Path | None = None
) -> Path:
    """Write the package of these notes; return where it lies. `subset` goes into the name of a package of some."""
    name = "-".join(part for part in (built.project.deck.id, subset, built.version) if part)
    path = target or root / OUTPUT / f"{name}.apkg"
    write(path, package(built, notes))
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def package(built: Built, notes: tuple[Note, ...] | None = None) -> bytes:
    """The bytes of the package: the same for the same content and ledger."""
    buffer = BytesIO()
    pack(contents(built, notes), buffer)
    return buffer.getvalue()


def _not_backwards(path: Path, built: Built) -> None:
    """Stop where the feed that stands there is a newer one or another deck's: subscribers refuse to go back."""
    from deckgen.addon.feed import FeedError, read_feed, version_key  # noqa: PLC0415 - a build needs none of it

    try:
        old = read_feed(path.read_bytes())
    except (OSError, FeedError):
        return  # none, or none that anybody could read
    if old.deck != built.project.deck.id:
        raise Stop(f"{FEED}/ holds the feed of another deck, {old.deck!r}", "move it away")
    if version_key(old.version) > version_key(built.version):
        raise Stop(
            f"{FEED}/ holds {old.version}, newer than {built.version}",
            "is this the newest ledger.jsonl? If it is, delete that folder",
        )


def publish(root: Path, built: Built) -> Iterator[str]:
    """Write a release, yielding the files' names: versioned files first, then the ledger, then what points to them.

    Killed before the ledger is replaced, the old release stands and the next run makes the new one again; killed
    after it, the next run finds nothing new and writes the rest.
    """
    from deckgen.feed import feed_files  # noqa: PLC0415

    _not_backwards(root / FEED / "feed.json", built)
    feed = dict(feed_files(built))
    late = {name: feed.pop(name) for name in ("changelog.html", "latest.apkg", "feed.json")}
    yield str(build_package(root, built, built.notes))
    for name, data in feed.items():
        write(root / FEED / name, data)
        yield f"{FEED}/{name}"
    write(root / "ledger.jsonl", print_ledger(built.ledger).encode())
    yield "ledger.jsonl"
    for name, data in late.items():
        write(root / FEED / name, data)
        yield f"{FEED}/{name}"
