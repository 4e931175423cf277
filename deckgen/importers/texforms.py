r"""Formulas in other people's marks become `$…$` and `$$…$$`: `\(…\)`, `\[…\]`, ```` ```math ````, `` $`…`$ ``.

Code is left alone. What is not closed stays text.
"""

from __future__ import annotations

import re

_FENCE = re.compile(r"^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})[ \t]*(\w*)[^\n`]*$", re.M)
_CODE = re.compile(r"(`+)(?!`)[^`](?:[^`\n]|(?!\1(?!`))`|\n(?!\s*\n))*?(?<!`)\1(?!`)")
_TICKED = re.compile(r"\$`([^`\n$]+)`\$")
# One or two backslashes: a Markdown author must write two, an HTML author one.
_INLINE = re.compile(r"\\{1,2}\((.{1,2000}?)\\{1,2}\)", re.S)
_DISPLAY = re.compile(r"\\{1,2}\[(.{1,5000}?)\\{1,2}\]", re.S)
_DOLLARS = re.compile(r"(?<![\\$])\$\$(?!\$)(.{1,5000}?)(?<!\\)\$\$", re.S)
_SPACED = re.compile(r"(?<![\\$\w])\$[ \t]+([^$\n]{0,300}?[\\^_=][^$\n]{0,300}?)[ \t]+\$(?![\d$])")
_ENVIRONMENT = re.compile(r"(?<![$\w])\\begin\{((?:equation|align|gather)\*?)\}(.{1,5000}?)\\end\{\1\}", re.S)

_WORDS = re.compile(r"[^\W\d_]{2,}(?:[ ,;:.]+[^\W\d_]+)+[.!?]?")  # an escaped parenthesis: "\(see below\)"


def dollars(markdown: str) -> str:
    """The text with every formula between dollars."""
    if not ("\\" in markdown or "$" in markdown or "math" in markdown):
        return markdown
    out: list[str] = []
    at = 0
    while opening := _FENCE.search(markdown, at):
        closing = re.compile(rf"^[ \t>]*{opening[2][0]}{{{len(opening[2])},}}[ \t]*$", re.M).search(
            markdown, opening.end()
        )
        end = closing.end() if closing else len(markdown)
        out.append(_outside_fences(markdown[at : opening.start()]))
        block = markdown[opening.start() : end]
        if closing and opening[3] == "math" and not opening[1].strip():
            out.append(display(markdown[opening.end() : closing.start()], opening[1]))
        else:
            out.append(block)
        at = end
    out.append(_outside_fences(markdown[at:]))
    return "".join(out)


def display(tex: str, indent: str = "") -> str:
    """A display formula on lines of its own; it holds no blank line, which would end it."""
    lines = [line.strip() for line in tex.strip().split("\n") if line.strip()]
    if len(lines) == 1:
        return f"{indent}$$ {lines[0]} $$"
    return "\n".join([f"{indent}$$", *(indent + line for line in lines), f"{indent}$$"])


def _outside_fences(text: str) -> str:
    if not ("\\" in text or "$" in text):
        return text
    text = _TICKED.sub(lambda found: f"${found[1].strip()}$", text)
    out, at = [], 0
    for code in _CODE.finditer(text):
        out += [_marks(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*out, _marks(text[at:])])


def _marks(text: str) -> str:
    text = _ENVIRONMENT.sub(lambda found: f"$${_environment(found[1], found[2])}$$", text)
    text = _DISPLAY.sub(lambda found: _displayed(found, text), text)
    text = _INLINE.sub(_inline, text)
    text = _SPACED.sub(lambda found: f"${found[1].strip()}$", text)
    return _DOLLARS.sub(lambda found: re.sub(r"\n[ \t]*(?=\n)", "", found[0]), text)


def _environment(name: str, tex: str) -> str:
    """equation and its kin number themselves in LaTeX; between `$$` the inner environments do the same work."""
    inner = {"align": "aligned", "gather": "gathered"}.get(name.rstrip("*"), "")
    tex = tex.strip()
    return f"\n\\begin{{{inner}}}\n{tex}\n\\end{{{inner}}}\n" if inner else f"\n{tex}\n"


def _inline(found: re.Match[str]) -> str:
    tex = " ".join(found[1].split())
    if not tex or "$" in tex or "\n\n" in found[1] or "\\(" in tex or _WORDS.fullmatch(tex):
        return found[0]
    return f"${tex}$"


def _displayed(found: re.Match[str], text: str) -> str:
    if "$" in found[1] or not found[1].strip() or not re.search(r"[\\^_=+\-<>/]|\w", found[1]):
        return found[0]
    start = text.rfind("\n", 0, found.start()) + 1
    before, after = text[start : found.start()], text[found.end() :].split("\n", 1)[0]
    alone = not (before + after).strip()
    if not alone and not re.search(r"[\\^_=+]", found[1]):  # an escaped bracket: "\[1\]"
        return found[0]
    made = display(found[1], before if alone else "")
    return made.removeprefix(before) if alone else re.sub(r"\s*\n\s*", " ", made)
