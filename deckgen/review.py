"""What only `deckgen check` asks: near-duplicates; with --strict style rules and a second opinion on formulas."""

from __future__ import annotations

from deckgen.check import near_duplicates
from deckgen.check import strict as style
from deckgen.model import Project
from deckgen.problem import Problem


def review(project: Project, *, strict: bool) -> list[Problem]:
    """Warnings beyond what every build reports."""
    problems = near_duplicates(project)
    return [*problems, *style(project)] if strict else problems
