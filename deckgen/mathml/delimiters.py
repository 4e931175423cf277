r"""\left … \middle … \right, and \big with its kin."""

from __future__ import annotations

from deckgen.mathml.fault import Refused
from deckgen.mathml.hints import similar
from deckgen.mathml.items import CLOSE, INNER, OPEN, ORD, REL, Item
from deckgen.mathml.reader import Reader
from deckgen.mathml.symbols import DELIMITERS

_SIZES = {"big": "1.2em", "Big": "1.8em", "bigg": "2.4em", "Bigg": "3em"}  # as in plain TeX
_CLASSES = {"": ORD, "l": OPEN, "r": CLOSE, "m": REL}
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
    font = reader.font
    parts = [fence(reader, delimiter(reader, command, offset), "prefix")]
    while True:
        parts.append(reader.row().tex)
        token, place = reader.peek()
        if token == r"\middle":
            reader.at += 1
            sign = delimiter(reader, token, place)
            parts.append(fence(reader, sign, "infix"))
        elif token == r"\right":
            reader.at += 1
            parts.append(fence(reader, delimiter(reader, token, place), "postfix"))
            break
        else:
            message, hint = r"this \left has no \right", r"write \right) or, for none, \right."
            raise Refused(offset, "math-delimiter", message, hint)
    reader.font = font
    return Item(f"{{{''.join(parts)}}}", INNER, INNER)


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
