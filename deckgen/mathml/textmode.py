r"""\text{…} and its kin: words inside a formula, and formulas inside those."""

from __future__ import annotations

import unicodedata

from deckgen.mathml import hints
from deckgen.mathml.fault import Refused
from deckgen.mathml.items import ORD, Item
from deckgen.mathml.macros import group_end
from deckgen.mathml.reader import TEXT, Reader
from deckgen.mathml.symbols import COMMANDS as SYMBOLS

_BOLD, _ITALIC = "font-weight:bold", "font-style:italic"
STYLES = {
    r"\text": "", r"\mbox": "", r"\hbox": "", r"\textrm": "", r"\textnormal": "", r"\textup": "", r"\textmd": "",
    r"\textbf": _BOLD, r"\textit": _ITALIC, r"\emph": _ITALIC, r"\textsl": _ITALIC,
    r"\textsf": "font-family:sans-serif", r"\texttt": "font-family:monospace",
}  # fmt: skip
_SIGNS = {
    r"\ ": " ", "~": "\u00a0", r"\,": "\u2009", r"\;": "\u2005", r"\:": "\u2005", r"\quad": "\u2003",
    r"\qquad": "\u2003\u2003",
    r"\enspace": "\u2002", r"\textbackslash": "\\", r"\textunderscore": "_", r"\textasciitilde": "~",
    r"\textasciicircum": "^", r"\textless": "<", r"\textgreater": ">", r"\textbar": "|", r"\ldots": "…", r"\dots": "…",
    r"\textellipsis": "…", r"\textdegree": "°", r"\textendash": "–", r"\textemdash": "—", r"\textquoteright": "’",
    r"\-": "", r"\/": "", r"\{": "{", r"\}": "}",
}  # fmt: skip
_ACCENTS = {r"\'": "\u0301", r"\`": "\u0300", r"\^": "\u0302", r"\"": "\u0308", r"\~": "\u0303", r"\c": "\u0327"}
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("'", "’"), ("`", "‘"))


def text(reader: Reader, command: str, offset: int) -> Item:
    r"""Read `\text{…}`; `$…$` inside it is a formula in text style."""
    token, place = reader.peek()
    if token != "{":
        if not token or token in "}&^_" or token[0] == "\\":
            raise Refused(offset, "math-argument", f"{command} lacks an argument", f"write {hints.usage(command)}")
        if len(token) > 1:
            reader.tokens[reader.at : reader.at + 1] = [(token[0], place), (token[1:], place + 1)]
        tokens = [reader.next()]
        return Item(_pieces(reader, tokens, STYLES.get(command, "")), ORD, ORD)
    close = group_end(reader.tokens, reader.at)
    tokens = reader.tokens[reader.at + 1 : close]
    reader.at = close + 1
    return Item(_pieces(reader, tokens, STYLES.get(command, "")), ORD, ORD)


def _pieces(reader: Reader, tokens: list[tuple[str, int]], style: str) -> str:
    """The skeleton of a text's pieces, one group."""
    parts: list[str] = []
    words: list[str] = []
    place = 0
    while place < len(tokens):
        token, offset = tokens[place]
        place += 1
        if token == "$":
            close = next((i for i in range(place, len(tokens)) if tokens[i][0] == "$"), None)
            if close is None:
                raise Refused(offset, "math-text", "this $ inside text is never closed", r"write \$ for the sign")
            parts += _mtext(reader, words, style)
            parts.append(_formula(reader, tokens[place:close]))
            place, words = close + 1, []
        elif token in STYLES:
            while place < len(tokens) and tokens[place][0].isspace():
                place += 1
            if place >= len(tokens) or tokens[place][0] != "{":
                raise Refused(offset, "math-argument", f"{token} lacks an argument", f"write {hints.usage(token)}")
            close = group_end(tokens, place)
            parts += _mtext(reader, words, style)
            inner = ";".join(filter(None, (style, STYLES[token])))
            parts.append(_pieces(reader, tokens[place + 1 : close], inner))
            place, words = close + 1, []
        elif token in _ACCENTS:
            place = _accent(tokens, place, _ACCENTS[token], words, offset)
        else:
            words.append(_sign(token, offset))
            if len(token) > 2 and token[0] == "\\" and place < len(tokens) and tokens[place][0].isspace():
                place += 1  # TeX swallows the blank after a command
    parts += _mtext(reader, words, style)
    return f"{{{''.join(parts)}}}"


def _sign(token: str, offset: int) -> str:
    if token in _SIGNS:
        return _SIGNS[token]
    if token[0] == "\\":
        symbol = SYMBOLS.get(token)
        if symbol and len(symbol.text) == 1 and len(token) == 2:
            return symbol.text
        if symbol or token in hints.Known:
            raise Refused(
                offset, "math-text", f"{token} is a command for formulas, not for text", f"write ${token}$ here"
            )
        raise hints.unknown(token, offset)
    if token[0] in "#%^":
        raise Refused(offset, "math-text", f"'{token[0]}' inside text", rf"write \{token[0]} for the sign"
                      if token[0] != "^" else "write $…$ around a formula inside text")  # fmt: skip
    if token in "{}":
        return ""
    if unicodedata.category(token[0]) in ("Cc", "Cf", "Cn", "Co", "Cs") and not token.isspace():
        raise hints.character(token, offset)
    return " " if token.isspace() else token


def _accent(tokens: list[tuple[str, int]], place: int, mark: str, words: list[str], offset: int) -> int:
    letters = [i for i in range(place, min(place + 2, len(tokens))) if tokens[i][0] not in "{ "]
    if not letters or not tokens[letters[0]][0].isalpha():
        raise Refused(offset, "math-text", "an accent without its letter", "write the letter itself, such as é")
    words.append(tokens[letters[0]][0] + mark)
    return letters[0] + 1


def _mtext(reader: Reader, words: list[str], style: str) -> list[str]:
    said = unicodedata.normalize("NFC", "".join(words))
    for typed, meant in _LIGATURES:
        said = said.replace(typed, meant)
    if not said:
        return []
    # MathML drops blanks at a text's ends and joins those inside.
    said = said.replace("  ", " ")
    if said[0] == " ":
        said = "\u00a0" + said[1:]
    if said[-1] == " ":
        said = said[:-1] + "\u00a0"
    return [reader.leaf("mtext", said, {"style": style} if style else None)]


def _formula(reader: Reader, tokens: list[tuple[str, int]]) -> str:
    saved = reader.tokens, reader.at, reader.style, reader.font
    reader.tokens, reader.at, reader.style, reader.font = list(tokens), 0, max(reader.style, TEXT), ""
    tex = reader.row().tex
    token, offset = reader.peek()
    if token:
        raise reader.unexpected(token, offset)
    reader.tokens, reader.at, reader.style, reader.font = saved
    return f"{{{tex}}}"


COMMANDS = dict.fromkeys(STYLES, text)
