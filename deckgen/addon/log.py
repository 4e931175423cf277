"""What the add-on did, as lines in a file that survives updates of the add-on, for reports of faults."""

from __future__ import annotations

import time
from pathlib import Path

LIMIT = 200_000  # bytes; the older half goes when it is full
PATH = Path(__file__).parent / "user_files" / "deckgen-sync.log"


def write(line: str) -> None:
    """Add a line with the time; a log that cannot be written stops nothing."""
    try:
        PATH.parent.mkdir(exist_ok=True)
        old = PATH.read_text(encoding="utf-8") if PATH.exists() else ""
        if len(old) > LIMIT:
            old = old[len(old) // 2 :].partition("\n")[2]
        stamp = time.strftime("%Y-%m-%d %H:%M:%S")
        PATH.write_text(f"{old}{stamp} {line}\n", encoding="utf-8")
    except OSError:
        return


def read() -> str:
    """The whole log."""
    try:
        return PATH.read_text(encoding="utf-8")
    except OSError:
        return ""
