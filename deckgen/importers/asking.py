"""Which headings of a document are questions: those that ask, and those that stand among such."""

from __future__ import annotations

import re

from deckgen.importers.outline import Section
from deckgen.importers.shapes import starts
from deckgen.importers.words import asks, numbered


def questions(top: Section) -> set[int]:
    """Which sections are questions (by identity): those that ask, and those that stand among such."""
    asked: set[int] = set()
    every = list(top.walk())
    holding: dict[int, int] = {}
    for section in reversed(every):  # children before parents
        children = section.sections
        weak = [child for child in children if asks(child.title) or numbered(child.title)]
        many = len(children) > 1 and len(weak) * 2 >= len(children)
        count = 0
        for child in children:
            below = holding.get(id(child), 0)
            own = len(starts(child.lines)) if not below and not strong(child) else 0
            among = many and (not below or (child in weak and any(not line.blank for line in child.lines)))
            if below < 2 and own < 2 and (strong(child) or (among and (child.lines or child in weak))):
                asked.add(id(child))
                count += 1
            else:
                count += below or own
        holding[id(section)] = count
    if not asked and not any(starts(section.lines) for section in every):
        # Nothing asks: terms as headings, their meanings below.
        asked = {id(each) for each in every[1:] if not each.sections and any(not line.blank for line in each.lines)}
    return _outermost(top, asked)


def _outermost(top: Section, asked: set[int]) -> set[int]:
    found: set[int] = set()
    waiting = list(top.sections)
    while waiting:
        section = waiting.pop()
        if id(section) in asked:
            found.add(id(section))
        else:
            waiting += section.sections
    return found


def strong(section: Section) -> bool:
    """Whether a heading is a question by itself: it ends with a question mark, or is numbered as one."""
    title = re.sub(r"\s*!?\[[^\]]*\]\([^)]*\)$", "", section.title).rstrip(" *_)\"'")
    return title.endswith(("?", "？")) or numbered(section.title)
