"""deckgen diff."""

from __future__ import annotations

import click

from deckgen.commands.shell import RENAME_DECKS, brief, built, fail, open_project, print_json

KINDS = ("added", "changed", "rerendered", "moved", "retired")
FORMS = "How changes are printed; markdown: for a comment in a pull request."


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON, as --format json does.")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help=FORMS)
@RENAME_DECKS
def diff(as_json: bool, form: str, rename_decks: bool) -> None:
    """Show what a release would change: + new, ~ changed, ≈ rendered anew, > moved, - retired."""
    from deckgen.changelog import summary  # noqa: PLC0415
    from deckgen.stamp import next_version  # noqa: PLC0415

    opened = open_project()
    result, problems = built(opened, rename_decks=rename_decks)
    if result is None:
        fail(problems)
    brief(problems)
    version, changes = opened.ledger.version or None, result.changes
    coming = next_version(opened.ledger, changes) if changes.differs else version
    if form == "markdown":
        from deckgen.commands.reports import markdown  # noqa: PLC0415

        click.echo(markdown(changes, version or "", coming or ""), nl=False)
        return
    if as_json or form == "json":
        print_json({"version": version, "next": coming} | {kind: list(getattr(changes, kind)) for kind in KINDS})
        return
    for sign, id_ in summary(changes):
        click.echo(f"{sign} {id_}")
    for key in changes.notetypes:
        click.echo(f"* notetype {key}")
    if not changes.differs:
        click.echo(f"nothing differs from {version}")
    else:
        click.echo(f"{version or 'unreleased'} → {coming}")
