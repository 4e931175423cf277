"""deckgen push."""

from __future__ import annotations

import os
from pathlib import Path

import click


@click.command()
@click.option("--feed", default="output/feed", help="Address or folder of the feed (default: output/feed).")
@click.option("--collection", type=click.Path(path_type=Path), help="A closed collection: collection.anki2.")
@click.option("--sync-url", help="Sync that collection then, with a sync server of your own.")
@click.option("--take-new", is_flag=True, help="Take the deck's text where you edited it and it changed.")
def push(feed: str, collection: Path | None, sync_url: str | None, take_new: bool) -> None:
    """Bring the released deck into Anki on this machine.

    Without --collection the open Anki imports the package, through its add-on AnkiConnect. Name and password for
    --sync-url come from DECKGEN_SYNC_USER and DECKGEN_SYNC_PASSWORD, or are asked for.
    """
    from deckgen import push as door  # noqa: PLC0415
    from deckgen.problem import Stop  # noqa: PLC0415

    if collection is None:
        if sync_url or take_new:
            raise Stop("--sync-url and --take-new go with --collection", "AnkiConnect imports, and nothing else")
        door.through_ankiconnect(Path(feed) / "latest.apkg")
        click.echo("the open Anki imported latest.apkg")
        return

    def then(col: object) -> None:
        if sync_url:
            user = os.environ.get("DECKGEN_SYNC_USER") or click.prompt("Name", err=True)
            password = os.environ.get("DECKGEN_SYNC_PASSWORD") or click.prompt("Password", hide_input=True, err=True)
            door.sync(col, sync_url, user, password)

    done = door.into_collection(collection, feed, take_new=take_new, then=then)
    click.echo(
        f"{done.version}: {done.added} added, {done.updated} updated, {done.kept} texts kept, "
        f"{done.moved} cards moved, {done.retired} retired" + (", synced" if sync_url else "")
    )
