"""What is wrong with a template or a style: found before any learner's Anki finds it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from deckgen.problem import Problem, did_you_mean
from deckgen.templatesource import Source

SPECIAL = ("FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID")
FILTERS = ("text", "hint", "type", "cloze", "cloze-only", "furigana", "kana", "kanji", "tts", "nc")

_TAG = re.compile(r"\{\{(.*?)\}\}|\{\{", re.S)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script\s*>", re.S | re.I)
_MATHJAX = re.compile(r"\\[(\[]")
_DECLARED = re.compile(r"^(const|let|class)\b", re.M)
# Where an address makes the card load something; <a href> does not.
_REMOTE = (
    re.compile(r"<(?!a\b)[^<>]*?\b(?:src|srcset|poster|data|href)\s*=\s*[\"']?\s*((?:https?:)?//[^\s\"'>]*)", re.I),
    re.compile(r"\burl\(\s*[\"']?\s*((?:https?:)?//[^\s\"')]*)", re.I),
    re.compile(r"@import\s+[\"']\s*((?:https?:)?//[^\s\"']*)", re.I),
)
_ADDRESS = re.compile(r"\b((?:https?|wss?):)?//(?!www\.w3\.org/)[\w.-]+\.\w{2,}[^\s\"'`]*")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a card: which, and of which kind of notetype with which fields (by name)."""

    back: bool
    cloze: bool
    fields: Collection[str]


def check_template(source: Source, side: Side) -> Iterator[Problem]:
    """Problems of a template: tags, sections, remote addresses, scripts."""
    yield from _tags(source, side)
    yield from check_addresses(source)
    for script in _SCRIPT.finditer(source.text):
        for found in _ADDRESS.finditer(script[1]):
            if found[1]:
                yield _remote(source, script.start(1) + found.start(), found[0])
        for found in _DECLARED.finditer(script[1]):
            yield Problem(
                source.place(script.start(1) + found.start()),
                "script-scope",
                f"a script declares with {found[1]} outside any function",
                "Anki runs it twice on one page, the second time fails: put all of it into (function () { … })()",
            )


def check_style(source: Source) -> Iterator[Problem]:
    """Problems of a style sheet: remote addresses, unbalanced braces, what makes Anki load MathJax."""
    yield from check_addresses(source)
    css = re.sub(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'", lambda found: " " * len(found[0]), source.text, flags=re.S)
    depth = 0
    opened = 0
    for brace in re.finditer("[{}]", css):
        if brace[0] == "{":
            opened = opened if depth else brace.start()
            depth += 1
        elif depth:
            depth -= 1
        else:
            yield Problem(source.place(brace.start()), "style", "this } closes nothing", "remove it")
    if depth:
        yield Problem(source.place(opened), "style", "a { is never closed", "the rule that begins here lacks its }")


def check_addresses(source: Source) -> Iterator[Problem]:
    """What would fetch something from the network, or make Anki load MathJax."""
    for pattern in _REMOTE:
        for found in pattern.finditer(source.text):
            yield _remote(source, found.start(1), found[1])
    for found in _MATHJAX.finditer(source.text):
        yield Problem(
            source.place(found.start()),
            "loads-mathjax",
            f"a literal {found[0]} makes Anki load MathJax on every card",
            "in a script write String.fromCharCode(92) for the backslash; elsewhere do without",
        )


def shown(source: Source) -> set[str]:
    """Names of the fields that a template shows (not those that only open a section)."""
    tags = (found[1].strip() for found in _TAG.finditer(source.text) if found[1] is not None)
    return {tag.rpartition(":")[2].strip() for tag in tags if tag and tag[0] not in "#^/"}


def _remote(source: Source, offset: int, address: str) -> Problem:
    return Problem(
        source.place(offset),
        "remote",
        f"the card would load {address[:60]}",
        "cards work offline: put the file beside the template and name it in src or url()",
    )


def _tags(source: Source, side: Side) -> Iterator[Problem]:
    open_: list[tuple[str, int]] = []
    clozes = 0
    for found in _TAG.finditer(source.text):
        span = source.place(found.start())
        if found[1] is None:
            yield Problem(span, "section", "{{ is never closed", "add }}")
            continue
        tag = found[1].strip()
        if tag[:1] in ("#", "^"):
            name = tag[1:].strip()
            open_.append((name, found.start()))
            gap = side.cloze and re.fullmatch(r"c\d+", name)
            if name not in side.fields and name not in SPECIAL and not gap:
                yield Problem(span, "unknown-field", f"there is no field {name!r}", did_you_mean(name, side.fields))
        elif tag[:1] == "/":
            name = tag[1:].strip()
            if open_ and open_[-1][0] == name:
                open_.pop()
            else:
                hint = f"{{{{/{open_[-1][0]}}}}} is due first" if open_ else "remove it"
                yield Problem(span, "section", f"{{{{/{name}}}}} closes no open section", hint)
        else:
            *filters, name = (part.strip() for part in tag.split(":"))
            clozes += "cloze" in filters
            yield from (Problem(span, *fault) for fault in _shown(name, filters, side))
    for name, offset in open_:
        yield Problem(source.place(offset), "section", f"the section {name!r} is never closed", f"add {{{{/{name}}}}}")
    if side.cloze and not clozes:
        where = "back" if side.back else "front"
        hint = "write {{cloze:Text}} with the name of the field that holds the gaps"
        yield Problem(source.place(0), "cloze", f"the {where} of a cloze shows no gaps", hint)


def _shown(name: str, filters: list[str], side: Side) -> Iterator[tuple[str, str, str]]:
    """Code, message and hint of what is wrong with one {{filter:Name}}."""
    if name not in side.fields and name not in SPECIAL:
        known = [*side.fields, *SPECIAL]
        yield "unknown-field", f"there is no field {name!r}", did_you_mean(name, known)
    if name == "FrontSide" and not side.back:
        yield "front-side", "{{FrontSide}} is for the back", "the front cannot hold itself"
    elif name == "FrontSide" and side.cloze:
        yield (
            "front-side",
            "{{FrontSide}} on a cloze shows the gaps closed",
            "write {{cloze:Text}} on the back too",
        )
    if "cloze" in filters and not side.cloze:
        yield "cloze", "only a notetype of kind: cloze has gaps", "write the field without cloze:"
    for filter_ in filters:
        word = filter_.split(" ")[0]
        if word not in FILTERS:
            yield "unknown-filter", f"Anki has no filter {word!r}", did_you_mean(word, FILTERS)
