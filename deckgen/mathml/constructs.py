"""Fonts, names of operators, classes, remainders, dots; and all commands that take arguments."""

from __future__ import annotations

from deckgen.mathml import boxes, fractions, hints, stacks
from deckgen.mathml.fault import Refused
from deckgen.mathml.items import BIN, CLASSES, OP, ORD, Item, Leaf, item_of, join
from deckgen.mathml.letters import FONTS, combine
from deckgen.mathml.reader import DISPLAY, Handler, Reader


def _font(reader: Reader, command: str, offset: int) -> Item:
    font = combine(reader.font, FONTS[command])
    row = reader.argument(command, offset, font=font)
    upright = bool(row.only and row.only.upright)
    return Item(f"{{{row.tex}}}", ORD, ORD, upright=upright) if row.only is None else row.only


_NAME_SPACES = {r"\,": "\u2009", r"\;": "\u2005", r"\:": "\u2005", r"\ ": "\u00a0", "~": "\u00a0", r"\!": ""}


def _operatorname(reader: Reader, command: str, offset: int) -> Item:
    limits = "limits" if reader.take("*") or command == r"\operatornamewithlimits" else "nolimits"
    token, place = reader.peek()
    if token != "{" and not token.isalpha():
        raise Refused(offset, "math-argument", f"{command} lacks an argument", f"write {hints.usage(command)}")
    name, at, depth = "", reader.at + 1, 1
    while token == "{" and at < len(reader.tokens):
        text = reader.tokens[at][0]
        depth += (text == "{") - (text == "}")
        if not depth:
            break
        if text.isalnum() or text in ("-", "*", "/", "'", ".", ":"):
            name += text
        elif text in _NAME_SPACES:
            name += _NAME_SPACES[text]
        elif not text.isspace():
            name, depth = "", -1
            break
        at += 1
    if name and not depth:
        reader.at = at + 1
        attributes = {"mathvariant": "normal"} if len(name) == 1 else {}
        return Item(reader.leaf("mi", name.replace("-", "‐"), attributes), OP, OP, -1, limits, True)
    row = reader.argument(command, offset, font="rm")
    if not row.tex:
        raise Refused(place, "math-argument", f"{command} names nothing", f"write {hints.usage(command)}")
    return Item(f"{{{row.tex}}}", OP, OP, -1, limits, bool(row.only and row.only.upright))


def _class(reader: Reader, command: str, offset: int) -> Item:
    cls = CLASSES[command.removeprefix(r"\math")]
    row = reader.argument(command, offset)
    only = row.only
    if only and only.mo >= 0:
        limits = "limits" if cls == OP else ""
        return only._replace(left=cls, right=cls, limits=limits)
    return Item(f"{{{row.tex}}}", cls, cls, limits="limits" if cls == OP else "", upright=bool(only and only.upright))


NEGATED = {"∃": "∄", "=": "≠", "<": "≮", ">": "≯", "→": "↛", "←": "↚", "∥": "∦"}


def _not(reader: Reader, command: str, offset: int) -> Item:
    import unicodedata  # noqa: PLC0415 - rarely needed

    row = reader.argument(command, offset)
    only = row.only
    leaf = reader.leaves[only.mo if only.mo >= 0 else len(reader.leaves) - 1] if only else None
    if only is None or not isinstance(leaf, Leaf) or len(leaf.text) != 1:
        raise Refused(offset, "math-argument", r"\not strikes one sign only", r"write \not= or \not\in")
    sign = NEGATED.get(leaf.text) or unicodedata.normalize("NFC", f"{leaf.text}\u0338")
    number = only.mo if only.mo >= 0 else len(reader.leaves) - 1
    reader.leaves[number] = leaf._replace(text=sign)
    return only


def _mod(reader: Reader, command: str, offset: int) -> Item:
    if command == r"\bmod":
        return reader.operator("mod", BIN)
    width = "1em" if reader.style == DISPLAY else "0.4444em"
    row = reader.argument(command, offset)
    items = [reader.space(width)]
    if command in (r"\pmod", r"\pod"):
        items.append(reader.operator("(", CLASSES["open"], {"stretchy": "false"}))
    if command != r"\pod":
        items += [Item(reader.leaf("mi", "mod"), ORD, ORD, upright=True), reader.space("0.3333em")]
    items.append(Item(f"{{{row.tex}}}", ORD, ORD))
    if command in (r"\pmod", r"\pod"):
        items.append(reader.operator(")", CLASSES["close"], {"stretchy": "false"}))
    return item_of(f"{{{join(items, reader.leaves, script=True).tex}}}")


def _tag(reader: Reader, command: str, offset: int) -> Item | None:
    star = reader.take("*")
    said, place = reader.raw(command, offset)
    if not said:
        raise Refused(offset, "math-argument", f"{command} lacks an argument", f"write {hints.usage(command)}")
    if "\\" in said or "$" in said:
        raise Refused(
            place, "math-text", f"{command} holds plain text here", rf"write {command}{{1}} or {command}{{A}}"
        )
    if reader.tag:
        raise Refused(offset, "math-argument", rf"a second {command} in one row", r"keep one, or break the row with \\")
    gap = reader.leaf("mspace", "", {"width": "2em"})
    reader.tag = gap + reader.leaf("mtext", said if star else f"({said})")
    return None


def _reference(reader: Reader, command: str, offset: int) -> Item | None:
    said, place = reader.raw(command, offset)
    if command == r"\label":
        return None
    if not said:
        raise Refused(offset, "math-argument", f"{command} lacks an argument", f"write {hints.usage(command)}")
    if "\\" in said or "$" in said:
        raise Refused(place, "math-text", f"{command} holds plain text here", f"write {command}{{name}}")
    return item_of(reader.leaf("mtext", f"({said})" if command == r"\eqref" else said))


def _unicode(reader: Reader, command: str, offset: int) -> Item:
    import unicodedata  # noqa: PLC0415 - rarely needed

    said, place = reader.raw(command, offset)
    try:
        sign = chr(int(said.lstrip('xX"U+'), 16) if said[:1] in ("x", "X", '"', "U") else int(said))
    except (ValueError, OverflowError):
        sign = "\0"
    if unicodedata.category(sign)[0] not in "LNSP" or sign in "<>&{}\\":
        raise Refused(place, "math-argument", f"{said!r} is no character to show", r"write \unicode{x2713}")
    return item_of(reader.leaf("mi", sign, {"mathvariant": "normal"}))


def _dots(reader: Reader, command: str, offset: int) -> Item:
    r"""\dots looks ahead as amsmath's does: on the line before commas, raised between operators."""
    from deckgen.mathml.symbols import CHARACTERS, COMMANDS  # noqa: PLC0415

    token = reader.peek()[0]
    symbol = COMMANDS.get(token) or CHARACTERS.get(token)
    raised = symbol is not None and symbol.cls in ("bin", "rel", "op") and symbol.tag == "mo"
    return reader.operator("⋯" if raised else "…", CLASSES["inner"])


COMMANDS: dict[str, Handler] = {
    **fractions.COMMANDS,
    **stacks.COMMANDS,
    **boxes.COMMANDS,
    **dict.fromkeys(FONTS, _font),
    r"\operatorname": _operatorname,
    r"\operatornamewithlimits": _operatorname,
    **{rf"\math{name}": _class for name in CLASSES},
    r"\not": _not,
    **dict.fromkeys((r"\bmod", r"\pmod", r"\pod", r"\mod"), _mod),
    r"\tag": _tag,
    **dict.fromkeys((r"\label", r"\ref", r"\eqref"), _reference),
    r"\unicode": _unicode,
    r"\dots": _dots,
}
