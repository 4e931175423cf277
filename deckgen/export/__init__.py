"""What `deckgen build --format` writes beside packages; a new format is a row here.

An export takes what was built, the notes chosen from it, and a name without suffix; it yields the files to be written,
each by its path beside that name. The same content gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from deckgen.build import Built
from deckgen.model import Note

Export = Callable[[Built, tuple[Note, ...], str], Iterator[tuple[str, bytes]]]
# format -> module that holds a function `export`, and the suffix of what -o names
FORMATS = {
    "csv": ("deckgen.export.textfile", ".csv"),
    "crowdanki": ("deckgen.export.crowdanki", ""),
    "html": ("deckgen.export.page", ".html"),
}


def exporter(format_: str) -> Export:
    """The export of a format, imported when it is asked for."""
    found: Export = import_module(FORMATS[format_][0]).export
    return found
