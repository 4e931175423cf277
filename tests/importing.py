"""What an import into a project of values gives, as text."""

from __future__ import annotations

from deckgen.importers.gather import finish
from deckgen.importers.markdown import read_markdown
from deckgen.importers.piece import Found
from deckgen.importers.writing import Plan
from deckgen.ledger import Ledger
from deckgen.model import Area, DeckConfig, Project
from deckgen.naming import topic_path
from deckgen.notetypes import read_notetypes
from deckgen.parse import parse_markdown
from tests.shipped import shipped

DECK = DeckConfig("demo", "Demo", "demo")
NOTETYPES = shipped()


def project(files: dict[str, str], templates: dict[str, bytes] | None = None) -> Project:
    """The project of these question files; `templates` are folders beside the shipped ones."""
    notetypes = (*NOTETYPES, *read_notetypes(templates or {}, DECK)[0])
    paths = [path for path in files if not path.endswith("index.md")]
    topics = [parse_markdown(files[path], path, notetypes)[0] for path in sorted(paths)]
    areas = {topic_path(path).rpartition("/")[0] for path in paths}
    return Project(DECK, tuple(Area(area, area) for area in sorted(areas)), tuple(topics), notetypes, ())


def imported(
    found: Found, files: dict[str, str] | None = None, name: str = "source", held: Project | None = None, **options
) -> Plan:
    """The plan of an import into a project of these files."""
    files = files or {}
    return finish(found, held or project(files), files, Ledger("demo"), name, **options)


def shown(plan: Plan) -> str:
    """Files, problems, summary."""
    parts = [f"=== {path}\n{data.decode().rstrip()}" for path, data in plan.files]
    return "\n".join([*parts, "===", *map(str, plan.problems), plan.summary])


def document(text: str, **options) -> Plan:
    """The plan of importing a Markdown document."""
    return imported(read_markdown(text, "source.md", None, NOTETYPES), **options)
