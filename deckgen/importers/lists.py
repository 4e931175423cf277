"""Lists as python-markdown reads them, from lists as people write them for other readers.

There, what belongs to an item is indented to its text (two or three blanks), a list may follow a paragraph without an
empty line, `1)` counts, and fences may stand in items. Here it is four blanks a level, an empty line, `1.`, and code
in items is indented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from deckgen.importers.outline import FENCE

DEEPEST = 20  # lists in lists: python-markdown gives up far above
_ITEM = re.compile(r"^([-*+]|\d{1,9}[.)])( +|$)(.*)$")
_RULE = re.compile(r"^(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,})$")
_TABLE = re.compile(r"^\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?$")


@dataclass
class _Lines:
    out: list[str] = field(default_factory=list)
    items: list[tuple[int, int]] = field(default_factory=list)  # open items: columns of their marks and texts
    math: bool = False
    loose: bool = False  # an open item holds more than one paragraph

    def apart(self) -> None:
        """An empty line, where there is none."""
        if self.out and self.out[-1].strip():
            self.out.append("")


def reindent(markdown: str) -> str:
    """The text with its lists, and what stands in them, as python-markdown wants it; fenced code keeps its lines."""
    state = _Lines()
    rows = markdown.split("\n")
    at = 0
    while at < len(rows):
        row = rows[at]
        fence = FENCE.match(row)
        if not state.math and fence and not (fence[1][0] == "`" and "`" in fence[2]):
            end = _end_of_fence(rows, at, fence[1])
            _fenced(state, rows[at:end], row.find(fence[1]), fence[2].strip())
            at = end
            continue
        _line(state, row, rows[at + 1] if at + 1 < len(rows) else "")
        at += 1
    return "\n".join(state.out)


def _end_of_fence(rows: list[str], at: int, mark: str) -> int:
    closing = re.compile(rf"[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*")
    return next((n + 1 for n in range(at + 1, len(rows)) if closing.fullmatch(rows[n])), len(rows))


def _line(state: _Lines, row: str, after: str) -> None:
    text = row.expandtabs(4).strip()
    indent = len(row.expandtabs(4)) - len(row.expandtabs(4).lstrip())
    if state.math or text.count("$$") % 2:
        state.math ^= bool(text.count("$$") % 2)
        state.out.append(_under(state, indent) + text if text and state.items else row)
        return
    if not text:
        state.out.append("")
        return
    item = None if _RULE.match(text) else _ITEM.match(text)
    previous = state.out[-1] if state.out else ""
    if item and (indent < 4 or state.items):
        while state.items and indent < state.items[-1][0] + 2:
            state.items.pop()
        interrupts = previous.strip() and not state.items and not _ITEM.match(previous.strip())
        within = previous.startswith("    ")  # the end of a list's item
        if interrupts and not within and item[1][0].isdigit() and item[1][:-1] != "1":
            state.out.append(row)  # "… in\n1986. Then …" begins no list
            return
        if (interrupts and not within) or state.loose:
            state.apart()
        state.loose = False
        del state.items[DEEPEST:]
        depth = len(state.items)
        mark = f"{item[1][:-1]}." if item[1][0].isdigit() else item[1]
        state.items.append((indent, indent + len(item[1]) + max(1, min(len(item[2]), 4))))
        state.out.append(f"{' ' * 4 * depth}{mark} {item[3]}".rstrip())
        return
    if not previous.strip() or text.startswith(("|", ">", "#")):  # a new paragraph: of which item is it?
        while state.items and indent < state.items[-1][0] + 2:
            state.items.pop()
    if "|" in text and "|" in after and _TABLE.match(after.strip()) and not _TABLE.match(text):
        state.apart()
    if not state.items:
        state.out.append(row)
        return
    state.loose = state.loose or not previous.strip()
    state.out.append(_under(state, indent) + text)


def _under(state: _Lines, indent: int) -> str:
    """The indentation of a line in the innermost item; what is deeper than its text stays so."""
    if not state.items:
        return " " * indent
    more = indent - state.items[-1][1]
    return " " * (4 * len(state.items) + (more if more >= 4 else 0))


def _fenced(state: _Lines, rows: list[str], indent: int, language: str) -> None:
    """A block of code: as it is outside of lists, indented within them, where no fence is seen."""
    before = rows[0][:indent]
    inside = rows[1:-1] if len(rows) > 1 and not re.search(r"[^`~\s>]", rows[-1]) else rows[1:]
    item = re.match(r"^([ ]*)((?:[-*+]|\d{1,9}[.)])[ ]+)$", before)
    if item:  # "- ```": the code begins the item
        _line(state, f"{item[1]}{item[2]}&nbsp;", "")  # an item begins with text
    elif ">" not in before:
        while state.items and indent < state.items[-1][0] + 2:
            state.items.pop()
    if ">" in before:
        quote = before[: before.rfind(">") + 1]
        state.out += [quote, *(f"{quote}     {re.sub(r'^[ ]*(?:>[ ]?)*', '', row)}".rstrip() for row in inside), quote]
        return
    if not state.items:
        state.out += rows
        return
    cut = min((len(row) - len(row.lstrip()) for row in inside if row.strip()), default=0)
    lead = " " * 4 * (len(state.items) + 1)
    name = re.match(r"[\w+#-]+", language)
    state.apart()
    state.loose = True
    code = [f":::{name[0]}"] if name else []
    code += [row[min(cut, indent) :] for row in inside]
    state.out += [(lead + row).rstrip() for row in code]
    state.out.append("")
