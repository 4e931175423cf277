"""A project kept in memory between saves: unchanged files are not parsed, unchanged questions not rendered again.

What watch and preview have in common; after any series of edits it shows what a build from scratch would.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast

from deckgen.build import Built, build
from deckgen.cache import Cache, Kept
from deckgen.jobs import prepare_files
from deckgen.ledger import Ledger
from deckgen.model import Note
from deckgen.problem import Problem
from deckgen.project import read_project


@dataclass(slots=True)
class Recent:
    """The memory of one session, in the place of the cache file."""

    files: dict[str, Kept] = field(default_factory=dict)

    def prepared(self) -> dict[str, Kept]:
        """What is kept of each file, by its path."""
        return self.files

    def keep(self, new: Mapping[str, Kept], paths: Collection[str]) -> None:
        """Keep these, and of all others what is among `paths`."""
        self.files = {path: one for path, one in (self.files | dict(new)).items() if path in paths}


@dataclass(slots=True)
class Session:
    """A project as it was at the last look: `built` is the last sound state, `problems` are those of now."""

    root: Path
    ledger: Callable[[str], Ledger]  # the released ledger of a deck id
    built: Built | None = None
    problems: tuple[Problem, ...] = ()
    number: int = 0
    _recent: Recent = field(default_factory=Recent)

    def look(self) -> bool:
        """Read what changed and build again; whether the project is sound. A broken state leaves `built` as it was.

        Stop where the ledger cannot be read.
        """
        prepare = partial(prepare_files, cache=cast(Cache, self._recent))
        project, problems = read_project(self.root, prepare)
        made = None
        if project is not None:
            made, found = build(project, self.ledger(project.deck.id), max(project.newest, 1), rename_decks=True)
            problems = [*problems, *found]
        self.problems = tuple(sorted(set(problems)))
        sound = made is not None and not any(problem.level == "error" for problem in self.problems)
        if sound:
            self.built = made
        self.number += 1
        return sound

    def notes(self) -> dict[str, Note]:
        """The notes of the last sound state, by their questions' ids."""
        return {note.question: note for note in self.built.notes} if self.built else {}

    def faults(self) -> dict[str, list[Problem]]:
        """Problems by the file that they stand in."""
        found: dict[str, list[Problem]] = defaultdict(list)
        for problem in self.problems:
            found[problem.span.path].append(problem)
        return found
