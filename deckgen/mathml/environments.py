"""The environments there are, how each is laid out, and the styles of their cells."""

from __future__ import annotations

from typing import NamedTuple

from deckgen.mathml.reader import DISPLAY, SCRIPT, TEXT

LEFT, RIGHT = "text-align:left", "text-align:-webkit-right"  # Chromium moves its boxes only for the latter; all know it


class Environment(NamedTuple):
    """How an environment is laid out: `columns` repeat ("" : one line without columns, "spec": it says so itself)."""

    columns: str = "c"
    fences: tuple[str, str] = ("", "")
    style: int = TEXT
    most: int = 0  # columns at most; 0: any number
    kind: str = "matrix"  # matrix, aligned, cases, lines, multline
    argument: bool = False  # takes one that is of no use here (alignat's number of columns)
    option: bool = False  # takes [t], [c] or [b], or a starred matrix's alignment


_PAIRS = {"": ("", ""), "p": ("(", ")"), "b": ("[", "]"), "B": ("{", "}"), "v": ("|", "|"), "V": ("‖", "‖")}
_ALIGNED = Environment("rl", style=DISPLAY, kind="aligned")
_LINES = Environment("c", style=DISPLAY, most=1, kind="lines")
ENVIRONMENTS: dict[str, Environment] = {
    **{f"{name}matrix": Environment(fences=pair) for name, pair in _PAIRS.items()},
    **{f"{name}matrix*": Environment(fences=pair, option=True) for name, pair in _PAIRS.items()},
    **{f"{name}smallmatrix": Environment(fences=pair, style=SCRIPT, kind="small") for name, pair in _PAIRS.items()},
    "array": Environment("spec", option=True),
    "darray": Environment("spec", style=DISPLAY, option=True),
    "subarray": Environment("spec", style=SCRIPT, kind="small"),
    "cases": Environment("ll", ("{", ""), most=2, kind="cases"),
    "dcases": Environment("ll", ("{", ""), DISPLAY, 2, "cases"),
    "cases*": Environment("ll", ("{", ""), most=2, kind="cases"),
    "rcases": Environment("ll", ("", "}"), most=2, kind="cases"),
    "drcases": Environment("ll", ("", "}"), DISPLAY, 2, "cases"),
    **dict.fromkeys(("align", "align*", "flalign", "flalign*"), _ALIGNED),
    "aligned": _ALIGNED._replace(option=True),
    "split": _ALIGNED._replace(most=2),
    **dict.fromkeys(("alignat", "alignat*"), _ALIGNED._replace(argument=True)),
    "alignedat": _ALIGNED._replace(argument=True, option=True),
    **dict.fromkeys(("eqnarray", "eqnarray*"), Environment("rcl", style=DISPLAY, most=3, kind="eqnarray")),
    **dict.fromkeys(("gather", "gather*"), _LINES),
    "gathered": _LINES._replace(option=True),
    **dict.fromkeys(("multline", "multline*", "multlined"), _LINES._replace(kind="multline")),
    **dict.fromkeys(("equation", "equation*", "displaymath"), Environment("", style=DISPLAY)),
    "math": Environment(""),
}


def styles_of(
    environment: Environment, columns: str, rules: list[str], lines: list[str], rows: list[list[str]]
) -> tuple[tuple[str, ...], ...]:
    """The inline style of each cell; "" where the engines' own (centred, a little space around) is right."""
    out = []
    width = max(len(row) for row in rows)
    for r, row in enumerate(rows):
        styles = []
        for c in range(len(row)):
            align = columns[c % len(columns)]
            parts = [] if align == "c" else [LEFT if align == "l" else RIGHT]
            if environment.kind == "aligned":
                gap = "2em" if c and c % len(columns) == 0 and not environment.argument else "0"
                parts.append(f"padding-left:{gap};padding-right:0")
            elif environment.kind == "eqnarray":
                parts.append("padding-left:.28em;padding-right:0" if c else "padding-left:0;padding-right:0")
            elif environment.kind == "small":
                parts.append("padding:.1em .17em")
            elif environment.kind == "multline":
                first, last = r == 0, r == len(rows) - 1
                parts = [LEFT] if first and not last else [RIGHT] if last and not first else []
            elif environment.kind == "cases":
                parts.append("padding-left:" + ("1em" if c else ".1em") + ";padding-right:0")
            elif environment.fences[0] and not rules:  # no gap between a matrix and its brackets
                if c == 0:
                    parts.append("padding-left:.1em")
                if c == width - 1:
                    parts.append("padding-right:.1em")
            if rules:
                if rules[c]:
                    parts.append(f"border-left:.05em {rules[c]}")
                if c == width - 1 and rules[c + 1]:
                    parts.append(f"border-right:.05em {rules[c + 1]}")
            if lines[r]:
                parts.append(f"border-top:.05em {lines[r]}")
            if r == len(rows) - 1 and len(lines) > r + 1 and lines[r + 1]:
                parts.append(f"border-bottom:.05em {lines[r + 1]}")
            styles.append(";".join(parts))
        out.append(tuple(styles))
    return tuple(out)
