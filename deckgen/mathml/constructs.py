"""Commands with arguments: fractions, roots, accents, things above and below, fonts, boxes, classes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from deckgen.mathml import hints
from deckgen.mathml.fault import Refused
from deckgen.mathml.items import BIN, CLASSES, GLUE, OP, ORD, REL, Item, Leaf, Row, join
from deckgen.mathml.letters import FONTS, combine
from deckgen.mathml.reader import DISPLAY, SCRIPT, SCRIPTSCRIPT, TEXT, Handler, Reader

Attributes = dict[str, str]


def _item(tex: str, cls: int = ORD, **more: str) -> Item:
    return Item(tex, cls, cls, **more)  # type: ignore[arg-type]


# --- fractions and roots ---


def _fraction(
    reader: Reader, command: str, offset: int, *, style: int | None = None, bar: bool = True, brackets: str = ""
) -> Item:
    own = reader.style if style is None else style
    inner = TEXT if own == DISPLAY else max(SCRIPT, min(own + 1, SCRIPTSCRIPT))
    top = reader.argument(command, offset, inner).tex
    bottom = reader.argument(command, offset, inner).tex
    return _item(fraction(reader, top, bottom, "" if bar else "0", brackets, style))


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
    return _item(fraction(reader, parts[0], parts[1], style=DISPLAY))


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
    return _item(fraction(reader, top, bottom, thickness, brackets, int(style) if style else None))


def _root(reader: Reader, command: str, offset: int) -> Item:
    degree = ""
    if reader.peek()[0] == "[":
        saved, reader.style = reader.style, SCRIPTSCRIPT
        row = reader.option(command)
        reader.style = saved
        degree = row.tex if row else ""
    tex = reader.argument(command, offset).tex
    return _item(rf"{{\sqrt[{{{degree}}}]{{{tex}}}}}" if degree else rf"{{\sqrt{{{tex}}}}}")


# --- above and below ---

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
    return _item(reader.mark(base.tex, "wrap", "mrow", {"style": style}))


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
    return _item(reader.mark(f"{{{base.tex}}}_{{{under}}}^{{{over}}}", "retag", "munderover"), cls)


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
        return _item(rf"{{\overset{{{padded(above.tex)}}}{{{sign}}}}}", REL)
    if not above.tex:
        return _item(rf"{{\underset{{{padded(below.tex)}}}{{{sign}}}}}", REL)
    tex = f"{{{sign}}}_{{{padded(below.tex)}}}^{{{padded(above.tex)}}}"
    return _item(reader.mark(tex, "retag", "munderover"), REL)


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
    return _item(_multiscripts(reader, base.tex, (sub, sup), ("", "")))


def _multiscripts(reader: Reader, base: str, before: tuple[str, str], after: tuple[str, str]) -> str:
    parts = "".join(f"{{{tex}}}" for tex in (base, *after, *before))
    return reader.mark(parts, "multiscripts")


# --- fonts, names, classes ---


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


# --- boxes, phantoms, colours ---


def _strike(*directions: str) -> str:
    lines = (
        f"linear-gradient({way},transparent calc(50% - .04em),currentcolor calc(50% - .03em),"
        "currentcolor calc(50% + .03em),transparent calc(50% + .04em))"
        for way in directions
    )
    return f"padding:.1em .15em;background:{','.join(lines)}"


WRAPS: dict[str, tuple[str, Attributes]] = {
    r"\boxed": ("mrow", {"style": "border:.05em solid;padding:.25em"}),
    r"\fbox": ("mrow", {"style": "border:.05em solid;padding:.25em"}),
    r"\cancel": ("mrow", {"style": _strike("to bottom right")}),
    r"\bcancel": ("mrow", {"style": _strike("to top right")}),
    r"\xcancel": ("mrow", {"style": _strike("to bottom right", "to top right")}),
    r"\sout": ("mrow", {"style": _strike("to bottom")}),
    r"\phantom": ("mphantom", {}),
    r"\hphantom": ("mphantom", {}),
    r"\vphantom": ("mphantom", {}),
    r"\smash": ("mpadded", {"height": "0", "depth": "0"}),
    r"\mathrlap": ("mpadded", {"width": "0"}),
    r"\rlap": ("mpadded", {"width": "0"}),
    r"\mathclap": ("mrow", {}),
}


def _wrap(reader: Reader, command: str, offset: int) -> Item:
    if command == r"\smash" and reader.peek()[0] == "[":
        reader.skip_option(command)
    if command in (r"\fbox", r"\rlap"):
        from deckgen.mathml.textmode import text  # noqa: PLC0415 - a circle otherwise

        tex = text(reader, command, offset).tex
    else:
        tex = reader.argument(command, offset).tex
    tag, attributes = WRAPS[command]
    made = reader.mark(tex, "wrap", tag, dict(attributes))
    if command == r"\hphantom":
        made = reader.mark(made, "wrap", "mpadded", {"height": "0", "depth": "0"})
    elif command == r"\vphantom":
        made = reader.mark(made, "wrap", "mpadded", {"width": "0"})
    return _item(made)


def _textcolor(reader: Reader, command: str, offset: int) -> Item:
    from deckgen.mathml.lengths import read_color  # noqa: PLC0415 - rarely needed

    color = read_color(reader, command, offset)
    row = reader.argument(command, offset)
    tex = reader.mark(row.tex, "wrap", "mrow", {"mathcolor": color})
    return Item(tex, *((row.left, row.right) if row.left >= 0 else (ORD, ORD)))


def _colorbox(reader: Reader, command: str, offset: int) -> Item:
    from deckgen.mathml.lengths import read_color  # noqa: PLC0415 - rarely needed
    from deckgen.mathml.textmode import text  # noqa: PLC0415

    style = "padding:.15em"
    if command == r"\fcolorbox":
        style += f";border:.05em solid {read_color(reader, command, offset)}"
    color = read_color(reader, command, offset)
    tex = text(reader, r"\text", offset).tex
    return _item(reader.mark(tex, "wrap", "mrow", {"mathbackground": color, "style": style}))


# --- remainders, names of equations ---


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
    return _item(f"{{{join(items, reader.leaves, script=True).tex}}}")


def _tag(reader: Reader, command: str, offset: int) -> Item | None:
    star = reader.take("*")
    said, _ = reader.raw(command, offset)
    if reader.tag:
        raise Refused(offset, "math-argument", rf"a second {command} in one row", r"keep one, or break the row with \\")
    gap = reader.leaf("mspace", "", {"width": "2em"})
    reader.tag = gap + reader.leaf("mtext", said if star else f"({said})")
    return None


def _reference(reader: Reader, command: str, offset: int) -> Item | None:
    said, _ = reader.raw(command, offset)
    if command == r"\label":
        return None
    if not said:
        raise Refused(offset, "math-argument", f"{command} lacks an argument", f"write {hints.usage(command)}")
    return _item(reader.leaf("mtext", f"({said})" if command == r"\eqref" else said))


def _unicode(reader: Reader, command: str, offset: int) -> Item:
    import unicodedata  # noqa: PLC0415 - rarely needed

    said, place = reader.raw(command, offset)
    try:
        sign = chr(int(said.lstrip('xX"U+'), 16) if said[:1] in ("x", "X", '"', "U") else int(said))
    except (ValueError, OverflowError):
        sign = "\0"
    if unicodedata.category(sign)[0] not in "LNSP" or sign in "<>&{}\\":
        raise Refused(place, "math-argument", f"{said!r} is no character to show", r"write \unicode{x2713}")
    return _item(reader.leaf("mi", sign, {"mathvariant": "normal"}))


# --- dots ---


def _dots(reader: Reader, command: str, offset: int) -> Item:
    r"""\dots looks ahead as amsmath's does: on the line before commas, raised between operators."""
    from deckgen.mathml.symbols import CHARACTERS, COMMANDS  # noqa: PLC0415

    token = reader.peek()[0]
    symbol = COMMANDS.get(token) or CHARACTERS.get(token)
    raised = symbol is not None and symbol.cls in ("bin", "rel", "op") and symbol.tag == "mo"
    return reader.operator("⋯" if raised else "…", CLASSES["inner"])


