"""From latex2mathml's tree to ours: every placeholder its leaf, every mark its meaning, no row without need."""

from __future__ import annotations

from typing import cast
from xml.etree.ElementTree import Element

from deckgen.mathml.items import FIRST, Leaf, Mark

_GROUPS = {"mrow", "mstyle", "mphantom", "mpadded"}  # what MathML Core calls grouping elements


class Lost(Exception):
    """The tree does not hold what the skeleton said: nothing may be shown."""


def repair(math: Element, leaves: list[Leaf | Mark]) -> list[Element]:
    """Return the children of `<math>`; raise Lost unless each placeholder stands in the tree exactly once."""
    seen = bytearray(len(leaves))
    children = _children(list(math), leaves, seen)
    if not all(seen):
        raise Lost("a part of the formula is missing")
    while len(children) == 1 and children[0].tag == "mrow" and not children[0].attrib:
        children = list(children[0])  # an outer <mrow> keeps Firefox from breaking lines
    return children


def _children(elements: list[Element], leaves: list[Leaf | Mark], seen: bytearray) -> list[Element]:
    return [_element(element, leaves, seen) for element in elements]


def _number(element: Element, leaves: list[Leaf | Mark]) -> int:
    """The number of the placeholder that this element is, or -1."""
    text = element.text
    if element.tag != "mi" or not text or len(text) != 1:
        return -1
    number = ord(text) - FIRST
    return number if 0 <= number < len(leaves) else -1


def _element(element: Element, leaves: list[Leaf | Mark], seen: bytearray) -> Element:
    tag = element.tag
    if tag == "mi":
        number = _number(element, leaves)
        if number < 0 or seen[number] or isinstance(leaves[number], Mark):
            raise Lost(f"{element.text!r} was not expected")
        seen[number] = 1
        leaf = cast(Leaf, leaves[number])
        element.tag, element.text, element.attrib = leaf.tag, leaf.text, leaf.attributes
        return element
    children = list(element)
    if tag == "mrow":
        if children and (number := _number(children[0], leaves)) >= 0 and isinstance(mark := leaves[number], Mark):
            if seen[number]:
                raise Lost("a mark stands twice")
            seen[number] = 1
            return _no_operator(_marked(mark, _children(children[1:], leaves, seen)))
        if len(children) == 1:
            return _element(children[0], leaves, seen)
    if element.text:
        raise Lost(f"{element.text!r} was not expected")
    element[:] = _children(children, leaves, seen)
    if tag == "mrow":
        return _no_operator(element)
    if tag in ("mtable", "mtr"):
        element.attrib = {}
    elif tag == "msqrt" and len(element) == 1 and element[0].tag == "mrow" and not element[0].attrib:
        element[:] = list(element[0])
    return element


def _no_operator(group: Element) -> Element:
    """A group of nothing but text and one operator, such as TP + FN, kept from being an operator itself.

    For MathML text is space, and a row of one operator and space is an operator, inside of which engines set no
    space (MathML Core, embellished operators). An identifier in the stead of the first text ends that.
    """
    if group.tag not in _GROUPS or len(group) < 2:
        return group
    text = None
    operators = 0
    for child in group:
        if child.tag == "mtext":
            text = child if text is None and (child.text or "").strip() else text
        elif child.tag == "mo":
            operators += 1
        elif not _is_space(child):
            return group
    if text is not None and operators == 1:
        text.tag = "mi"
        if len(text.text or "") == 1:
            text.set("mathvariant", "normal")
    return group


def _is_space(element: Element) -> bool:
    return element.tag in ("mtext", "mspace") or (element.tag in _GROUPS and all(map(_is_space, element)))


def _marked(mark: Mark, children: list[Element]) -> Element:
    if mark.kind == "wrap":
        made = Element(mark.tag, mark.attributes)
        if len(children) == 1 and children[0].tag == "mrow" and not children[0].attrib:
            children = list(children[0])
        made.extend(children)
        return made
    if mark.kind == "multiscripts":
        made = Element("mmultiscripts")
        base, sub, sup, presub, presup = children
        made.append(base)
        if len(sub) or sub.text or len(sup) or sup.text:
            made.extend((sub, sup))
        if len(presub) or presub.text or len(presup) or presup.text:
            made.extend((Element("mprescripts"), presub, presup))
        return made
    (only,) = children
    if mark.kind == "retag":
        only.tag = mark.tag
        only.attrib = dict(mark.attributes)
        return only
    only.attrib = dict(mark.attributes)
    if [len(row) for row in only] != [len(row) for row in mark.cells]:
        raise Lost("a table has lost cells")
    for row, styles in zip(only, mark.cells, strict=True):
        for cell, style in zip(row, styles, strict=True):
            cell.attrib = {"style": style} if style else {}
            if len(cell) == 1 and cell[0].tag == "mrow" and not cell[0].attrib:
                cell[:] = list(cell[0])
    return only
