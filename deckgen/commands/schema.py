"""deckgen schema."""

from __future__ import annotations

from pathlib import Path

import click

SCHEMAS = Path(__file__).parent.parent / "schemas"


@click.command()
@click.argument("name", type=click.Choice(["deck", "notetype", "questions"]))
def schema(name: str) -> None:
    """Print the JSON Schema of deck.yaml, notetype.yaml or a YAML file of questions, for editors."""
    click.echo((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"), nl=False)
