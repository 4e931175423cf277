"""Fractions, binomials and roots."""

from __future__ import annotations

from functools import partial

from deckgen.mathml.fault import Refused
from deckgen.mathml.items import Item, item_of
from deckgen.mathml.reader import DISPLAY, SCRIPT, SCRIPTSCRIPT, TEXT, Handler, Reader


def _fraction(
    reader: Reader, command: str, offset: int, *, style: int | None = None, bar: bool = True, brackets: str = ""
) -> Item:
    own = reader.style if style is None else style
    inner = TEXT if own == DISPLAY else max(SCRIPT, min(own + 1, SCRIPTSCRIPT))
    top = reader.argument(command, offset, inner).tex
    bottom = reader.argument(command, offset, inner).tex
    return item_of(fraction(reader, top, bottom, "" if bar else "0", brackets, style))


def fraction(
    reader: Reader, top: str, bottom: str, thickness: str = "", brackets: str = "", style: int | None = None
) -> str:
    """The skeleton of a fraction; `brackets` are a pair of delimiters or "", `style` as of dfrac and tfrac."""
    tex = rf"\frac{{{top}}}{{{bottom}}}"
    # TeX keeps a little space around a fraction, or its bar would join a minus beside it.
    attributes = {"linethickness": thickness} if thickness else {}
    if thickness != "0":
        attributes["style"] = "padding:0 .1em"
    tex = reader.mark(tex, "retag", "mfrac", attributes)
    if brackets:
        parts = []
        for sign, form in zip(brackets, ("prefix", "postfix"), strict=True):
            attributes = {"form": form, "stretchy": "true", "lspace": "0", "rspace": "0"}
            parts.append(reader.leaf("mo", sign, attributes) if sign != "." else "")
        tex = f"{{{parts[0]}{tex}{parts[1]}}}"
    return f"{{{tex}}}" if style is None else styled(reader, tex, style)


def styled(reader: Reader, tex: str, style: int) -> str:
    """The group in one of TeX's four styles."""
    level = {DISPLAY: "0", TEXT: "0", SCRIPT: "1", SCRIPTSCRIPT: "2"}[style]
    attributes = {"displaystyle": "true" if style == DISPLAY else "false", "scriptlevel": level}
    return reader.mark(tex, "wrap", "mstyle", attributes)


def _cfrac(reader: Reader, command: str, offset: int) -> Item:
    if reader.peek()[0] == "[":
        reader.skip_option(command)  # the numerator's place: centred here
    parts = [styled(reader, reader.argument(command, offset, DISPLAY).tex, DISPLAY) for _ in range(2)]
    return item_of(fraction(reader, parts[0], parts[1], style=DISPLAY))


def _genfrac(reader: Reader, command: str, offset: int) -> Item:
    from deckgen.mathml.lengths import length  # noqa: PLC0415 - rarely needed
    from deckgen.mathml.symbols import DELIMITERS  # noqa: PLC0415

    signs = []
    for _ in range(2):
        said, place = reader.raw(command, offset)
        if said and said not in DELIMITERS:
            raise Refused(
                place, "math-delimiter", f"{said} is no delimiter for {command}", "a bracket, a bar or nothing"
            )
        signs.append(DELIMITERS.get(said, "") or ".")
    said, place = reader.raw(command, offset)
    thickness = length(said, command, place) if said else ""
    style, place = reader.raw(command, offset)
    if style not in ("", "0", "1", "2", "3"):
        raise Refused(place, "math-argument", f"{command}: the style must be 0 to 3 or empty", "0 is display, 1 text")
    own = int(style) if style else reader.style
    inner = TEXT if own == DISPLAY else max(SCRIPT, min(own + 1, SCRIPTSCRIPT))
    top, bottom = (reader.argument(command, offset, inner).tex for _ in range(2))
    brackets = "" if signs == [".", "."] else "".join(signs)
    return item_of(fraction(reader, top, bottom, thickness, brackets, int(style) if style else None))


def _root(reader: Reader, command: str, offset: int) -> Item:
    degree = ""
    if reader.peek()[0] == "[":
        saved, reader.style = reader.style, SCRIPTSCRIPT
        row = reader.option(command)
        reader.style = saved
        degree = row.tex if row else ""
    tex = reader.argument(command, offset).tex
    return item_of(rf"{{\sqrt[{{{degree}}}]{{{tex}}}}}" if degree else rf"{{\sqrt{{{tex}}}}}")


COMMANDS: dict[str, Handler] = {
    r"\frac": _fraction,
    r"\dfrac": partial(_fraction, style=DISPLAY),
    r"\tfrac": partial(_fraction, style=TEXT),
    r"\binom": partial(_fraction, bar=False, brackets="()"),
    r"\dbinom": partial(_fraction, bar=False, brackets="()", style=DISPLAY),
    r"\tbinom": partial(_fraction, bar=False, brackets="()", style=TEXT),
    r"\cfrac": _cfrac,
    r"\genfrac": _genfrac,
    r"\sqrt": _root,
}
