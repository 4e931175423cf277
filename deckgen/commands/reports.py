"""Results in the forms that other programs read: GitHub's workflow commands, Markdown for a comment."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from deckgen.diff import Changes
from deckgen.problem import Problem

SHOWN = 50  # ids of a kind: a comment holds 65,536 characters
TITLES = {
    "added": "new",
    "changed": "changed",
    "rerendered": "rendered anew",
    "moved": "moved",
    "retired": "retired",
}


def workflow_commands(problems: Iterable[Problem], root: Path) -> Iterator[str]:
    """One line a problem that GitHub shows at its place in a pull request: `::error file=…,line=…::message`.

    Paths are relative to the repository (GITHUB_WORKSPACE), which a project may be a folder of.
    Source: docs.github.com, "Workflow commands for GitHub Actions".
    """
    workspace = Path(os.environ.get("GITHUB_WORKSPACE") or root).resolve()
    folder = root.resolve().relative_to(workspace) if root.resolve().is_relative_to(workspace) else Path()
    for problem in problems:
        place = {"file": (folder / problem.span.path).as_posix(), "line": problem.span.line, "col": problem.span.column}
        about = ",".join(f"{key}={_property(str(value))}" for key, value in place.items() if value)
        text = problem.message + (f"\nhint: {problem.hint}" if problem.hint else "")
        yield f"::{problem.level} {about},title={_property(f'deckgen {problem.code}')}::{_data(text)}"


def markdown(changes: Changes, version: str, coming: str) -> str:
    """What a release would change, for a comment in a pull request."""
    if not changes.differs:
        return f"**Deck:** nothing differs from {version}.\n"
    counts = {kind: list(getattr(changes, kind)) for kind in TITLES}
    told = ", ".join(f"{len(ids)} {TITLES[kind]}" for kind, ids in counts.items() if ids)
    lines = [f"**Deck:** {version or 'unreleased'} → {coming}" + (f": {told}" if told else ""), ""]
    for kind, ids in counts.items():
        if ids:
            rest = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
            names = ", ".join(f"`{id_}`" for id_ in ids[:SHOWN])
            lines += [f"<details><summary>{len(ids)} {TITLES[kind]}</summary>", "", names + rest, "", "</details>", ""]
    if changes.notetypes:
        lines += ["Notetypes: " + ", ".join(f"`{key}`" for key in changes.notetypes), ""]
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
