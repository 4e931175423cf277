"""How wide a formula will be: a phone cannot break an inline one."""

from __future__ import annotations

import re
from xml.etree import ElementTree

WIDEST = 15.0  # em: a card's line on a screen of 360 px, at 20 px letters and 16 px margins
_WIDE = set("mwMW∑∏∫→←⟹⟺⟶")
_EM = re.compile(r"(-?[0-9.]+)em")


def too_long_inline(mathml: str) -> bool:
    """Whether an inline formula (what `convert` gave) is too wide for a phone; display formulas scroll."""
    return 'display="block"' not in mathml[:80] and len(mathml) > 90 and width(mathml) > WIDEST


def width(mathml: str) -> float:
    """The formula's width in em, within about a tenth."""
    return _width(ElementTree.fromstring(mathml))  # noqa: S314 - our own output


def _width(element: ElementTree.Element) -> float:
    tag = element.tag
    if tag == "mspace":
        found = _EM.search(element.get("width") or element.get("style") or "")
        return float(found[1]) if found else 0.0
    if tag in ("mi", "mn", "mtext"):
        return sum(map(_letter, element.text or ""))
    if tag == "mo":
        return _operator(element)
    parts = [_width(child) for child in element]
    if tag == "mfrac":
        return 0.75 * max(parts) + 0.2
    if tag in ("msub", "msup"):
        return parts[0] + 0.7 * parts[1]
    if tag == "msubsup":
        return parts[0] + 0.7 * max(parts[1:])
    if tag in ("munder", "mover", "munderover"):
        return max(parts[0], 0.7 * max(parts[1:]))
    if tag in ("mroot", "msqrt"):
        return sum(parts) + 0.9
    if tag == "mtable":
        return max(parts, default=0.0)
    if tag == "mtd":
        return sum(parts) + 0.8
    return sum(parts)


def _letter(sign: str) -> float:
    if sign in _WIDE or sign > "\U0001d400":
        return 0.85
    return 0.25 if sign in "il.,  ′" else 0.5


def _operator(element: ElementTree.Element) -> float:
    text = element.text or ""
    own = 0.35 if text in tuple("()[]{}|,.:;!⟨⟩′‖") else 0.8 * len(text)
    usual = 0.56 if text in tuple("=<>≤≥≠∈∉≈≡⊂⊆→") else 0.44 if text in tuple("+−±") else 0.17 if text == "," else 0.0
    given = element.get("lspace")
    return own + (
        float((given or "0").rstrip("em")) + float((element.get("rspace") or "0").rstrip("em")) if given else usual
    )
