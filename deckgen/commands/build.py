"""deckgen build."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from deckgen.commands.shell import RENAME_DECKS, brief, built, fail, here, open_project
from deckgen.commands.unchanged import Known
from deckgen.model import LEVELS
from deckgen.problem import Stop

FORMATS = ("apkg", "csv", "crowdanki", "html")


@click.command()
@click.option("--topic", "topics", multiple=True, metavar="X", help="Only this topic, or all below this path.")
@click.option("--level", "levels", multiple=True, type=click.Choice(list(LEVELS)), help="Only this level.")
@click.option("--path", "paths", multiple=True, metavar="X", help="Only this study path (path=X).")
@click.option("--tag", "tags", multiple=True, metavar="X", help="Only this tag, or all below it; * globs.")
@click.option("--exclude-tag", "exclude_tags", multiple=True, metavar="X", help="Nothing with this tag.")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="What to write (default: apkg).")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write (default: under output/).")
@click.option("--jobs", type=click.IntRange(1), default=None, help="Processes to render with (default: all cores).")
@click.option("--dask", metavar="ADDRESS", default="", help="Render on a dask cluster: its scheduler's address.")
@RENAME_DECKS
def build(
    topics: tuple[str, ...],
    levels: tuple[str, ...],
    paths: tuple[str, ...],
    tags: tuple[str, ...],
    exclude_tags: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path | None,
    jobs: int | None,
    dask: str,
    rename_decks: bool,
) -> None:
    """Build the package, or a subset of it; filters of one kind add, different kinds narrow."""
    root, asked = here(), [topics, levels, paths, tags, exclude_tags, formats, str(output or ""), rename_decks]
    known = Known(root, f"build {Path.cwd()} {asked}")
    if known.repeat():
        return
    from deckgen.commands.shell import build_export  # noqa: PLC0415
    from deckgen.publish import build_package  # noqa: PLC0415
    from deckgen.select import Filters, nothing, select  # noqa: PLC0415

    opened = open_project(cache=known.cache, jobs=jobs or 0, dask=dask)
    result, problems = built(opened, rename_decks=rename_decks)
    if result is None:
        fail(problems)
    brief(problems)
    filters, tag = Filters(topics, levels, paths, tags, exclude_tags), result.project.deck.tag
    notes = select(result.notes, tag, filters) if filters else result.notes
    if not notes:
        fail([nothing(result.notes, tag, filters)])
    cards = sum(len(note.cards) for note in notes)
    chosen = tuple(dict.fromkeys(formats)) or ("apkg",)
    if output and len(chosen) > 1:
        raise Stop("-o names one file, but there are several formats", "leave -o out, or build them one by one")
    for format_ in chosen:
        subset = filters.slug if filters else ""
        write_one = build_package if format_ == "apkg" else partial(build_export, format_=format_)
        path = write_one(opened.root, result, notes, subset, output)
        known.said(f"{path}: {len(notes)} notes, {cards} cards", path)
    if chosen == ("apkg",):  # other formats are several files
        known.remember(len(problems))
