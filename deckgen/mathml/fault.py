"""What is wrong with a formula, as a value; and the exception that carries it out of the reader."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a formula was refused: `offset` in characters into the author's TeX, a stable code, what, what to do."""

    offset: int
    code: str
    message: str
    hint: str = ""


class Refused(Exception):
    """Ends the reading of one formula; never leaves deckgen.mathml."""

    def __init__(self, offset: int, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.fault = Fault(offset, code, message, hint)
