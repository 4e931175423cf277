"""deckgen stats."""

from __future__ import annotations

import click

from deckgen.commands.shell import brief, built, fail, open_project, print_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
def stats(as_json: bool) -> None:
    """Count questions, cards, formulas."""
    from deckgen.stats import stats as count  # noqa: PLC0415

    opened = open_project()
    result, problems = built(opened, rename_decks=True)
    if result is None:
        fail(problems)
    numbers = count(result)
    if as_json:
        print_json(numbers)
        return
    brief(problems)
    for name, number in numbers.items():
        if not isinstance(number, dict):
            click.echo(f"{number:>8,}  {name}")
            continue
        click.echo(f"\n{name}")
        for key, each in number.items():
            click.echo(f"{each:>8,}  {key}")
