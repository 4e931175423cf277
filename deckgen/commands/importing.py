"""deckgen import."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from deckgen.commands.shell import fail, open_project, show
from deckgen.problem import Stop


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--into", metavar="content/AREA", default="", help="The area to put everything into.")
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@click.option(
    "--allow-html", is_flag=True, help="Take HTML that Markdown cannot say, cleaned; else it is kept as text."
)
def import_(source: Path, into: str, dry_run: bool, allow_html: bool) -> None:
    """Write question files from Markdown, CSV, TSV, .apkg, .colpkg or a CrowdAnki folder; nothing is overwritten."""
    from deckgen.importers.gather import gather  # noqa: PLC0415
    from deckgen.output import write  # noqa: PLC0415
    from deckgen.project import built_in_templates, read_sources  # noqa: PLC0415

    opened = open_project()
    sources = read_sources(opened.root)
    with _busy(f"reading {source.name}"):
        plan = gather(source, opened.project, sources, opened.ledger, into=_area(into), allow_html=allow_html)
    if any(problem.level == "error" for problem in plan.problems):
        fail(plan.problems)
    show(plan.problems)
    files = dict(plan.files)
    if any(path.startswith("templates/") for path in files) and not (opened.root / "templates").is_dir():
        files = built_in_templates() | files  # a project with a templates folder has no others
    for path in files:
        _refuse(opened.root, path, known=path in sources)
    for path, data in files.items():
        if not dry_run:
            write(opened.root / path, data)
    click.echo(plan.summary)


@contextmanager
def _busy(text: str) -> Iterator[None]:
    """Something that moves on a terminal; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - heavy

    with Console(stderr=True).status(text):
        yield


def _refuse(root: Path, path: str, *, known: bool) -> None:
    """Stop before anything is written where a file would leave the project, or take the place of one unread."""
    target = root / path
    if not target.resolve().is_relative_to(root.resolve()):
        raise Stop(f"{path} leads out of the project", "put a folder in the link's place")
    if not known and (target.exists() or target.is_symlink()):
        raise Stop(f"{path} is there already, and could not be read", "deckgen check says why; mend or move it")


def _area(into: str) -> str:
    """The area's folder below content/."""
    area = into.replace("\\", "/").strip("/").removeprefix("content/").removesuffix("/index.md")
    if area and not all(re.fullmatch(r"[\w][\w.-]*", part) for part in area.split("/")):
        raise Stop(f"{into!r} cannot be an area", "such as --into content/statistics")
    return "" if area == "content" else area
