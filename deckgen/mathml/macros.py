r"""Macros: those of deck.yaml, and \newcommand, \def, \let and \DeclareMathOperator inside a formula."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from deckgen.mathml.fault import Refused
from deckgen.mathml.lexer import Token, tokens_of

PARAMETER = re.compile(r"#([1-9])")
NAME = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z\s])\Z")


class Macro(NamedTuple):
    """A command of the author's own: how many arguments it takes, what it stands for, the first one's default."""

    arguments: int
    body: tuple[Token, ...]
    default: tuple[Token, ...] | None = None


BUILT_IN = {
    r"\abs": r"\left\lvert #1\right\rvert",
    r"\norm": r"\left\lVert #1\right\rVert",
    r"\ceil": r"\left\lceil #1\right\rceil",
    r"\floor": r"\left\lfloor #1\right\rfloor",
    r"\bra": r"\left\langle #1\right|",
    r"\ket": r"\left|#1\right\rangle",
    r"\braket": r"\left\langle #1\right\rangle",
    r"\set": r"\left\{#1\right\}",
    r"\thinspace": r"\,",
    r"\medspace": r"\:",
    r"\thickspace": r"\;",
    r"\ensuremath": r"#1",
    r"\centernot": r"\not{#1}",
    r"\iff": r"\;\Longleftrightarrow\;",
    r"\implies": r"\;\Longrightarrow\;",
    r"\impliedby": r"\;\Longleftarrow\;",
    r"\idotsint": r"\int\cdots\int",
    r"\varliminf": r"\mathop{\underline{\mathrm{lim}}}",
    r"\varlimsup": r"\mathop{\overline{\mathrm{lim}}}",
    r"\varinjlim": r"\mathop{\underrightarrow{\mathrm{lim}}}",
    r"\varprojlim": r"\mathop{\underleftarrow{\mathrm{lim}}}",
}


def read_macros(macros: Mapping[str, str] | Iterable[tuple[str, str]]) -> dict[str, Macro]:
    r"""Return the macros of deck.yaml, ready for use, with the built-in ones; "\R" and "R" both name \R."""
    pairs = macros.items() if isinstance(macros, Mapping) else macros
    return dict(_read(tuple(pairs)))


@lru_cache(maxsize=64)
def _read(pairs: tuple[tuple[str, str], ...]) -> dict[str, Macro]:
    table: dict[str, Macro] = {}
    for name, body in (*BUILT_IN.items(), *pairs):
        count = max((int(number) for number in PARAMETER.findall(body)), default=0)
        table[name if name.startswith("\\") else f"\\{name}"] = Macro(count, tuple(tokens_of(body)))
    return table


def expand(tokens: list[Token], at: int, macro: Macro) -> None:
    """Replace the use of a macro at `at` by what it stands for; all of it gets the offset of the use."""
    name, offset = tokens[at]
    end = at + 1
    arguments: list[list[Token]] = []
    for number in range(macro.arguments):
        if number == 0 and macro.default is not None:
            after = _skip(tokens, end)
            if after < len(tokens) and tokens[after][0] == "[":
                close = next((i for i in range(after, len(tokens)) if tokens[i][0] == "]"), None)
                if close is None:
                    raise Refused(offset, "math-argument", f"the '[' of {name} is never closed", "add the ']'")
                arguments.append(tokens[after + 1 : close])
                end = close + 1
            else:
                arguments.append(list(macro.default))
            continue
        end = _skip(tokens, end)
        if end >= len(tokens) or tokens[end][0] in ("}", "&", r"\\", r"\end", r"\right"):
            raise Refused(offset, "math-argument", f"{name} takes {macro.arguments} argument(s)",
                          "write each in braces")  # fmt: skip
        if tokens[end][0] == "{":
            close = group_end(tokens, end)
            arguments.append(tokens[end + 1 : close])
            end = close + 1
        else:
            arguments.append([tokens[end]])
            end += 1
    made: list[Token] = []
    for text, _ in macro.body:
        if text[0] == "#" and len(text) == 2 and text[1].isdigit() and int(text[1]) <= len(arguments):
            made.extend(arguments[int(text[1]) - 1])
        else:
            made.append((text, offset))
    tokens[at:end] = made


def group_end(tokens: list[Token], at: int) -> int:
    """The index of the brace that closes the one at `at`."""
    depth = 0
    for i in range(at, len(tokens)):
        depth += (tokens[i][0] == "{") - (tokens[i][0] == "}")
        if not depth:
            return i
    raise Refused(tokens[at][1], "math-braces", "this '{' is never closed", "add the '}' that belongs to it")


def _skip(tokens: list[Token], at: int) -> int:
    while at < len(tokens) and tokens[at][0].isspace():
        at += 1
    return at


def _let(tokens: list[Token], at: int, name: str, bad: Callable[[str], Refused], macros: dict[str, Macro]) -> int:
    r"""Read `=\old` after `\let\new`: the new name stands for what the old one means now."""
    at = _skip(tokens, at)
    if at < len(tokens) and tokens[at][0] == "=":
        at = _skip(tokens, at + 1)
    if at >= len(tokens) or tokens[at][0] in ("{", "}", "&", "#", name):
        raise bad("what the command stands for is missing")
    macros[name] = macros.get(tokens[at][0]) or Macro(0, (tokens[at],))
    return at + 1


def define(tokens: list[Token], at: int, command: str, offset: int, macros: dict[str, Macro]) -> int:
    r"""Read a definition whose command stood before `at` into `macros`; return the index after it."""

    def bad(why: str) -> Refused:
        return Refused(offset, "math-macro", f"{command}: {why}", r"write \newcommand{\name}[1]{…#1…}")

    at = _skip(tokens, at)
    star = command == r"\DeclareMathOperator" and at < len(tokens) and tokens[at][0] == "*"
    if at < len(tokens) and tokens[at][0] == "*":
        at = _skip(tokens, at + 1)
    if at < len(tokens) and tokens[at][0] == "{":
        close = group_end(tokens, at)
        inside = [text for text, _ in tokens[at + 1 : close] if not text.isspace()]
        name, at = (inside[0] if len(inside) == 1 else ""), close + 1
    elif at < len(tokens):
        name, at = tokens[at][0], at + 1
    else:
        name = ""
    if not NAME.match(name):
        raise bad("the name of the new command is missing")
    if command == r"\let":
        return _let(tokens, at, name, bad, macros)
    arguments, default = 0, None
    if command == r"\def":
        while at < len(tokens) and tokens[at][0][0] == "#":
            arguments += 1
            if tokens[at][0] != f"#{arguments}":
                raise bad("parameters must be #1, #2, … in order")
            at += 1
    elif command != r"\DeclareMathOperator":
        for number in range(2):
            at = _skip(tokens, at)
            if at < len(tokens) and tokens[at][0] == "[":
                end = next((i for i in range(at, len(tokens)) if tokens[i][0] == "]"), None)
                if end is None:
                    raise bad("a '[' is never closed")
                if number == 0:
                    text = "".join(text for text, _ in tokens[at + 1 : end]).strip()
                    if text not in set("0123456789"):
                        raise bad("the number of arguments must be 0 to 9")
                    arguments = int(text)
                else:
                    default = tuple(tokens[at + 1 : end])
                at = end + 1
    at = _skip(tokens, at)
    if at >= len(tokens) or tokens[at][0] != "{":
        raise bad("what the command stands for is missing")
    close = group_end(tokens, at)
    body = tuple(tokens[at + 1 : close])
    if command == r"\DeclareMathOperator":
        words = [r"\operatorname", *(["*"] if star else []), "{"]
        body = (*((word, offset) for word in words), *body, ("}", offset))
    if any(text[0] == "#" and not ("1" <= text[1:] <= str(arguments)) for text, _ in body):
        raise bad(f"its text uses a parameter beyond the {arguments} declared")
    macros[name] = Macro(arguments, body, default)
    return close + 1
