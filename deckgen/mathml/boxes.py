"""Boxes, strokes, phantoms, colours, and space."""

from __future__ import annotations

from deckgen.mathml.items import GLUE, ORD, Item, item_of
from deckgen.mathml.reader import Handler, Reader


def _strike(*directions: str) -> str:
    lines = (
        f"linear-gradient({way},transparent calc(50% - .04em),currentcolor calc(50% - .03em),"
        "currentcolor calc(50% + .03em),transparent calc(50% + .04em))"
        for way in directions
    )
    return f"padding:.1em .15em;background:{','.join(lines)}"


WRAPS: dict[str, tuple[str, dict[str, str]]] = {
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
    return item_of(made)


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
    return item_of(reader.mark(tex, "wrap", "mrow", {"mathbackground": color, "style": style}))


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


def _nudge(reader: Reader, command: str, offset: int) -> None:
    reader.raw(command, offset)  # where a root's index stands: the engines know that themselves


def _length(reader: Reader, command: str, offset: int) -> Item:
    from deckgen.mathml.lengths import read_length  # noqa: PLC0415 - rarely needed

    reader.take("*")
    return reader.space(read_length(reader, command, offset))


def _rule(reader: Reader, command: str, offset: int) -> Item:
    from deckgen.mathml.lengths import read_length  # noqa: PLC0415 - rarely needed

    if reader.peek()[0] == "[":
        reader.skip_option(command)
    width, height = (read_length(reader, command, offset) for _ in range(2))
    return item_of(reader.leaf("mspace", "", {"width": width, "height": height, "style": "background:currentcolor"}))


def _strut(reader: Reader, command: str, offset: int) -> Item:
    bracket = reader.leaf("mo", "(", {"stretchy": "false"})
    inner = reader.mark(bracket, "wrap", "mphantom")
    return Item(reader.mark(inner, "wrap", "mpadded", {"width": "0"}), GLUE, GLUE)


COMMANDS: dict[str, Handler] = {
    **dict.fromkeys(WRAPS, _wrap),
    r"\textcolor": _textcolor,
    r"\colorbox": _colorbox,
    r"\fcolorbox": _colorbox,
    **dict.fromkeys(SPACES, _space),
    **dict.fromkeys(NOTHING, _nothing),
    **dict.fromkeys((r"\leftroot", r"\uproot"), _nudge),
    **dict.fromkeys(LENGTHS, _length),
    r"\rule": _rule,
    r"\strut": _strut,
    r"\mathstrut": _strut,
}
