r"""Environments: matrices, cases, arrays, aligned formulas; and \substack and lines at the top of a formula."""

from __future__ import annotations

import re

from deckgen.mathml import hints
from deckgen.mathml.delimiters import fence
from deckgen.mathml.environments import ENVIRONMENTS, Environment, styles_of
from deckgen.mathml.fault import Refused
from deckgen.mathml.items import FIRST, INNER, OPEN, ORD, Item, Mark
from deckgen.mathml.reader import DISPLAY, Reader

_SPEC = re.compile(r"[lcr]|\||:|\s|@\{[^{}]*\}|!\{[^{}]*\}|[pmb]\{[^{}]*\}")
_REPEAT = re.compile(r"\*\{(\d{1,2})\}\{([^{}]*)\}")
_ROW_ENDS = (r"\\", r"\cr")
_LENGTH = re.compile(r"\s*-?(?:\d+\.?\d*|\.\d+)\s*(?:em|ex|pt|px|mu|cm|mm|in|bp|pc|sp|dd|cc|\\baselineskip|\\jot)\s*\Z")


def begin(reader: Reader, command: str, offset: int) -> Item | None:
    r"""Read `\begin{name} … \end{name}`."""
    name, _ = reader.raw(command, offset)
    environment = ENVIRONMENTS.get(name)
    if environment is None:
        hint = hints.similar(name, ENVIRONMENTS) or "see docs/math.md for those there are"
        raise Refused(offset, "math-environment", f"unknown environment {name!r}", hint)
    option = _option(reader, offset) if environment.option else ""
    if environment.argument:
        reader.raw(rf"\begin{{{name}}}", offset)
    rules: list[str] = []
    columns, most = environment.columns, environment.most
    if columns == "spec":
        columns, rules = _columns(reader, name, offset)
        most = len(columns)
    elif environment.kind == "matrix" and option in ("l", "c", "r"):
        columns = option
    saved = reader.style, reader.font
    if not columns:
        return _unwrapped(reader, name, offset)
    opening = fence(reader, environment.fences[0], "prefix")
    reader.tables += 1
    reader.style = max(environment.style, saved[0]) if environment.style != DISPLAY else DISPLAY
    table = _table(reader, name, offset, environment, columns, most, rules)
    _end(reader, name, offset)
    reader.tables -= 1
    reader.style, reader.font = saved
    closing = fence(reader, environment.fences[1], "postfix")
    cls = INNER if opening or closing else ORD
    return Item(f"{{{opening}{table}{closing}}}", cls, cls)


def _option(reader: Reader, offset: int) -> str:
    token, _ = reader.peek()
    if token != "[":
        return ""
    close = next((i for i in range(reader.at, len(reader.tokens)) if reader.tokens[i][0] == "]"), None)
    said = "".join(text for text, _ in reader.tokens[reader.at + 1 : close]).strip() if close else ""
    if close is None or said not in ("t", "c", "b", "l", "r"):
        return ""  # no option: a bracket of the first cell
    reader.at = close + 1
    return said


def _columns(reader: Reader, name: str, offset: int) -> tuple[str, list[str]]:
    """Read an array's column specification: the alignments, and the rules left of each column and after the last."""
    command = rf"\begin{{{name}}}"
    if reader.peek()[0] != "{":
        raise Refused(offset, "math-argument", f"{command} lacks its columns", rf"write {command}{{cc}}")
    spec, place = reader.raw(command, offset)
    spec = _REPEAT.sub(lambda match: match[2] * int(match[1]), spec)
    columns, rules, at = "", [""], 0
    while at < len(spec):
        match = _SPEC.match(spec, at)
        if not match:
            raise Refused(place, "math-argument", f"columns {spec!r} of {command}", "use l, c, r and |")
        sign = match[0][0]
        if sign in "lcr":
            columns += sign
            rules.append("")
        elif sign in "pmb":
            columns += "l"
            rules.append("")
        elif sign in "|:":
            rules[-1] = "solid" if sign == "|" else "dashed"
        at = match.end()
    if not columns or len(columns) > 50:
        raise Refused(place, "math-argument", f"columns {spec!r} of {command}", "use l, c, r and |")
    return columns, rules


def _unwrapped(reader: Reader, name: str, offset: int) -> Item:
    """An environment that is just a formula of its own (equation)."""
    row = reader.row()
    _end(reader, name, offset)
    return Item(f"{{{row.tex}}}", ORD, ORD)


def _end(reader: Reader, name: str, offset: int) -> None:
    token, place = reader.peek()
    if token != r"\end":
        closed_later = any(text == r"\end" for text, _ in reader.tokens[reader.at :])
        if token == "" or (token == "}" and not closed_later):
            hint = rf"add \end{{{name}}}"
            raise Refused(offset, "math-environment", rf"\begin{{{name}}} is never ended", hint)
        raise reader.unexpected(token, place)
    reader.at += 1
    found, _ = reader.raw(r"\end", place)
    if found != name:
        hint = rf"write \end{{{name}}} first"
        raise Refused(place, "math-environment", rf"\end{{{found}}} where \begin{{{name}}} is open", hint)


