"""Accents, and things above, below and around: braces, labels, arrows with text, scripts on all sides."""

from __future__ import annotations

from functools import partial

from deckgen.mathml import hints
from deckgen.mathml.fault import Refused
from deckgen.mathml.items import BIN, OP, ORD, REL, Item, Row, item_of
from deckgen.mathml.reader import SCRIPT, SCRIPTSCRIPT, Handler, Reader

_OVER, _UNDER = r"\overset", r"\underset"
_BELOW = (_UNDER, r"\underbrace", r"\underbracket", r"\undergroup")

ACCENTS = {
    r"\hat": "ˆ", r"\bar": "¯", r"\vec": "→", r"\dot": "˙", r"\ddot": "¨", r"\dddot": "˙˙˙", r"\ddddot": "˙˙˙˙",
    r"\tilde": "˜", r"\breve": "˘", r"\check": "ˇ", r"\acute": "´", r"\grave": "`", r"\mathring": "˚",
}  # fmt: skip
WIDE_ABOVE = {
    r"\widehat": "ˆ", r"\widetilde": "˜", r"\widecheck": "ˇ", r"\overrightarrow": "→",
    r"\overleftarrow": "←", r"\overleftrightarrow": "↔", r"\overparen": "⏜", r"\wideparen": "⏜",
}  # fmt: skip
WIDE_BELOW = {
    r"\underrightarrow": "→", r"\underleftarrow": "←",
    r"\underleftrightarrow": "↔", r"\underparen": "⏝",
}  # fmt: skip
BRACES = {
    r"\overbrace": "⏞", r"\underbrace": "⏟", r"\overbracket": "⎴", r"\underbracket": "⎵", r"\overgroup": "⏠",
    r"\undergroup": "⏡",
}  # fmt: skip
_SMALL = {r"\vec": "65%", r"\dddot": "80%", r"\ddddot": "80%"}
X_ARROWS = {
    r"\xrightarrow": "→", r"\xleftarrow": "←", r"\xleftrightarrow": "↔", r"\xRightarrow": "⇒", r"\xLeftarrow": "⇐",
    r"\xLeftrightarrow": "⇔", r"\xmapsto": "↦", r"\xhookrightarrow": "↪", r"\xhookleftarrow": "↩",
    r"\xrightharpoonup": "⇀", r"\xlongequal": "=", r"\xtwoheadrightarrow": "↠", r"\xrightleftharpoons": "⇌",
}  # fmt: skip


def _accent(reader: Reader, command: str, offset: int, *, sign: str, tag: str, stretchy: str) -> Item:
    base = reader.argument(command, offset)
    _tight(reader, base)
    attributes = {"stretchy": stretchy, "lspace": "0", "rspace": "0"}
    if tag == "mover":  # Chromium sets an accent hard upon its letter
        size = f";font-size:{_SMALL[command]}" if command in _SMALL else ""
        attributes["style"] = f"padding-bottom:.06em{size}"
    mark = reader.leaf("mo", sign, attributes)
    over = rf"{_OVER if tag == 'mover' else _UNDER}{{{mark}}}{{{base.tex}}}"
    attribute = "accent" if tag == "mover" else "accentunder"
    upright = bool(base.only and base.only.upright)
    return Item(reader.mark(over, "retag", tag, {attribute: "true"}), ORD, ORD, upright=upright)


def _line(reader: Reader, command: str, offset: int, *, edge: str) -> Item:
    """A rule above or below: a border is drawn alike by every engine, a stretched sign is not."""
    base = reader.argument(command, offset)
    style = f"border-{edge}:.05em solid;padding-{edge}:.12em"
    return item_of(reader.mark(base.tex, "wrap", "mrow", {"style": style}))


def _brace(reader: Reader, command: str, offset: int) -> Item:
    base = reader.argument(command, offset)
    mark = reader.leaf("mo", BRACES[command], {"stretchy": "true", "lspace": "0", "rspace": "0"})
    tex = rf"{_UNDER if command in _BELOW else _OVER}{{{mark}}}{{{base.tex}}}"
    return Item(f"{{{tex}}}", OP, OP, limits="always")


def _tight(reader: Reader, base: Row) -> None:
    """No space around a sign that carries something: the space belongs around the whole."""
    if base.only and base.only.mo >= 0:
        attributes = reader.leaves[base.only.mo][2]
        attributes.update(lspace="0", rspace="0")
        if reader.leaves[base.only.mo][1] in "→←↔⇒⇐⇔⟶⟵⟹↦":
            attributes["stretchy"] = "false"


def _class_of(row: Row) -> int:
    """The class of something with a thing above it: that of the sign itself, as amsmath has it."""
    return row.only.left if row.only and row.only.left in (OP, BIN, REL) else ORD


