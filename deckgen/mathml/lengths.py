"""TeX's lengths as CSS lengths, and colours that may stand in a formula."""

from __future__ import annotations

import re

from deckgen.mathml.fault import Refused
from deckgen.mathml.reader import Reader

_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))\s*(em|ex|pt|px|mu|cm|mm|in|bp|pc|sp|dd|cc)\Z")
_EM = {  # one unit in em, at TeX's 10 pt
    "em": 1, "ex": 0.43, "mu": 1 / 18, "pt": 0.1, "px": 0.075, "bp": 0.1, "cm": 2.845, "mm": 0.2845, "in": 7.227,
    "pc": 1.2, "dd": 0.107, "cc": 1.284, "sp": 0.1 / 65536,
}  # fmt: skip
_NAMES_TEXT = """
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown
    burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan
    darkgoldenrod darkgray darkgreen darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred
    darksalmon darkseagreen darkslateblue darkslategray darkturquoise darkviolet deeppink deepskyblue dimgray
    dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green
    greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon
    lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightpink lightsalmon lightseagreen
    lightskyblue lightslategray lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine
    mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise
    mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange
    orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum
    powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell
    sienna silver skyblue slateblue slategray snow springgreen steelblue tan teal thistle tomato turquoise
    violet wheat white whitesmoke yellow yellowgreen
"""
_NAMES = frozenset(_NAMES_TEXT.split())
_HEX = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})\Z")


def length(said: str, command: str, offset: int) -> str:
    """Return a TeX length in em, between -20 and 20."""
    match = _LENGTH.match(said.strip().replace(" ", ""))
    if not match:
        raise Refused(offset, "math-argument", f"{said!r} is no length for {command}", "write 1em, 3pt or 18mu")
    size = max(-20.0, min(20.0, float(match[1]) * _EM[match[2]]))
    return f"{size:.4f}".rstrip("0").rstrip(".") + "em" if size else "0"


def read_length(reader: Reader, command: str, offset: int) -> str:
    r"""Read the length after \kern, \hskip and the like, which may stand without braces."""
    token, place = reader.peek()
    if token == "{":
        return length(reader.raw(command, offset)[0], command, place + 1)
    said = ""
    while reader.at < len(reader.tokens):
        text = reader.tokens[reader.at][0]
        if not re.match(r"[+-]?(?:\d+\.?\d*|\.\d*)?\s*[a-z]{0,2}\Z", said + text.strip()):
            break
        said += text.strip()
        reader.at += 1
        if _LENGTH.match(said):
            return length(said, command, place)
    raise Refused(offset, "math-argument", f"{command} lacks its length", f"write {command}{{1em}}")


def read_color(reader: Reader, command: str, offset: int) -> str:
    r"""Read `{red}`, `{#c00}`, `[HTML]{CC0000}` or `[rgb]{1,0,0}` and return a CSS colour."""
    model = ""
    if reader.peek()[0] == "[":
        reader.at += 1
        while reader.at < len(reader.tokens) and reader.tokens[reader.at][0] not in "]{}":
            model += reader.tokens[reader.at][0]
            reader.at += 1
        if not reader.take("]"):
            raise Refused(offset, "math-argument", f"the '[' of {command} is never closed", "add the ']'")
    said, place = reader.raw(command, offset)
    color = _color(said, model.strip())
    if not color:
        hint = "write a CSS name such as red, or #c00"
        raise Refused(place, "math-argument", f"{command} does not know the colour {said[:30]!r}", hint)
    return color


def _color(said: str, model: str) -> str:
    if model == "HTML":
        said = f"#{said}"
    elif model in ("rgb", "RGB", "gray"):
        try:
            parts = [float(part) for part in said.split(",")]
        except ValueError:
            return ""
        parts = [part / 255 for part in parts] if model == "RGB" else parts
        parts = parts * 3 if model == "gray" else parts
        if len(parts) != 3 or not all(0 <= part <= 1 for part in parts):
            return ""
        return "#" + "".join(f"{round(255 * part):02x}" for part in parts)
    elif model:
        return ""
    return said if _HEX.match(said) or said.lower() in _NAMES else ""
