"""deckgen release."""

from __future__ import annotations

import click

from deckgen.commands.shell import RENAME_DECKS, brief, built, clock, fail, open_project
from deckgen.problem import Stop
from deckgen.version import Bump

BUMPS: tuple[Bump, ...] = ("major", "minor", "patch")


@click.command()
@click.option("--major", is_flag=True, help="Make this the next major version.")
@click.option("--minor", is_flag=True, help="Make this the next minor version.")
@click.option("--patch", is_flag=True, help="Make this the next patch version.")
@click.option("--dry-run", is_flag=True, help="Say what would be released; write nothing.")
@click.option("--no-rehearse", is_flag=True, help="Skip the simulated learner who takes the release first.")
@click.option("--rerender", is_flag=True, help="Publish notes anew of which only the rendering changed.")
@RENAME_DECKS
def release(
    major: bool, minor: bool, patch: bool, dry_run: bool, no_rehearse: bool, rerender: bool, rename_decks: bool
) -> None:
    """Release a version: package, ledger, feed. With nothing new, write them again from content and ledger."""
    from deckgen.build import released  # noqa: PLC0415
    from deckgen.commands.rehearse import before_release  # noqa: PLC0415
    from deckgen.feed import feed_files  # noqa: PLC0415
    from deckgen.guards import rerenderings  # noqa: PLC0415
    from deckgen.publish import publish  # noqa: PLC0415

    asked = [bump for bump, wanted in zip(BUMPS, (major, minor, patch), strict=True) if wanted]
    if len(asked) > 1:
        raise Stop(f"--{asked[0]} and --{asked[1]} contradict each other", "a version takes one step")
    opened = open_project()
    now = clock()
    result, problems = built(opened, rename_decks=rename_decks, now=now)
    if result is None:
        fail(problems)
    if not rerender and (unasked := list(rerenderings(result.changes))):
        fail([*problems, *unasked])
    brief(problems)
    result = released(result, opened.ledger, now, asked[0] if asked else None)
    last = result.ledger.releases[-1]
    new = len(result.ledger.releases) > len(opened.ledger.releases)
    if new and opened.ledger.releases and not dry_run and not no_rehearse:
        before_release(opened.root, feed_files(result))
    if not dry_run:
        for path in publish(opened.root, result):
            click.echo(path)
    done = ("would release" if dry_run else "released") if new else "nothing new since"
    click.echo(f"{done} {last.version} ({last.date}): {last.added} new, {last.changed} changed, {last.retired} retired")
