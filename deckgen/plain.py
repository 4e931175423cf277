"""Text that Markdown would leave as it is, but for the paragraphs around it: known without importing Markdown."""

from __future__ import annotations

import re

# No sign of it means anything to Markdown, and each line opens with a letter (or with what stands for a formula).
_SIGN = r"[^\\`*_\[\]<>&|\n\x00-\x1f\x7f-\x9f\u2028\u2029]"
_LINE = rf"(?:[^\W\d_]|\ue000){_SIGN}*(?<!\s)"
_ONE_LINE = re.compile(rf"{_SIGN}+(?<!\s)")
_LINES = re.compile(rf"{_LINE}(?:\n+{_LINE})*")
# Code points for private use stand for formulas while Markdown works, and open a heading; no author's text keeps them.
PRIVATE = re.compile("[\ue000-\ue002]")


def is_plain(markdown: str, *, inline: bool) -> bool:
    """Whether Markdown would find nothing in it; `inline`: one line, which may open with any sign."""
    return (_ONE_LINE if inline else _LINES).fullmatch(markdown) is not None


def paragraphs(markdown: str) -> str:
    """What Markdown makes of plain text."""
    parts = [part.lstrip("\n") for part in markdown.split("\n\n")]
    return "\n".join(f"<p>{part}</p>" for part in parts if part)


def one_line(markdown: str, origin: str) -> bool:
    """Whether a field of this origin holds a line without a paragraph around it."""
    return origin == "heading" and "\n" not in markdown


def words(markdown: str, origin: str) -> str | None:
    """The HTML of a field's text without formulas that is plain; None for any other."""
    inline = one_line(markdown, origin)
    if origin == "options" or "$" in markdown or PRIVATE.search(markdown) or not is_plain(markdown, inline=inline):
        return None
    return markdown if inline else paragraphs(markdown)
