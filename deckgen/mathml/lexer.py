"""TeX to tokens: (text, offset). A command is one token, and so is a number or a run of blanks."""

from __future__ import annotations

import re

Token = tuple[str, int]
END: Token = ("", -1)

TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[0-9]+(?:\.[0-9]+)?|\.[0-9]+|[ \t\r\n\u00a0]+|#[1-9]|.", re.DOTALL)


def tokens_of(tex: str) -> list[Token]:
    """Return all tokens of `tex`, blanks included, with the offset of their first character."""
    return [(match[0], match.start()) for match in TOKEN.finditer(tex)]
