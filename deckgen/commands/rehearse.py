"""deckgen rehearse."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from deckgen.problem import Stop


@click.command()
@click.option("--feed", type=click.Path(path_type=Path), default="output/feed", help="Folder (default: output/feed).")
@click.option("--previous", type=click.Path(path_type=Path), help="The package of the release before it.")
def rehearse(feed: Path, previous: Path | None) -> None:
    """Let a simulated learner take the release, by import and by Deckgen Sync; exit 1 if anything is lost."""
    from deckgen.rehearse import previous_package  # noqa: PLC0415

    if not (feed / "feed.json").is_file():
        raise Stop(f"there is no feed in {feed}", "deckgen release makes it")
    previous = previous or previous_package(Path.cwd(), feed)
    if previous is None or not previous.is_file():
        raise Stop("the package of the release before is not here", "download it and name it with --previous")
    if shown(feed, previous):
        sys.exit(1)


def before_release(root: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Rehearse a release that is about to be written; say so where that cannot be. Stop if anything would be lost."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from deckgen.commands.shell import say  # noqa: PLC0415
    from deckgen.rehearse import available, previous_package  # noqa: PLC0415

    if not available():
        say('not rehearsed: pip install "deckgen[anki]" lets a simulated learner take the release first')
        return
    with TemporaryDirectory(prefix="deckgen") as folder:
        for name, data in files:
            (Path(folder) / name).write_bytes(data)
        previous = previous_package(root, Path(folder))
        if previous is None:
            say("not rehearsed: the package of the release before is not under output/")
        elif shown(Path(folder), previous, err=True):
            raise Stop("a learner would lose something: see the table", "--no-rehearse releases all the same")


def shown(feed: Path, previous: Path, *, err: bool = False) -> bool:
    """Rehearse and print the table; whether anything is lost."""
    from contextlib import redirect_stdout  # noqa: PLC0415

    from deckgen.rehearse import rehearse as rehearsed  # noqa: PLC0415
    from deckgen.rehearse import table  # noqa: PLC0415

    with redirect_stdout(sys.stderr):  # where Anki says what it thinks of a slow machine
        reports = rehearsed(feed, previous)
    rows = table(reports)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        click.echo("  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip(), err=err)
    return any(report.lost for report in reports)
