"""Where questions begin in the text of one section: a list of shapes, the first that fits is taken.

A shape finds beginnings: (index of the line, question, what follows it on its line, index of the line after). What lies
between two beginnings is the answer to the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from deckgen.importers.outline import Line
from deckgen.importers.words import ANSWER_TITLE, asks, bare
from deckgen.links import without_code

_BOLD = r"(?:\*\*|__)"
_BOLD_NUMBER = re.compile(
    rf"^ {{0,3}}(?:{_BOLD}[ \t]*(?:q(?:uestion)?[ \t]*\.?[ \t]*)?(?P<one>\d+)[ \t]*\\?[.):\]]+[ \t]*(?P<in>.*)"
    rf"|(?:q(?:uestion)?[ \t]*\.?[ \t]*)?(?P<two>\d+)[ \t]*\\?[.):\]]+[ \t]+{_BOLD}(?P<out>.*))$",
    re.I,
)
_BOLD_QUESTION = re.compile(rf"^ {{0,3}}(?:[-*+][ \t]+)?{_BOLD}(?P<in>\S.*)$")
_PAIR = re.compile(
    rf"^ {{0,3}}(?:[-*+][ \t]+|>[ \t]*)?{_BOLD}?[ \t]*q(?:uestion|n)?[ \t]*\d*[ \t]*[.:)][ \t]*(?P<text>.*)$", re.I
)
_NUMBERED = re.compile(r"^ {0,3}(\d{1,4})\\?[.)][ \t]+(\S.*)$")
_BULLET = re.compile(r"^ {0,3}([-*+])[ \t]+(?!\[[ xX]\] )(\S.*)$")
_INNER = re.compile(r"^( {2,12})[-*+][ \t]+(\S.*)$")
_RULE = re.compile(r"^[ \t]*\|?[ \t:|-]*-[ \t:|-]*$")
_SUMMARY = re.compile(r"<summary\b[^<>]*>(.*?)</summary>", re.I | re.S)
_CLOSED = re.compile(r"</details\s*>", re.I)
_DETAILS = re.compile(r"^ {0,3}<details\b[^<>]*>", re.I)


@dataclass(frozen=True, slots=True)
class Start:
    """A question's beginning: indices of its first line and of the line after it, its text, the rest of its line."""

    at: int
    end: int
    question: str
    rest: str = ""
    indent: int = 0  # of what belongs to the list item that the question is
    stop: int = 0  # where the answer ends, if not at the next question
    lead: int = 0  # lines before it that belong to it: a table's head, a list's outer item
    section: str = ""  # what a list's outer item says of the questions in it


Shape = Callable[[list[Line]], list[Start]]


def starts(lines: list[Line]) -> list[Start]:
    """The beginnings of all questions of a section's lines; none where it holds none."""
    return next((found for shape in SHAPES if (found := shape(lines))), [])


def pairs(lines: list[Line]) -> list[Start]:
    """`Q: …` and `A: …`; the question goes on to the line of its answer."""
    found = []
    for at, line in _shown(lines):
        if mark := _PAIR.match(line.text):
            end, text = at + 1, mark["text"]
            if text.count("**") % 2 and line.text.count("**") % 2 == 0:  # the bold mark stood before the Q
                text = text.replace("**", "", 1)
            while end < len(lines) and not lines[end].blank and not lines[end].code and not _ends_question(lines[end]):
                text += " " + lines[end].text.strip()
                end += 1
            text = text.strip().lstrip(":").strip()
            if text:
                found.append(Start(at, end, _unbold(text)))
    return found


def details(lines: list[Line]) -> list[Start]:
    """`<details><summary>question</summary> answer </details>`; a summary "Answer" belongs to a question above it."""
    found = []
    for at, line in _shown(lines):
        if not _DETAILS.match(line.text):
            continue
        text, end = line.text, at + 1
        while "</summary>" not in text.lower() and end < min(len(lines), at + 12):
            text, end = f"{text}\n{lines[end].text}", end + 1
        summary = _SUMMARY.search(text)
        if summary:
            asked = re.sub(r"</?(?:b|strong|i|em|h[1-6]|p|span|br)\b[^<>]*>", "", " ".join(summary[1].split()))
            if not ANSWER_TITLE.fullmatch(asked.strip()):
                rest = text[summary.end() :].strip()
                found.append(Start(at, end, asked.strip(), rest, stop=_after_details(lines, end, rest)))
    return [
        start for start, before in zip(found, [None, *found], strict=False) if not before or start.at >= before.stop
    ]


def _after_details(lines: list[Line], at: int, rest: str) -> int:
    """The index after the line that closes the `<details>` whose summary ended before line `at`."""
    depth = 1 - len(_CLOSED.findall(rest))
    while at < len(lines) and depth > 0:
        depth += 0 if lines[at].code else len(_DETAILS.findall(lines[at].text)) - len(_CLOSED.findall(lines[at].text))
        at += 1
    return at


