"""Text from elsewhere made fit to stand below a question: headings, fences and comments of its own do no harm."""

from __future__ import annotations

import re

from deckgen.importers.lists import reindent
from deckgen.importers.outline import FENCE
from deckgen.importers.texforms import dollars

LONGEST = 600  # characters of a question; what is longer goes to the answer
_HEADING = re.compile(r"^ {0,3}#{1,3}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$")


def body(markdown: str) -> str:
    """A text below a heading: headings of the first three levels become bold lines, what is open is closed."""
    rows: list[str] = []
    fence, indent, comment = "", "", False
    for row in _dedented(markdown).split("\n"):
        if fence:
            rows.append(row)
            if re.fullmatch(rf"[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*", row):
                fence = ""
            continue
        if comment or re.match(r"^ {0,3}<!--", row):
            comment = "-->" not in (row if comment else row[row.find("<!--") + 4 :])
            rows.append(row)
            continue
        mark = FENCE.match(row)
        if mark and not (mark[1][0] == "`" and "`" in mark[2]):
            fence, indent = mark[1], row[: mark.start(1)]
            if rows and rows[-1].strip() and not indent.strip() and len(indent) < 4:
                rows.append("")  # python-markdown sees a fence only after a blank line in some places
            rows.append(row)
            continue
        rows += _row(row, rows)
    if fence:
        rows.append(re.sub(r"[^ \t>]", " ", indent) + fence)
    text = reindent(dollars("\n".join(rows)))
    if comment:
        at = text.rfind("<!--")
        text = f"{text[:at]}&lt;!--{text[at + 4 :]}"
    text = text.strip("\n")
    lines = text.split("\n")
    while lines and (not lines[-1].strip() or _RULE.match(lines[-1])):  # what parts it from the next question
        lines.pop()
    while lines and (not lines[0].strip() or _RULE.match(lines[0])):
        lines.pop(0)
    return "\n".join(lines).rstrip()


def heading(markdown: str) -> tuple[str, str]:
    """A question in one line, and what is too long for it (to stand at the head of the answer)."""
    text = " ".join(dollars(markdown).split())
    text = re.sub(r"(?<![\\{])\{#(?![\s{}])", r"\\{#", text)  # else it would be read as attributes
    text = re.sub(r"(?<=\s)#+$", lambda found: found[0].replace("#", r"\#"), text)
    if len(text) <= LONGEST:
        return text, ""
    cut = text.rfind(" ", 0, 200)
    return f"{text[: cut if cut > 50 else 200]} …", text


def _row(row: str, before: list[str]) -> list[str]:
    if found := _HEADING.match(row):
        title = (found[1] or "").strip()
        if not title:
            return []
        bold = title if "**" in title else f"**{title}**"
        return [*([""] if before and before[-1].strip() else []), bold, ""]
    if _UNDERLINE.match(row) and before and before[-1].strip():  # a setext heading, or a rule without a blank line
        if row.strip()[0] == "=":
            before[-1] = before[-1] if "**" in before[-1] else f"**{before[-1].strip()}**"
            return [""]
        return ["", row] if len(row.strip()) > 2 else [f"\\{row.strip()}"]
    return [row]


def _dedented(markdown: str) -> str:
    """Without the indentation that all lines share: an answer below a list's item."""
    lines = markdown.expandtabs(4).split("\n") if re.search(r"^[ ]*\t", markdown, re.M) else markdown.split("\n")
    depths = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    shared = min(depths, default=0)
    return "\n".join(line[shared:] for line in lines) if shared else markdown
