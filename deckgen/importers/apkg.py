"""An .apkg or .colpkg, legacy or modern -> pieces, media, templates."""

from __future__ import annotations

from dataclasses import replace

from deckgen.importers.archive import READ_FAULTS, Bad, open_package
from deckgen.importers.collection import read_collection
from deckgen.importers.notes import read_notes
from deckgen.importers.piece import Found
from deckgen.model import Project
from deckgen.problem import Problem, Span


def read_package(data: bytes, source: str, project: Project, *, allow_html: bool = False) -> Found:
    """Read a package's bytes; everything wrong with it as a whole is one problem."""
    try:
        package = open_package(data, source)
        collection = read_collection(package.collection())
        package.read_map()
        found = read_notes(collection, project, source, package.media, allow_html=allow_html)
    except Bad as bad:
        code, message, hint = bad.problem
        return Found(problems=(Problem(Span(source), code, message, hint),))
    except READ_FAULTS as error:
        return Found(problems=(Problem(Span(source), "broken", f"the package cannot be read: {error}"),))
    return replace(found, problems=(*found.problems, *package.problems))
