"""The text below a question without what only says that it is the answer: labels, `<details>` around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.importers.outline import Line
from deckgen.importers.words import ANSWER, ANSWER_TITLE

_SUMMARY = re.compile(r"^[ \t]*<summary\b[^<>]*>(.*?)</summary>[ \t]*$", re.I)
_WRAPPER = re.compile(r"^[ \t]*</?(?:details|summary)\b[^<>]*>[ \t]*$", re.I)


def unwrapped(lines: list[Line]) -> list[Line]:
    """Without `<details>` and a summary that only says "Answer"; any other summary is a bold line."""
    if not any("<details" in line.text.lower() or "</details" in line.text.lower() for line in lines):
        return lines
    return list(_unwrap(lines))


def _unwrap(lines: list[Line]) -> Iterator[Line]:
    for line in lines:
        text = line.text
        if line.code:
            yield line
            continue
        text = re.sub(r"</?details\b[^<>]*>", "", text, flags=re.I)
        if found := _SUMMARY.match(text):
            said = re.sub(r"<[^<>]*>", "", found[1]).strip()
            text = "" if ANSWER_TITLE.fullmatch(said) else f"**{said}**"
            yield Line(line.number, text)
            yield Line(line.number, "")
            continue
        yield Line(line.number, "" if _WRAPPER.match(text) or not text.strip() else text)


def without_label(markdown: str) -> str:
    """An answer without "Answer:" before it; what was nested below that label moves out."""
    text = markdown.lstrip("\n")
    found = ANSWER.match(text)
    if not found:
        return markdown
    rest = text[found.end() :]
    if found["lead"].strip():  # a list's item: its children lose their indentation
        first, _, below = rest.partition("\n")
        if not below.strip() or re.match(r"\s*(?: {2,}|\t)", below):
            depths = [len(row) - len(row.lstrip()) for row in below.split("\n") if row.strip()]
            cut = min(depths, default=0)
            below = "\n".join(row[cut:] for row in below.split("\n"))
            gap = "\n\n" if first.strip() and re.match(r"[-*+] |\d+[.)] ", below) else "\n"
            return f"{first}{gap}{below}"
    return rest
