"""deckgen new."""

from __future__ import annotations

import re
from pathlib import Path

import click

from deckgen.output import write
from deckgen.problem import Stop

STARTER = Path(__file__).parent.parent / "starter"


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
def new(directory: Path) -> None:
    """Start a project in DIR: deck.yaml and a file of example questions. Nothing that is there is overwritten."""
    name = directory.resolve().name
    id_ = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "my-deck"
    title = re.sub(r"[-_]+", " ", name).strip().capitalize() or "My deck"
    files = {
        directory / _place(source): source.read_text(encoding="utf-8")
        for source in sorted(STARTER.rglob("*"))
        if source.is_file()
    }
    if directory.exists() and not directory.is_dir():
        raise Stop(f"{directory} is a file", "name a folder that is empty or does not exist yet")
    if taken := sorted(path.name for path in (directory / "deck.yaml", directory / "content") if path.exists()):
        raise Stop(f"{directory} already holds {taken[0]}", "name a folder that is empty or does not exist yet")
    for path, text in files.items():
        if path.exists():
            continue
        if path.name == "deck.yaml":
            text = text.replace("{id}", id_).replace("{name}", _yaml(title))  # noqa: PLW2901
        write(path, text.encode())
    click.echo(f"{directory}: a project with {len(files) - 1} files; next: cd {directory} && deckgen build")


def _place(source: Path) -> Path:
    relative = source.relative_to(STARTER)
    return Path(".gitignore") if relative.name == "gitignore" else relative


def _yaml(title: str) -> str:
    """The title as YAML: quoted where it would not read as text."""
    return title if re.fullmatch(r"[A-Za-z][\w ]*", title) and title.lower() not in _WORDS else f'"{title}"'


_WORDS = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