def _over_under(reader: Reader, command: str, offset: int) -> Item:
    script = max(SCRIPT, min(reader.style + 1, SCRIPTSCRIPT))
    mark = reader.argument(command, offset, script).tex
    base = reader.argument(command, offset)
    cls = REL if command == r"\stackrel" else _class_of(base)
    _tight(reader, base)
    if base.only and base.only.limits and base.only.mo >= 0:
        reader.leaves[base.only.mo][2]["movablelimits"] = "false"
    tex = rf"{_UNDER if command in _BELOW else _OVER}{{{mark}}}{{{base.tex}}}"
    limits = base.only.limits if base.only and cls == OP else ""
    return Item(f"{{{tex}}}", cls, cls, limits=limits and "always")


def _overunderset(reader: Reader, command: str, offset: int) -> Item:
    script = max(SCRIPT, min(reader.style + 1, SCRIPTSCRIPT))
    over, under = (reader.argument(command, offset, script).tex for _ in range(2))
    base = reader.argument(command, offset)
    _tight(reader, base)
    cls = _class_of(base)
    return item_of(reader.mark(f"{{{base.tex}}}_{{{under}}}^{{{over}}}", "retag", "munderover"), cls)


def _x_arrow(reader: Reader, command: str, offset: int) -> Item:
    saved, reader.style = reader.style, SCRIPT
    below = reader.option(command) if reader.peek()[0] == "[" else None
    reader.style = saved
    above = reader.argument(command, offset, SCRIPT)
    sign = reader.leaf("mo", X_ARROWS[command], {"stretchy": "true", "lspace": "0", "rspace": "0"})

    def padded(tex: str) -> str:
        gap = reader.leaf("mspace", "", {"width": "0.6em"})
        return f"{gap}{tex}{reader.leaf('mspace', '', {'width': '0.6em'})}"

    if below is None or not below.tex:
        return item_of(rf"{{\overset{{{padded(above.tex)}}}{{{sign}}}}}", REL)
    if not above.tex:
        return item_of(rf"{{\underset{{{padded(below.tex)}}}{{{sign}}}}}", REL)
    tex = f"{{{sign}}}_{{{padded(below.tex)}}}^{{{padded(above.tex)}}}"
    return item_of(reader.mark(tex, "retag", "munderover"), REL)


def _script_pair(reader: Reader, command: str, offset: int) -> tuple[str, str]:
    r"""One argument of \sideset: a subscript and a superscript, both optional."""
    token, place = reader.peek()
    if token != "{":
        raise Refused(offset, "math-argument", f"{command} lacks an argument", f"write {hints.usage(command)}")
    reader.at += 1
    sub = sup = ""
    while (token := reader.peek()[0]) in ("_", "^", "'"):
        if token == "'":
            sup += reader.primes()
            continue
        at = reader.next()[1]
        made = reader.argument(token, at, SCRIPT).tex
        sub, sup = (made, sup) if token == "_" else (sub, sup + made)
    if not reader.take("}"):
        raise Refused(place, "math-argument", f"{command} takes only scripts here", f"write {hints.usage(command)}")
    return sub, sup


def _sideset(reader: Reader, command: str, offset: int) -> Item:
    before, after = _script_pair(reader, command, offset), _script_pair(reader, command, offset)
    base = reader.argument(command, offset)
    if not base.only or base.only.left != OP:
        raise Refused(
            offset, "math-argument", rf"{command} needs an operator such as \sum", f"write {hints.usage(command)}"
        )
    _tight(reader, base)
    return Item(_multiscripts(reader, base.tex, before, after), OP, OP, limits="limits")


def _prescript(reader: Reader, command: str, offset: int) -> Item:
    sup, sub = (reader.argument(command, offset, SCRIPT).tex for _ in range(2))
    base = reader.argument(command, offset)
    return item_of(_multiscripts(reader, base.tex, (sub, sup), ("", "")))


def _multiscripts(reader: Reader, base: str, before: tuple[str, str], after: tuple[str, str]) -> str:
    parts = "".join(f"{{{tex}}}" for tex in (base, *after, *before))
    return reader.mark(parts, "multiscripts")


COMMANDS: dict[str, Handler] = {
    **{name: partial(_accent, sign=sign, tag="mover", stretchy="false") for name, sign in ACCENTS.items()},
    **{name: partial(_accent, sign=sign, tag="mover", stretchy="true") for name, sign in WIDE_ABOVE.items()},
    **{name: partial(_accent, sign=sign, tag="munder", stretchy="true") for name, sign in WIDE_BELOW.items()},
    **dict.fromkeys(BRACES, _brace),
    **dict.fromkeys(X_ARROWS, _x_arrow),
    r"\overline": partial(_line, edge="top"),
    r"\underline": partial(_line, edge="bottom"),
    r"\underbar": partial(_line, edge="bottom"),
    r"\overset": _over_under,
    r"\underset": _over_under,
    r"\stackrel": _over_under,
    r"\overunderset": _overunderset,
    r"\sideset": _sideset,
    r"\prescript": _prescript,
}
