r"""Commands that act on the rest of their group: \displaystyle, \rm, \color, \over, \newcommand."""

from __future__ import annotations

from deckgen.mathml.fault import Refused
from deckgen.mathml.fractions import fraction, styled
from deckgen.mathml.items import ORD, Item, Row, join
from deckgen.mathml.lengths import read_color
from deckgen.mathml.letters import SWITCHES as FONTS
from deckgen.mathml.letters import combine
from deckgen.mathml.macros import define
from deckgen.mathml.reader import DISPLAY, SCRIPT, SCRIPTSCRIPT, TEXT, Reader, Switch

STYLES = {
    r"\displaystyle": DISPLAY, r"\textstyle": TEXT, r"\scriptstyle": SCRIPT, r"\scriptscriptstyle": SCRIPTSCRIPT,
}  # fmt: skip
SIZES = {
    r"\tiny": 0.5, r"\scriptsize": 0.7, r"\footnotesize": 0.8, r"\small": 0.9, r"\normalsize": 1.0,
    r"\large": 1.2, r"\Large": 1.44, r"\LARGE": 1.73, r"\huge": 2.07, r"\Huge": 2.49,
}  # fmt: skip
FRACTIONS = {
    r"\over": ("", ""),
    r"\choose": ("0", "()"),
    r"\atop": ("0", ""),
    r"\brack": ("0", "[]"),
    r"\brace": ("0", "{}"),
}
DEFINITIONS = (r"\newcommand", r"\renewcommand", r"\providecommand", r"\def", r"\let", r"\DeclareMathOperator")


def _rest(reader: Reader, items: list[Item], tex: str, row: Row) -> list[Item]:
    if row.left < 0:
        return items
    return [*items, Item(tex, row.left, row.right)]


def _style(reader: Reader, command: str, offset: int, items: list[Item], bracket: bool) -> list[Item]:
    saved, reader.style = reader.style, STYLES[command]
    row = reader.row(bracket=bracket)
    tex = styled(reader, row.tex, reader.style) if row.tex else ""
    reader.style = saved
    return _rest(reader, items, tex, row)


def _size(reader: Reader, command: str, offset: int, items: list[Item], bracket: bool) -> list[Item]:
    saved, reader.size = reader.size, SIZES[command]
    row = reader.row(bracket=bracket)
    tex = reader.mark(row.tex, "wrap", "mstyle", {"mathsize": f"{reader.size / saved:.3g}em"}) if row.tex else ""
    reader.size = saved
    return _rest(reader, items, tex, row)


def _color(reader: Reader, command: str, offset: int, items: list[Item], bracket: bool) -> list[Item]:
    color = read_color(reader, command, offset)
    row = reader.row(bracket=bracket)
    tex = reader.mark(row.tex, "wrap", "mrow", {"mathcolor": color}) if row.tex else ""
    return _rest(reader, items, tex, row)


def _font(reader: Reader, command: str, offset: int, items: list[Item], bracket: bool) -> list[Item]:
    reader.font = combine(reader.font, FONTS[command])
    return items


def _fraction(reader: Reader, command: str, offset: int, items: list[Item], bracket: bool) -> list[Item]:
    if reader.over == reader.depth:
        raise Refused(offset, "math-argument", f"a second {command} in one group is ambiguous", r"write \frac{a}{b}")
    over, reader.over = reader.over, reader.depth + 1
    style = SCRIPT if reader.style else TEXT
    top = join(items, reader.leaves, style >= SCRIPT)
    saved, reader.style = reader.style, max(style, reader.style)
    bottom = reader.row(bracket=bracket)
    reader.style, reader.over = saved, over
    if not top.tex or not bottom.tex:
        side = "before" if not top.tex else "after"
        raise Refused(offset, "math-argument", f"nothing stands {side} {command}", r"write \frac{a}{b}")
    thickness, brackets = FRACTIONS[command]
    return [Item(fraction(reader, top.tex, bottom.tex, thickness, brackets), ORD, ORD)]


def _define(reader: Reader, command: str, offset: int, items: list[Item], bracket: bool) -> list[Item]:
    reader.at = define(reader.tokens, reader.at, command, offset, reader.macros)
    return items


COMMANDS: dict[str, Switch] = {
    **dict.fromkeys(STYLES, _style),
    **dict.fromkeys(SIZES, _size),
    r"\color": _color,
    **dict.fromkeys(FONTS, _font),
    **dict.fromkeys(FRACTIONS, _fraction),
    **dict.fromkeys(DEFINITIONS, _define),
}