def _table(
    reader: Reader, name: str, offset: int, environment: Environment, columns: str, most: int, rules: list[str]
) -> str:
    """Read rows and cells; return the marked matrix."""
    rows: list[list[str]] = []
    lines: list[str] = [_rules_between(reader)]
    font = reader.font
    cells: list[str] = []
    while True:
        start = -1  # what TeX puts before an alignment's right side, and before a broken line's rest
        if (environment.kind == "aligned" and len(cells) % len(columns)) or (environment.kind == "multline" and rows):
            start = ORD
        reader.font = font
        cell = reader.row(start=start).tex
        if reader.tag and reader.peek()[0] != "&":
            cell, reader.tag = cell + reader.tag, ""
        cells.append(cell)
        token, place = reader.peek()
        if token == "&":
            if most and len(cells) >= most:
                what = f"{name} has" if environment.columns != "spec" else f"this {name} has"
                message = f"'&' too many: {what} {most} column{'s' * (most > 1)}"
                raise Refused(place, "math-align", message, r"write \\ for a new row, \& for the sign")
            reader.at += 1
            continue
        if token in _ROW_ENDS:
            reader.at += 1
            row_length(reader)
            rows.append(cells)
            cells = []
            lines.append(_rules_between(reader))
            continue
        if len(cells) > 1 or cells[0] or not rows:
            rows.append(cells)
        break
    if not any(map(any, rows)) and reader.peek()[0] == r"\end":
        raise Refused(offset, "math-empty", rf"nothing stands in \begin{{{name}}}", "write its cells, or remove it")
    styles = styles_of(environment, columns, rules, lines, rows)
    table = write_table(reader, rows, styles, display=environment.style == DISPLAY)
    return reader.mark(table, "wrap", "mstyle", {"scriptlevel": "1"}) if environment.kind == "small" else table


def row_length(reader: Reader) -> None:
    r"""Skip the star and the length of `\\*[4pt]`; a bracket that holds no length is part of the next row."""
    if reader.at < len(reader.tokens) and reader.tokens[reader.at][0] == "*":
        reader.at += 1
    if reader.at < len(reader.tokens) and reader.tokens[reader.at][0] == "[":
        close = next((i for i in range(reader.at, len(reader.tokens)) if reader.tokens[i][0] == "]"), None)
        said = "".join(text for text, _ in reader.tokens[reader.at + 1 : close]) if close else ""
        if close and _LENGTH.match(said):
            reader.at = close + 1


def _rules_between(reader: Reader) -> str:
    r"""Read \hline and \hdashline before a row."""
    rule = ""
    while (token := reader.peek()[0]) in (r"\hline", r"\hdashline", r"\toprule", r"\midrule", r"\bottomrule"):
        rule = "dashed" if token == r"\hdashline" else "solid"
        reader.at += 1
    return rule


def write_table(
    reader: Reader, rows: list[list[str]], styles: tuple[tuple[str, ...], ...], *, display: bool = False
) -> str:
    """The skeleton of a matrix under a mark that knows the cells' styles."""
    reader.leaves.append(Mark("table", "mtable", {"displaystyle": "true"} if display else {}, styles))
    number = len(reader.leaves) - 1
    # latex2mathml drops what is empty: each cell is a group.
    body = r"\\".join("&".join(f"{{{cell}}}" for cell in row) for row in rows)
    return rf"{{{chr(FIRST + number)}\begin{{matrix}}{body}\end{{matrix}}}}"


def substack(reader: Reader, command: str, offset: int) -> Item:
    r"""Read `\substack{a \\ b}`: lines above each other, as under a sum."""
    if reader.peek()[0] != "{":
        raise Refused(offset, "math-argument", f"{command} lacks an argument", f"write {hints.usage(command)}")
    brace = reader.next()[1]
    saved = reader.style, reader.font
    rows = [[reader.row().tex]]
    while reader.peek()[0] in _ROW_ENDS:
        reader.at += 1
        row_length(reader)
        rows.append([reader.row().tex])
    token, place = reader.peek()
    if token != "}":
        if token in ("", r"\end"):
            raise Refused(brace, "math-braces", "this '{' is never closed", "add the '}' that belongs to it")
        raise reader.unexpected(token, place)
    if not any(map(any, rows)):
        raise Refused(offset, "math-empty", f"nothing stands in {command}", f"write {hints.usage(command)}")
    reader.at += 1
    reader.style, reader.font = saved
    styles = tuple(("padding:.1em 0",) for _ in rows)
    return Item(write_table(reader, rows, styles), ORD, ORD)


def lines(reader: Reader, first: str) -> str:
    r"""Read on after a `\\` at the top of a display formula: its lines, centred as in gathered."""
    rows = [[first]]
    while reader.peek()[0] in _ROW_ENDS:
        reader.at += 1
        row_length(reader)
        row = reader.row().tex
        if row or reader.peek()[0]:
            rows.append([row])
    if len(rows) == 1:
        return first
    return write_table(reader, rows, tuple(("",) for _ in rows), display=True)


COMMANDS = {r"\begin": begin, r"\substack": substack}
__all__ = ["COMMANDS", "ENVIRONMENTS", "OPEN", "begin", "lines", "substack", "write_table"]
