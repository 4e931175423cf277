r"""Finds `$…$` and `$$…$$` in raw Markdown, and what looks like a formula but is none."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of a Markdown text: TeX without its dollars, and the offsets of `$…$` with them.

    Quote markers (`>`) inside a formula of several lines are blanks in `tex`, so that offsets stay exact.
    """

    tex: str
    display: bool
    start: int
    end: int

    @property
    def offset(self) -> int:
        """The offset of the first character of TeX."""
        return self.start + (2 if self.display else 1)


@dataclass(frozen=True, slots=True)
class Dollars:
    """A dollar sign that does not open a formula although it looks like it: offset, the text, why."""

    offset: int
    text: str
    why: str


# --- lines: which of them are code, where paragraphs end ---------------------------------------------------------

QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|[0-9]+[.)])[ \t]|[ ]{0,3}\[\^[^\]]+\]:|:[ \t]")
BLOCK_START = re.compile(r"[ \t]*(?:#{1,6}[ \t]|\||[-*+][ \t]|[0-9]+[.)][ \t]|:[ \t]|\[\^[^\]]+\]:)")


def blank_out(markdown: str) -> str:
    """Return the text, as long as before, with code blocks and quote markers as spaces."""
    out: list[str] = []
    fence = ""
    before_blank, in_list, in_code = True, False, False
    for line in markdown.split("\n"):
        body = line
        at = 0
        while not fence and (quote := QUOTE.match(line, at)):
            at = quote.end()
        if at:
            body = " " * at + line[at:]
        inner = line[at:]
        mark = FENCE.match(inner if not fence else line.lstrip("> "))
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip("> \t`~"):
                fence = ""
            out.append(" " * len(line))
            continue
        if mark and "`" not in inner[mark.end() :]:
            fence = mark[1]
            out.append(" " * len(line))
            continue
        if not inner.strip():
            before_blank = True
            out.append(body)
            continue
        indent = len(inner.expandtabs(4)) - len(inner.expandtabs(4).lstrip())
        if indent < 4 and not in_code and before_blank:
            in_list = False
        if ITEM.match(inner):
            in_list = True
        in_code = indent >= (8 if in_list else 4) and (before_blank or in_code)
        if indent < 4 and not ITEM.match(inner) and before_blank:
            in_list = False
        before_blank = False
        out.append(" " * len(line) if in_code else body)
    return "\n".join(out)


# --- characters ---------------------------------------------------------------------------------------------------

