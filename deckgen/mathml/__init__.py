r"""TeX to MathML that is never silently wrong: `convert` gives MathML Core or a `Fault`, nothing else.

scan and prepare   reader.py with constructs, fractions, stacks, boxes, tables, delimiters, textmode, switches, macros
convert            latex2mathml, on a skeleton that it cannot misread
repair, verify     the tree put right, and looked at once more
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import lru_cache
from xml.etree.ElementTree import Element

from latex2mathml.converter import Converter

from deckgen.mathml import constructs, delimiters, hints, switches, symbols, tables, textmode
from deckgen.mathml.fault import Fault, Refused
from deckgen.mathml.items import Leaf, Mark
from deckgen.mathml.macros import read_macros
from deckgen.mathml.reader import Handler, Reader
from deckgen.mathml.repair import repair
from deckgen.mathml.verify import escape, fault_of, write

__all__ = ["Fault", "convert"]

COMMANDS: dict[str, Handler] = {
    **constructs.COMMANDS,
    **delimiters.COMMANDS,
    **textmode.COMMANDS,
    **tables.COMMANDS,
}
hints.Known[:] = [
    *symbols.COMMANDS,
    *COMMANDS,
    *switches.COMMANDS,
    r"\right",
    r"\middle",
    r"\end",
    r"\limits",
    r"\nolimits",
]
hints.Environments[:] = tables.ENVIRONMENTS
_GAP = re.compile(r"\{\{c[0-9]+::")
LONGEST = 5000  # characters of TeX


def convert(tex: str, display: bool, macros: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> str | Fault:
    """Return `<math …>…</math>` for one formula (TeX without its dollars), or the Fault that says why not.

    Pure: the same arguments give the same text. No exception leaves it.
    """
    try:
        skeleton, leaves = _prepare(tex, display, macros)
        children = repair(deepcopy(_laid_out(skeleton)), leaves)
        wrong = next(filter(None, map(fault_of, children)), "")
    except Refused as refused:
        return refused.fault
    except Exception as error:  # whatever latex2mathml raises, and our own mistakes: never a traceback
        wrong = f"{type(error).__name__}: {error}"
    if wrong:
        return Fault(0, "math-engine", f"this formula could not be converted reliably ({wrong})", "please report it")
    return _math(children, tex, display)


@lru_cache(1000)
def _laid_out(skeleton: str) -> Element:
    """latex2mathml's tree: formulas that differ in their letters and numbers only have the same skeleton."""
    tree: Element = Converter().convert_to_element(skeleton)
    return tree


def _prepare(
    tex: str, display: bool, macros: Mapping[str, str] | Iterable[tuple[str, str]]
) -> tuple[str, list[Leaf | Mark]]:
    if gap := _GAP.search(tex):
        message, hint = "a gap cannot lie inside a formula", "put it around the whole formula: {{c1::$…$}}"
        raise Refused(gap.start(), "math-gap", message, hint)
    if len(tex) > LONGEST:
        raise Refused(0, "math-long", "this formula is too long", "split it")
    reader = Reader(tex, display, read_macros(macros), COMMANDS, switches.COMMANDS)
    skeleton = reader.row().tex
    token, offset = reader.peek()
    if token in (r"\\", r"\cr") and display:
        skeleton = tables.lines(reader, skeleton)
        token, offset = reader.peek()
    if token:
        raise reader.unexpected(token, offset)
    skeleton += reader.tag
    if not reader.leaves:
        raise Refused(0, "math-empty", "this formula is empty", r"write \$ for a dollar sign")
    return skeleton, reader.leaves


def _math(children: list[Element], tex: str, display: bool) -> str:
    block = ' display="block"' if display else ""
    return f'<math{block} alttext="{escape(tex.strip())}">{"".join(map(write, children))}</math>'
