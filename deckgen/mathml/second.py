"""A second opinion: math-core reads the formula too, and both readings must say the same."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from deckgen.mathml import Fault, convert
from deckgen.mathml.letters import ALPHABETS
from deckgen.mathml.macros import BUILT_IN

_PLAIN = {sign: letter for alphabet in ALPHABETS.values() for letter, sign in alphabet.items()}
# What math-core does not know, said in words that it knows; what neither prints alike is left out.
_WORDS = (
    (re.compile(r"\\widetilde(?![A-Za-z])"), r"\\tilde"),
    (re.compile(r"\\widecheck(?![A-Za-z])"), r"\\check"),
    (re.compile(r"\\tag\*?\s*\{[^{}]*\}"), ""),
    (re.compile(r"\\label\s*\{[^{}]*\}"), ""),
    (re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])"), ""),
    (
        re.compile(r"\\(begin|end)\{(?:split|multline\*?|alignedat\}\{\d|gathered|align\*?|gather\*?)\}"),
        r"\\\1{aligned}",
    ),
    (re.compile(r"\\(begin|end)\{([pbBvV]?)smallmatrix\}"), r"\\\1{\2matrix}"),
    (re.compile(r"\\substack\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}"), r"\\begin{matrix}\1\\end{matrix}"),
    (re.compile(r"(?<=\\\\)\[[^\[\]]*\]"), ""),
    (re.compile(r"\\(?:left|up)root\s*\{[^{}]*\}"), ""),
    (re.compile(r"\\newcommand(?![A-Za-z])"), r"\\renewcommand"),
)
# Signs that only look alike to the two converters.
_SAME = str.maketrans({
    "-": "−", "⁢": None, "⁡": None, "⁣": None, "⁤": None, "\u2009": None, "\u00a0": None, "\u2005": None,
    "\u2003": None, "\u2002": None, " ": None, "\u200a": None, "\u2006": None, "∗": "*", "⋆": "*",
    "∥": "‖", "∣": "|", "ˆ": "^", "˜": "~",
    "¯": "‾", "ˉ": "‾", "―": "‾", "⟂": "⊥", "ˋ": "`", "‐": "−", "‑": "−", "∅": "⌀", "⋅": "·", "∙": "•",
    "ϵ": "ε", "ϕ": "φ", "ϑ": "θ", "ϱ": "ρ", "ϖ": "π", "ı": "i", "ȷ": "j", "𝚤": "i", "𝚥": "j", "ℏ": "ħ", "′": "'",
    "″": "''", "‴": "'''", "⁗": "''''", "⃛": "˙˙˙", "⃗": "→", "\ufe00": None, "\ufe01": None, "_": None, "‾": None,
})  # fmt: skip
_ACCENTS = dict(zip(range(0x300, 0x30D), "`´^~‾‾˘˙¨?˚˝ˇ", strict=True)) | {0x305: None, 0x332: None, 0x333: None}
_SAME |= _ACCENTS | {0x20D7: "→", 0x20DB: "˙˙˙", 0x203E: None}
_SCRIPTS = {"msub": "_", "munder": "_", "msup": "^", "mover": "^", "msubsup": "_^", "munderover": "_^"}


def second_opinion(tex: str, display: bool, macros: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> str:
    """Return "" when math-core reads the formula as we do, else what differs. Needs the extra [verify]."""
    ours = convert(tex, display, macros)
    if isinstance(ours, Fault):
        return ""  # reported as an error already
    pairs = tuple(macros.items() if isinstance(macros, Mapping) else macros)
    try:
        theirs = _ask(tex, display, pairs)
    except Exception as error:  # math-core's own types; whatever it is, it is an opinion
        return f"math-core refuses it: {str(error).splitlines()[0][:200]}"
    mine, other = _reading(convert(_WORDS[2][0].sub("", tex), display, macros)), _reading(theirs)
    return "" if mine == other else f"math-core reads {other}, deckgen {mine}"


def _ask(tex: str, display: bool, macros: tuple[tuple[str, str], ...]) -> str:
    for pattern, word in _WORDS[:-1]:
        tex = pattern.sub(word, tex)
    converter = _converter(macros)
    try:
        return str(converter.convert_with_local_state(tex, displaystyle=display))
    except Exception:
        pattern, word = _WORDS[-1]  # a definition: new to us, perhaps not to math-core
        if not pattern.search(tex):
            raise
        return str(converter.convert_with_local_state(pattern.sub(word, tex), displaystyle=display))


@lru_cache(maxsize=8)
def _converter(macros: tuple[tuple[str, str], ...]) -> Any:
    import math_core  # noqa: PLC0415 - the extra [verify]

    table = {name.lstrip("\\"): body for name, body in (*BUILT_IN.items(), *macros)}
    return math_core.LatexToMathML(macros=table or None, fancy_error=False)


def _reading(mathml: str | Fault) -> str:
    """What a reader sees, in order: signs, scripts, fractions, roots, rows; fonts, spaces and style left out."""
    if isinstance(mathml, Fault):
        return ""
    text = re.sub(r"&(?!amp;|lt;|gt;|quot;|apos;|#)(\w+);", lambda match: html.unescape(match[0]), mathml)
    try:
        return _of(ElementTree.fromstring(text))  # noqa: S314 - from two converters, no files
    except ElementTree.ParseError:
        return "nothing well-formed"


def _of(element: ElementTree.Element) -> str:
    tag = element.tag.rpartition("}")[2]
    if tag in ("annotation", "mspace"):
        return ""
    if tag in ("mi", "mn", "mo", "mtext"):
        said = unicodedata.normalize("NFC", "".join(_PLAIN.get(sign, sign) for sign in "".join(element.itertext())))
        return said.translate(_SAME)
    parts = [_of(child) for child in element]
    if tag in _SCRIPTS:
        scripts = [f"{mark}{{{part}}}" for mark, part in zip(_SCRIPTS[tag], parts[1:], strict=False) if part]
        return parts[0] + "".join(scripts)
    if tag == "msqrt":
        return f"msqrt({''.join(parts)})"
    if tag in ("mfrac", "mroot"):
        return f"{tag}({';'.join(parts)})"
    if tag == "mtr":
        return "&".join(filter(None, parts)) + "\\"
    said = "".join(parts).replace("...", "…").replace("···", "⋯")
    return re.sub(r"\\{2,}", r"\\", said)  # rows of rules, and empty last ones
