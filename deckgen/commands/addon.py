"""deckgen addon."""

from __future__ import annotations

from importlib import resources
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import click

NAME = "output/deckgen-sync.ankiaddon"


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help=f"The file to write (default: {NAME}).")
def addon(output: Path | None) -> None:
    """Pack the add-on "Deckgen Sync" for Anki: the folder as it lies, the same bytes every time."""
    from deckgen.output import write  # noqa: PLC0415

    path = output or Path(NAME)
    write(path, packed())
    click.echo(f"{path}: in Anki, Tools → Add-ons → Install from file")


def packed() -> bytes:
    """The .ankiaddon: a zip of the add-on's files, which carry no date."""
    buffer = BytesIO()
    files = (file for file in resources.files("deckgen.addon").iterdir() if file.name.endswith((".py", ".json", ".md")))
    with ZipFile(buffer, "w") as archive:
        for file in sorted(files, key=lambda file: file.name):
            info = ZipInfo(file.name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, file.read_bytes())
    return buffer.getvalue()