# --- space ---

SPACES = {
    r"\,": "0.1667em", r"\:": "0.2222em", r"\>": "0.2222em", r"\;": "0.2778em", r"\!": "-0.1667em",
    r"\negthinspace": "-0.1667em", r"\negmedspace": "-0.2222em", r"\negthickspace": "-0.2778em", r"\enspace": "0.5em",
    r"\enskip": "0.5em", r"\quad": "1em", r"\qquad": "2em", r"\ ": "0.25em", r"\space": "0.25em",
    r"\nobreakspace": "0.25em", "\\\n": "0.25em", "\\\t": "0.25em",
}  # fmt: skip
NOTHING = (
    r"\nonumber", r"\notag", r"\allowbreak", r"\nobreak", r"\relax", r"\nolinebreak", r"\displaybreak", r"\null",
    r"\/", r"\protect",
)  # fmt: skip
LENGTHS = (r"\kern", r"\mkern", r"\hskip", r"\mskip", r"\hspace", r"\mspace")


def _space(reader: Reader, command: str, offset: int) -> Item:
    return reader.space(SPACES[command])


def _nothing(reader: Reader, command: str, offset: int) -> None:
    return None


def _length(reader: Reader, command: str, offset: int) -> Item:
    from deckgen.mathml.lengths import read_length  # noqa: PLC0415 - rarely needed

    reader.take("*")
    return reader.space(read_length(reader, command, offset))


def _rule(reader: Reader, command: str, offset: int) -> Item:
    from deckgen.mathml.lengths import read_length  # noqa: PLC0415 - rarely needed

    if reader.peek()[0] == "[":
        reader.skip_option(command)
    width, height = (read_length(reader, command, offset) for _ in range(2))
    return _item(reader.leaf("mspace", "", {"width": width, "height": height, "style": "background:currentcolor"}))


def _strut(reader: Reader, command: str, offset: int) -> Item:
    bracket = reader.leaf("mo", "(", {"stretchy": "false"})
    inner = reader.mark(bracket, "wrap", "mphantom")
    return Item(reader.mark(inner, "wrap", "mpadded", {"width": "0"}), GLUE, GLUE)


Maker = Callable[[Reader, str, int], Item | None]
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
    **dict.fromkeys(FONTS, _font),
    r"\operatorname": _operatorname,
    r"\operatornamewithlimits": _operatorname,
    **{rf"\math{name}": _class for name in CLASSES},
    r"\not": _not,
    **dict.fromkeys(WRAPS, _wrap),
    r"\textcolor": _textcolor,
    r"\colorbox": _colorbox,
    r"\fcolorbox": _colorbox,
    **dict.fromkeys((r"\bmod", r"\pmod", r"\pod", r"\mod"), _mod),
    r"\tag": _tag,
    **dict.fromkeys((r"\label", r"\ref", r"\eqref"), _reference),
    r"\unicode": _unicode,
    r"\dots": _dots,
    **dict.fromkeys(SPACES, _space),
    **dict.fromkeys(NOTHING, _nothing),
    **dict.fromkeys(LENGTHS, _length),
    r"\rule": _rule,
    r"\strut": _strut,
    r"\mathstrut": _strut,
}
