"""Blocks of code on their way back: which language they were coloured for, how they stand in lists and quotes."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from bs4 import Tag

_NAMES = """python sql bash json yaml c cpp java javascript r html console pycon diff go rust toml scala julia text css
xml pytb latex docker ini typescript csharp kotlin matlab"""
LANGUAGES = tuple(re.findall(r"\w+", _NAMES))


def indented(block: str, before: str) -> str:
    """A block of code behind what stands before its first line: indentation, a list's mark, a quote's.

    python-markdown sees no fence in lists and quotes: there code is indented, and names its language by a line ":::x".
    """
    if not before:
        return block
    first, *lines, _ = block.split("\n")
    language = first.lstrip("`")
    mark = re.match(r"(\s*)(?:-|\d+\.) $", before)
    lead = " " * (len(mark[1]) + 4) if mark else before.rstrip() if ">" in before else before
    signs = f"{lead} " if ">" in lead else lead
    code = [f"{signs}    {line}".rstrip() for line in [*([f":::{language}"] if language else []), *lines]]
    return "\n".join([f"{before}&nbsp;", "", *code] if mark else code)


def language(el: Tag) -> str:
    """Which language's colours a block of code has: the first whose highlighting gives the same."""
    if el.find("span", class_=True) is None:
        return ""
    code = el.find("code")
    if not isinstance(code, Tag):
        return ""
    text, wanted = code.get_text(), code.decode_contents(formatter="minimal")
    return next((name for name in LANGUAGES if _same(highlighted(text, name), wanted)), "")


@cache
def highlighted(code: str, language: str) -> str:
    """The inner HTML of highlighted code, as the renderer's extension makes it."""
    from pygments import highlight  # noqa: PLC0415 - heavy
    from pygments.formatters import HtmlFormatter  # noqa: PLC0415
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415

    made: Any = highlight(code, get_lexer_by_name(language), HtmlFormatter(nowrap=True))
    return str(made)


def _same(one: str, other: str) -> bool:
    def plain(text: str) -> str:
        return text.replace("&quot;", '"').replace("&#39;", "'").strip("\n")

    return plain(one) == plain(other)
