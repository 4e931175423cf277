"""A command that would do again what it did is done: the same project, the same code, the files still as written."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from deckgen.cache import CACHE, Cache
from deckgen.commands.shell import tell_warnings, warn
from deckgen.inputs import state


class Known:
    """What a command printed and wrote, kept until anything that it depends on changes."""

    def __init__(self, root: Path, command: str) -> None:
        self.cache = Cache(root / CACHE, warn)
        self._command, self._root = command, root
        self._state = state(root)
        self._lines: list[str] = []
        self._files: list[tuple[str, str]] = []

    def repeat(self) -> bool:
        """Say again what was said, where nothing has changed since."""
        answer = self.cache.answer(self._command, self._state.hash) if self._state.hash else None
        if not answer or any(_digest(Path(path)) != digest for path, digest in answer["files"]):
            return False
        tell_warnings(answer["warnings"])
        for line in answer["lines"]:
            click.echo(line)
        return True

    def said(self, line: str, path: Path) -> None:
        """Print a line about a file that was written, and note both."""
        click.echo(line)
        self._lines.append(line)
        self._files.append((str(path.absolute()), _digest(path)))

    def remember(self, warnings: int) -> None:
        """Keep it for the next time, unless files were changed meanwhile."""
        known = self._state
        same = known.hash and state(self._root, known).hash == known.hash
        if same and all(digest for _, digest in self._files):
            answer = {"warnings": warnings, "lines": self._lines, "files": self._files}
            self.cache.remember(self._command, known.hash, answer)


def _digest(path: Path) -> str:
    """A file's sha256, or "" where it is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
