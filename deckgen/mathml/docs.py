"""docs/math.md, made from the tables that the converter itself uses."""

from __future__ import annotations

from collections.abc import Iterable

from deckgen.mathml import boxes, constructs, delimiters, letters, macros, stacks, switches, symbols, tables, textmode
from deckgen.mathml.items import CLASSES

HEAD = r"""# Formulas

*Made from the converter's own tables (`pytest --update` rewrites it): what is not here is refused, with its place and a
hint. `deckgen math 'TEX'` shows what becomes of a formula.*

`$…$` stands in a line, `$$…$$` on its own. `\$` is a dollar; `$5 and $10` is left alone. Formulas may stand in tables
(also with `|`), lists, quotes, headings, link texts, footnotes, choices, and inside a gap: `{{c1::$x^2$}}`. A gap
inside a formula is refused. A long inline formula cannot break on a phone: give it `$$…$$`, which scrolls.

What comes out is MathML Core: every current browser and Anki client draws it without a script, in the colour of the
text around it. Macros for the whole project stand under `macros` in deck.yaml; `\newcommand`, `\def` and
`\DeclareMathOperator` work inside one formula.
"""
TAIL = r"""
## Not supported

Chemistry (`\ce`), links and HTML (`\href`, `\class`, `\style`), `\multicolumn`, `\intertext`, `\verb`, `\llap`,
`\mathchoice`, numbering (`\tag` is shown beside the formula, `\label` is dropped, `\eqref` shows the label's name).
`%` must be written `\%`: in TeX it would hide the rest of the formula.
"""


def _words(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in sorted(names, key=lambda name: (name.strip("\\").lower(), name)))


def _signs(table: dict[str, symbols.Symbol]) -> str:
    return " · ".join(f"{symbol.text.strip() or symbol.text} `{name}`" for name, symbol in table.items())


def document() -> str:
    """Return the page, Markdown."""
    known = constructs.COMMANDS
    classes = [rf"\math{name}" for name in CLASSES]
    phantoms = [name for name in boxes.WRAPS if "phantom" in name]
    shown = {
        "Fractions and roots": [
            *(name for name in known if "frac" in name or "binom" in name or name == r"\sqrt"), *switches.FRACTIONS,
        ],
        "Above and below": [
            *stacks.ACCENTS, *stacks.WIDE_ABOVE, *stacks.WIDE_BELOW, *stacks.BRACES,
            r"\overline", r"\underline", r"\underbar", r"\overset", r"\underset", r"\overunderset", r"\stackrel",
            r"\sideset", r"\prescript", r"\substack", r"\limits", r"\nolimits",
        ],
        "Arrows that grow": [*stacks.X_ARROWS],
        "Fonts": [*letters.FONTS, *letters.SWITCHES],
        "Text": [*textmode.STYLES],
        "Operators of one's own": [r"\operatorname", r"\operatorname*", *classes],
        "Brackets that grow": [r"\left", r"\middle", r"\right", *delimiters.BIG],
        "Space": [
            *(name for name in (*boxes.SPACES, *boxes.LENGTHS) if name.strip("\\").strip()), *phantoms,
        ],
        "Style, size, colour": [
            *switches.STYLES, *switches.SIZES, r"\color", r"\textcolor", r"\colorbox", r"\fcolorbox",
        ],
        "Boxes and strokes": [*(name for name in boxes.WRAPS if name not in phantoms), r"\not", r"\rule"],
        "Remainders": [r"\bmod", r"\pmod", r"\pod", r"\mod"],
    }  # fmt: skip
    parts = [HEAD]
    for title, names in shown.items():
        parts.append(f"## {title}\n\n{_words(dict.fromkeys(names))}\n")
    parts.append(f"## Environments\n\n{_words(tables.ENVIRONMENTS)}\n")
    parts.append(f"## Macros that are always there\n\n{_words(macros.BUILT_IN)}\n")
    for title, table in symbols.GROUPS:
        parts.append(f"## {title}\n\n{_signs(table)}\n")
    return "\n".join(parts) + TAIL
