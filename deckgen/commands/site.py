"""deckgen site."""

from __future__ import annotations

from pathlib import Path

import click

from deckgen.commands.shell import RENAME_DECKS, brief, built, fail, open_project, say
from deckgen.problem import Stop


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The folder to write (default: output/site).")
@RENAME_DECKS
def site(output: Path | None, rename_decks: bool) -> None:
    """Write the deck as a static web site, for any host or to open from its folder."""
    from deckgen.output import replace_folder  # noqa: PLC0415
    from deckgen.publish import FEED, OUTPUT  # noqa: PLC0415
    from deckgen.site import MANIFEST  # noqa: PLC0415
    from deckgen.site import site as pages_of  # noqa: PLC0415

    opened = open_project()
    result, problems = built(opened, rename_decks=rename_decks)
    if result is None:
        fail(problems)
    if not result.notes:
        raise Stop("there are no questions", "write some below content/ first")
    brief(problems)
    feed = opened.root / FEED
    downloads = {
        path.name: path.read_bytes() for path in sorted(feed.glob("*")) if path.is_file() and path.name[0] != "."
    }
    if result.version.endswith("+dev") and downloads:
        say("the downloads are those of the last release, the pages show the files as they are now")
    folder = output or opened.root / OUTPUT / "site"
    files = dict(pages_of(result, downloads))
    replace_folder(folder, files, MANIFEST)
    click.echo(f"{folder / 'index.html'}: {len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB")
