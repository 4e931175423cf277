"""What can be wrong: a Problem is a value with a place, a Stop is what ends a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a project file: relative path, line and column counted from 1 (0: the whole file, the whole line)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong with content: where, a stable code, what, and what to do about it."""

    span: Span
    code: str
    message: str
    hint: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{self.span}: {self.level}[{self.code}]: {self.message}{hint}"


class Stop(Exception):
    """What stops a run now (no project, a broken ledger, a full disk): exit code 2."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for the closest known word, or the list of known ones if few, or ""."""
    known = sorted(known)
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(known)}" if 0 < len(known) <= 12 else ""
