"""The last look: MathML Core, the right number of children, no TeX left. And the writing, which escapes everything."""

from __future__ import annotations

from xml.etree.ElementTree import Element

ARITY = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3,
}  # fmt: skip
TOKENS = {"mi", "mn", "mo", "mtext", "mspace"}
GROUPS = {"mrow", "mstyle", "mphantom", "mpadded", "msqrt", "mtable", "mtr", "mtd", "mmultiscripts", "mprescripts"}
ATTRIBUTES = {
    "accent", "accentunder", "depth", "displaystyle", "form", "height", "linethickness", "lspace", "mathbackground",
    "mathcolor", "mathsize", "mathvariant", "maxsize", "minsize", "movablelimits", "rspace", "scriptlevel", "stretchy",
    "style", "symmetric", "width",
}  # fmt: skip
INSIDE = {"mtable": "mtr", "mtr": "mtd"}

# `{` and `}` as references, for a cloze gap ends at the first "}}"; `\` so that no renderer of TeX wakes up.
_ESCAPES = {
    ord(sign): f"&#{ord(sign)};" for sign in '{}\\"'
} | {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\n"): " ", ord("\r"): " ", ord("\t"): " "}  # fmt: skip


def escape(text: str) -> str:
    """Return text for HTML, inside and outside of attributes, and inside Anki's cloze gaps."""
    text = text.translate(_ESCAPES)
    return text.replace("::", ":&#58;") if "::" in text else text


def fault_of(element: Element) -> str:
    """Return what is wrong with a tree, or ""."""
    tag = element.tag
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES or (name == "mathvariant" and value != "normal"):
            return f"attribute {name}={value!r}"
    if tag in TOKENS:
        text = element.text or ""
        if len(element) or (not text and tag != "mspace"):
            return f"<{tag}> is empty or holds elements"
        if any(0xE000 <= ord(sign) <= 0xF8FF or ord(sign) >= 0xF0000 for sign in text):
            return f"<{tag}> holds a private character"
        if len(text) > 1 and "\\" in text and tag != "mtext":
            return f"<{tag}> holds TeX"
        return ""
    if tag not in GROUPS and tag not in ARITY:
        return f"<{tag}> is not of MathML Core"
    if tag in ARITY and len(element) != ARITY[tag]:
        return f"<{tag}> has {len(element)} children"
    if tag in INSIDE and any(child.tag != INSIDE[tag] for child in element):
        return f"<{tag}> holds something else than <{INSIDE[tag]}>"
    if (element.text and element.text.strip()) or (element.tail and element.tail.strip()):
        return f"loose text in <{tag}>"
    for child in element:
        if fault := fault_of(child):
            return fault
    return ""


def write(element: Element) -> str:
    """Return the element as HTML."""
    tag, attrib = element.tag, element.attrib
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in attrib.items()) if attrib else ""
    if tag == "mspace":
        return f"<mspace{attributes}/>"
    if tag in TOKENS:
        return f"<{tag}{attributes}>{escape(element.text or '')}</{tag}>"
    return f"<{tag}{attributes}>{''.join([write(child) for child in element])}</{tag}>"