def bold_numbers(lines: list[Line]) -> list[Start]:
    """`**1. …**` and `1. **…**`; a number that falls back is a step of an answer, unless it asks."""
    found: list[Start] = []
    last = 0
    for at, line in _shown(lines):
        mark = _BOLD_NUMBER.match(line.text)
        if not mark:
            continue
        number, text = int(mark["one"] or mark["two"]), mark["in"] if mark["one"] else mark["out"]
        question, rest, end = _to_end_of_bold(lines, at, text)
        if not rest.strip() and not question:
            continue
        if not question:  # "**1.** What is it?"
            question, rest = rest, ""
        if number <= last and not question.endswith("?"):
            continue
        last = number
        indent = 0 if mark["one"] else mark.start("out") - len("**")
        found.append(Start(at, end, question, rest, indent))
    return found


def bold_questions(lines: list[Line]) -> list[Start]:
    """A line that is bold and asks: `**What is it?**`."""
    found = []
    for at, line in _shown(lines):
        if mark := _BOLD_QUESTION.match(line.text):
            question, rest, end = _to_end_of_bold(lines, at, mark["in"])
            if question.endswith(("?", "？")):
                bullet = line.text.lstrip()[:2] in ("- ", "* ", "+ ")
                found.append(Start(at, end, question, rest, 2 if bullet else 0))
    return found


def numbered(lines: list[Line]) -> list[Start]:
    """`1. What …?`: items of the outermost list, in the order of their numbers, most of which ask."""
    found: list[Start] = []
    steps = False  # within an answer that counts its own steps
    for at, line in _shown(lines):
        mark = _NUMBERED.match(line.text)
        if not mark:
            continue
        number, last = int(mark[1]), len(found)
        expected = number == last + 1 or (found and number == _number(lines[found[-1].at]) + 1)
        # Markdown renumbers lists by itself, and some authors write "1." before every item.
        if asks(mark[2]):
            steps = False
            found.append(_item(lines, at, mark[2], mark.start(2)))
        elif expected and not steps and found:
            found.append(_item(lines, at, mark[2], mark.start(2)))
        else:
            steps = True
    asking = sum(asks(start.question) for start in found)
    return found if asking * 2 >= len(found) and asking else []


def bullets(lines: list[Line]) -> list[Start]:
    """`- What …?`: a list most of whose outermost items ask."""
    rows = [(at, mark) for at, line in _shown(lines) if (mark := _BULLET.match(line.text))]
    if not any(asks(mark[2]) for _, mark in rows):
        return _inner(lines, rows)
    chosen = [(at, mark) for at, mark in rows if asks(mark[2])]
    if not chosen or len(chosen) * 2 < len(rows) or not any(mark[2].rstrip().endswith("?") for _, mark in chosen):
        return []
    return [_item(lines, at, mark[2], mark.start(2)) for at, mark in rows]


def _inner(lines: list[Line], rows: list[tuple[int, re.Match[str]]]) -> list[Start]:
    """A list of sections, each with a list of questions in it."""
    found: list[Start] = []
    for (at, outer), end in zip(rows, [*(each for each, _ in rows[1:]), len(lines)], strict=False):
        marks = [
            (number, mark)
            for number in range(at + 1, end)
            if not lines[number].code and (mark := _INNER.match(lines[number].text.expandtabs(4)))
        ]
        depth = min((len(mark[1]) for _, mark in marks), default=0)
        marks = [(number, mark) for number, mark in marks if len(mark[1]) == depth]
        asking = [mark for _, mark in marks if asks(mark[2])]
        if not any(mark[2].rstrip().endswith("?") for mark in asking) or len(asking) * 2 < len(marks):
            return []
        for number, mark in marks:
            item = _item(lines, number, mark[2], mark.start(2))
            lead = number - at if number == marks[0][0] else 0
            found.append(replace(item, section=outer[2], lead=lead))
        found[-1] = replace(found[-1], stop=end)
    return found


