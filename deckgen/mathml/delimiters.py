r"""\left … \middle … \right, and \big with its kin."""

from __future__ import annotations

from deckgen.mathml.fault import Refused
from deckgen.mathml.hints import similar
from deckgen.mathml.items import CLOSE, INNER, OPEN, ORD, REL, Item, Leaf, Mark
from deckgen.mathml.reader import DISPLAY, Reader
from deckgen.mathml.symbols import DELIMITERS, INTEGRALS, LARGE

_SIZES = {"big": "1.2em", "Big": "1.8em", "bigg": "2.4em", "Bigg": "3em"}  # as in plain TeX
_CLASSES = {"": ORD, "l": OPEN, "r": CLOSE, "m": REL}
_TALL = {symbol.text for symbol in (LARGE | INTEGRALS).values()}
BIG = {rf"\{name}{end}": (size, cls) for name, size in _SIZES.items() for end, cls in _CLASSES.items()}


def delimiter(reader: Reader, command: str, offset: int) -> str:
    """Read the delimiter that must follow `command`; "" for the empty one (`.`)."""
    token, place = reader.peek()
    if token.startswith(".") and len(token) > 1:  # \left.5: the lexer took a number
        reader.tokens[reader.at : reader.at + 1] = [(".", place), (token[1:], place + 1)]
        token = "."
    if token not in DELIMITERS:
        if not token or token in ("{", "}", "&", r"\\"):
            hint = r"write \{ for a brace, . for none" if token == "{" else "a bracket, a bar, or . for none"
            raise Refused(offset, "math-delimiter", f"{command} lacks its delimiter", hint)
        hint = similar(token, DELIMITERS) if len(token) > 1 else "a bracket, a bar, or . for none"
        raise Refused(place, "math-delimiter", f"{token} is no delimiter for {command}", hint)
    reader.at += 1
    return DELIMITERS[token]


def fence(reader: Reader, sign: str, form: str) -> str:
    """The placeholder of a delimiter that grows with what stands beside it; "" for the empty one."""
    if not sign:
        return ""
    return reader.leaf("mo", sign, {"form": form, "stretchy": "true", "lspace": "0", "rspace": "0"})


def left(reader: Reader, command: str, offset: int) -> Item:
    r"""Read `\left( … \middle| … \right)`."""
    font, nested = reader.font, reader.nested
    reader.nested = False
    first = len(reader.leaves)
    fences: list[Leaf | Mark] = []

    def add(sign: str, form: str) -> str:
        placeholder = fence(reader, sign, form)
        fences.extend(reader.leaves[-1:] if placeholder else ())
        return placeholder

    parts = [add(delimiter(reader, command, offset), "prefix")]
    while True:
        parts.append(reader.row().tex)
        token, place = reader.peek()
        if token not in (r"\middle", r"\right"):
            if token in ("&", r"\\", r"\cr") and not reader.tables:
                raise reader.unexpected(token, place)
            message, hint = r"this \left has no \right", r"write \right) or, for none, \right."
            if token in ("&", r"\\", r"\cr"):
                message, hint = r"this \left is not closed in its cell", r"write \right. before, and \left. after"
            raise Refused(offset, "math-delimiter", message, hint)
        reader.at += 1
        parts.append(add(delimiter(reader, token, place), "infix" if token == r"\middle" else "postfix"))
        if token == r"\right":
            break
    content = "".join(parts)
    if "\\" not in content and not reader.nested and _flat(reader, first, fences):
        for leaf in fences:
            leaf[2]["stretchy"] = "false"
    reader.font, reader.nested = font, nested or reader.nested
    return Item(f"{{{content}}}", INNER, INNER)


def _flat(reader: Reader, first: int, fences: list[Leaf | Mark]) -> bool:
    """Whether TeX would leave delimiters small around this: engines make them a little larger even so."""
    for leaf in reader.leaves[first:]:
        if isinstance(leaf, Mark) or (leaf.text in _TALL and reader.style == DISPLAY):
            return False
        grows = leaf.attributes.get("stretchy") == "true" or "height" in leaf.attributes
        if grows and not any(leaf is one for one in fences):
            return False
    return True


def big(reader: Reader, command: str, offset: int) -> Item:
    r"""Read `\bigl(` and the like."""
    braced = reader.peek()[0] == "{"
    if braced:
        reader.at += 1
    sign = delimiter(reader, command, offset)
    if braced and not reader.take("}"):
        raise Refused(offset, "math-delimiter", f"{command} takes one delimiter", f"write {command}(")
    size, cls = BIG[command]
    if not sign:
        return Item("{}", cls, cls)
    attributes = {"stretchy": "true", "symmetric": "true", "minsize": size, "maxsize": size}
    return reader.operator(sign, cls, attributes)


COMMANDS = {r"\left": left, **dict.fromkeys(BIG, big)}