SKIPPED = re.compile(
    r"""
      \\[!-/:-@\[-`{-~]                                               # an escaped character
    | <!--.*?-->                                                       # a comment
    | <(?:https?|mailto):[^<>\s]*>                                     # an address
    | </?[A-Za-z][A-Za-z0-9-]*(?:\s+[\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?>   # a tag
    | \]\((?:[^()\s\\]|\\.|\([^()\s]*\))*                              # a link's address
    | ^[ ]{0,3}\[[^\]^\n][^\]\n]*\]:[ \t]*\S+                          # a reference's address
    | \bhttps?://[^\s<>)\]]*                                           # a bare address
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
INTERESTING = re.compile(r"[\\<\]$`]|\bhttps?://|^[ ]{0,3}\[", re.MULTILINE)
TICKS = re.compile(r"`+")
BLANK_LINE = re.compile(r"\n[ \t\r]*(?=\n|\Z)")
TEXT_COMMAND = re.compile(r"\\(?:text[a-z]*|mbox|hbox|fbox|emph)\s*\{")
MONEY = re.compile(r"(?:^|[\s/])[A-Za-z]{2,}(?=\s|$)")


def find_formulas(markdown: str) -> list[Formula]:
    """Return the formulas of a Markdown text, in order. Code, addresses, escaped and unpaired dollars are none."""
    return _scan(markdown)[0]


def odd_dollars(markdown: str) -> list[Dollars]:
    r"""Return the unescaped dollars that pair with nothing or look like money: each should be `\$` or a formula."""
    return _scan(markdown)[1]


def _scan(markdown: str) -> tuple[list[Formula], list[Dollars]]:
    found: list[Formula] = []
    odd: list[Dollars] = []
    if "$" not in markdown:
        return found, odd
    text = blank_out(markdown)
    at = 0
    while here := INTERESTING.search(text, at):
        at = here.start()
        sign = text[at]
        if sign == "$":
            got = _formula(text, at)
            if isinstance(got, Formula):
                found.append(got)
                at = got.end
            else:
                if got.why:
                    odd.append(got)
                at += len(got.text)
        elif sign == "`":
            at = _after_code(text, at)
        else:
            skipped = SKIPPED.match(text, at)
            at = skipped.end() if skipped else at + 1
    return found, odd


def _paragraph_end(text: str, at: int) -> int:
    blank = BLANK_LINE.search(text, at)
    return blank.start() if blank else len(text)


def _after_code(text: str, at: int) -> int:
    """The offset after the code span (or the lone run of backticks) that starts here."""
    ticks = TICKS.match(text, at)
    assert ticks
    end = _paragraph_end(text, at)
    for close in TICKS.finditer(text, ticks.end(), end):
        if len(close[0]) == len(ticks[0]):
            return close.end()
    return ticks.end()


def _formula(text: str, start: int) -> Formula | Dollars:
    """Read the formula whose first dollar is at `start`, or say why there is none; "" where it is clearly text."""
    mark = "$$" if text.startswith("$$", start) else "$"
    display = mark == "$$"
    first = start + len(mark)
    if not display and (first >= len(text) or text[first].isspace()):
        return Dollars(start, mark, "")
    end = _paragraph_end(text, start)
    at = first
    opened_in_block = BLOCK_START.match(text, text.rfind("\n", 0, start) + 1)
    while at < end:
        sign = text[at]
        if sign == "\\":
            command = TEXT_COMMAND.match(text, at, end)
            at = _after_group(text, command.end(), end) if command else at + 2
        elif sign == "`" and not display:
            after = _after_code(text, at)
            if text[at:after].strip("`"):  # code binds tighter
                if at == first and text.startswith("$", after):  # both dollars belong to it: the next opens nothing
                    return Dollars(start, text[start : after + 1], "inside $`…`$ is code: leave the backticks out")
                return Dollars(start, mark, "")
            at = after
        elif sign == "\n" and not display:
            if opened_in_block and BLOCK_START.match(text, at + 1, end):
                break
            at += 1
        elif text.startswith(mark, at):
            tex = text[first:at]
            if not tex.strip():
                return Dollars(start, text[start : at + len(mark)], "there is nothing between these dollars")
            if display:
                return Formula(tex, True, start, at + 2)
            after_digit = at + 1 < len(text) and text[at + 1].isdigit()
            if tex[-1].isspace() or after_digit:
                return Dollars(start, mark, "")
            if tex[0].isdigit() and "\\" not in tex and MONEY.search(tex):
                return Dollars(start, text[start : at + 1], "this looks like money, not like a formula")
            return Formula(tex, False, start, at + 1)
        else:
            at += 1
    return Dollars(start, mark, f"this {mark} is never closed in its paragraph" if display else "")


def _after_group(text: str, at: int, end: int) -> int:
    """The offset after the brace group whose first character is at `at`; `at` itself if it is never closed."""
    depth = 1
    look = at
    while look < end:
        sign = text[look]
        if sign == "\\":
            look += 1
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth:
                return look + 1
        look += 1
    return at


# --- TeX outside of formulas --------------------------------------------------------------------------------------

_TYPED = re.compile(
    r"""
      \\[A-Za-z]{2,}                                                          # a command
    | \\\((?=[^\n]*?\\\))|\\\[(?=[^\n]*?[\\^_=][^\n]*?\\\])                  # the marks of formulas elsewhere
    | (?<![\w\\/.&#;-])(?:[A-Za-z]|[0-9]+(?=\^))                              # x_i, x^2, 10^-3
      (?:(?:[_^](?:\{[^{}\n]{1,20}\}|-?[0-9]+|[A-Za-z](?![A-Za-z0-9_]))))+(?![\w.]*[_@/]|\.\w)
    """,
    re.VERBOSE,
)


def plain_tex(markdown: str) -> list[tuple[int, str]]:
    r"""Return (offset, text) of what looks like TeX outside `$…$`: `\alpha`, `x_i^2`; not in code, not in links."""
    if not re.search(r"[\\_^]", markdown):
        return []
    text = blank_out(markdown)
    for formula in reversed(find_formulas(markdown)):
        text = text[: formula.start] + " " * (formula.end - formula.start) + text[formula.end :]
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(text):
        here = INTERESTING.search(text, at)
        end = here.start() if here else len(text)
        found += [(match.start(), match[0]) for match in _TYPED.finditer(text, at, end)]
        if not here:
            break
        at = end
        if text[at] == "`":
            at = _after_code(text, at)
        elif typed := _TYPED.match(text, at):
            found.append((at, typed[0]))
            at = typed.end()
        else:
            skipped = SKIPPED.match(text, at)
            at = skipped.end() if skipped else at + 1
    return found
