"""deckgen check."""

from __future__ import annotations

import sys

import click

from deckgen.commands.shell import RENAME_DECKS, built, here, open_project, print_problems, show, warn

FORMS = "How problems are printed; github: shown at their place in a pull request."


@click.command()
@click.option("--fix", is_flag=True, help="Write missing ids into the question files.")
@click.option("--strict", is_flag=True, help="Ask more (style, a second opinion on formulas); warnings fail too.")
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON, as --format json does.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help=FORMS)
@RENAME_DECKS
def check(fix: bool, strict: bool, as_json: bool, form: str, rename_decks: bool) -> None:
    """Report every problem in the project."""
    if fix:
        from deckgen.commands.fixing import fix_ids  # noqa: PLC0415

        fix_ids()
    from deckgen.cache import CACHE, Cache  # noqa: PLC0415

    as_json = as_json or form == "json"
    opened = open_project(as_json=as_json, cache=Cache(here() / CACHE, warn))
    result, problems = built(opened, rename_decks=rename_decks)
    from deckgen.check import DRAFT  # noqa: PLC0415
    from deckgen.review import review  # noqa: PLC0415

    problems = sorted({*problems, *review(opened.project, strict=strict)})
    if as_json:
        print_problems(problems)
    elif form == "github":
        from deckgen.commands.reports import workflow_commands  # noqa: PLC0415

        for line in workflow_commands(problems, opened.root):
            click.echo(line)
    else:
        show(problems)
        if not problems and result is not None:
            click.echo(f"{len(result.notes)} questions, no problems")
    sys.exit(any(problem.level == "error" or (strict and problem.code != DRAFT) for problem in problems))