def tables(lines: list[Line]) -> list[Start]:
    """Tables with a column of questions and one of answers; further columns go to the answer, under their names."""
    found: list[Start] = []
    at = 0
    while at + 1 < len(lines):
        head, rule = lines[at], lines[at + 1]
        names = [bare(cell).casefold() for cell in _cells(head.text)]
        asked = next((n for n, name in enumerate(names) if name in ("question", "questions", "front", "q")), -1)
        at += 1
        if head.code or "|" not in head.text or asked < 0 or not _RULE.match(rule.text) or "|" not in rule.text:
            continue
        first = len(found)
        at += 1
        while at < len(lines) and "|" in lines[at].text and not lines[at].blank:
            cells = _cells(lines[at].text)
            if asked < len(cells) and cells[asked]:
                more = [
                    cell if name in ("answer", "answers", "back", "a") else f"**{title}**: {cell}"
                    for cell, name, title in zip(cells, names, _cells(head.text), strict=False)
                    if cell and name != names[asked] and not re.fullmatch(r"[\d.]+", cell)
                ]
                lead = 0 if len(found) > first else 2
                found.append(Start(at, at + 1, cells[asked], "\n\n".join(more), lead=lead))
            at += 1
        if len(found) > first:
            found[-1] = replace(found[-1], stop=at)
    return found


def _cells(row: str) -> list[str]:
    """A table's row as its cells; a bar in code or in a formula parts nothing."""
    shown = re.sub(r"\\\|", "··", without_code(row))
    bars = [number for number, sign in enumerate(shown) if sign == "|"]
    parts = [
        row[start + 1 : end].strip().replace("\\|", "|")
        for start, end in zip([-1, *bars], [*bars, len(row)], strict=True)
    ]
    if parts and not parts[0]:
        parts = parts[1:]
    return parts[:-1] if parts and not parts[-1] else parts


def lines_that_ask(lines: list[Line]) -> list[Start]:
    """Plain lines, each a paragraph of its own that ends with a question mark."""
    return [
        Start(at, at + 1, bare(line.text))
        for at, line in _shown(lines)
        if line.text.rstrip().endswith("?")
        and line.text[:1].strip()
        and len(line.text) < 300
        and (at == 0 or lines[at - 1].blank)
        and (at + 1 == len(lines) or lines[at + 1].blank)
    ]


SHAPES: tuple[Shape, ...] = (pairs, tables, details, bold_numbers, bold_questions, numbered, bullets, lines_that_ask)


def _shown(lines: list[Line]) -> Iterator[tuple[int, Line]]:
    return ((at, line) for at, line in enumerate(lines) if not line.code and not line.blank)


def _item(lines: list[Line], at: int, text: str, indent: int) -> Start:
    """A list item's first paragraph is the question, if what follows on further lines is still the same sentence."""
    end = at + 1
    while (
        end < len(lines)
        and not text.rstrip().endswith(("?", ":", "."))
        and not lines[end].blank
        and not lines[end].code
        and not re.match(r"^[ \t]*(?:[-*+>|]|\d+[.)]|\*\*|#)", lines[end].text)
    ):
        text, end = f"{text.rstrip()} {lines[end].text.strip()}", end + 1
    asked, rest = text.strip(), ""
    if (cut := re.match(r"(.{8,}?\?)\s+(?=[A-Z*_(\[`$\\])(.+)", asked, re.S)) and not asked.endswith("?"):
        asked, rest = cut[1], cut[2]
    return Start(at, end, _unbold(asked), rest, indent)


def _to_end_of_bold(lines: list[Line], at: int, text: str) -> tuple[str, str, int]:
    """The bold text that began on line `at`, what follows it, and the index after; it may run on over few lines."""
    end = at + 1
    while not re.search(_BOLD, text) and end < min(len(lines), at + 6) and not lines[end].blank:
        text, end = f"{text.rstrip()} {lines[end].text.strip()}", end + 1
    found = re.search(_BOLD, text)
    if found and end < len(lines) and not text[found.end() :].strip() and text[: found.start()].strip()[-1:].isalnum():
        more = re.fullmatch(rf"[ \t]*{_BOLD}([^*_]+\?){_BOLD}[ \t]*", lines[end].text)  # each line bold by itself
        if more:
            return f"{text[: found.start()].strip()} {more[1].strip()}", "", end + 1
    if not found:
        return text.strip(), "", at + 1 if end - at > 5 else end
    question, rest = text[: found.start()].strip(), text[found.end() :].strip()
    if rest and re.match(r"[?:.]", rest) and len(rest) == 1:
        question, rest = question + rest.replace(":", "").replace(".", ""), ""
    return question, rest, end


def _ends_question(line: Line) -> bool:
    return bool(
        re.match(
            r"^[ \t]*(?:[-*+>][ \t]*)?(?:\*\*|__)?[ \t]*(?:a(?:ns(?:wer)?)?[ \t]*\d*[ \t]*[.:)]|[-*+][ \t]|\d+[.)][ \t]"
            r"|#|\$\$|\||\\\[|<)",
            line.text,
            re.I,
        )
    )


def _unbold(text: str) -> str:
    return text[2:-2].strip() if text[:2] in ("**", "__") and text.endswith(text[:2]) and len(text) > 4 else text


def _number(line: Line) -> int:
    found = _NUMBERED.match(line.text)
    return int(found[1]) if found else 0
