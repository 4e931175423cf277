"""What `check --strict` asks beyond correctness: answers that can be said aloud, with their sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from deckgen.formula_scan import find_formulas
from deckgen.links import without_code
from deckgen.model import Project, Question, Text
from deckgen.problem import Problem, Span

SHORTEST, LONGEST, OPENING = 15, 80, 25  # words
# An answer to a question opens with what must be said; a cloze's remark or a formula has no such sentence.
SPOKEN = ("qa", "choice")
_BOLD = re.compile(r"(\*\*|__)(.+?)\1", re.S)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ITEM = re.compile(r"^[ >]*(?:[-*+]|\d+[.)])[ \t]", re.M)
_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.S)


def strict(project: Project) -> list[Problem]:
    """Warnings of style, sorted by place."""
    return sorted({problem for rule in RULES for problem in rule(project)})


def answers(project: Project) -> Iterator[Problem]:
    """Answers hold 15 to 80 words and open with a bold sentence of at most 25; a formula counts as one word."""
    for question, text in _spoken(project):
        words = len(plain_words(text.markdown))
        if not SHORTEST <= words <= LONGEST:
            side = "short" if words < SHORTEST else "long"
            hint = "say more than the sentence itself" if side == "short" else "move what goes deeper to '### Details'"
            message = f"the answer of {question.id!r} has {words} words ({SHORTEST} to {LONGEST} are right)"
            yield _warn(text.span, f"answer-{side}", message, hint)
        if fault := _opening(text.markdown):
            hint = f"write first, in **bold**, what one must say: a sentence of at most {OPENING} words"
            yield _warn(text.span, "answer-opening", f"the answer of {question.id!r} {fault}", hint)


def sources(project: Project) -> Iterator[Problem]:
    """Every question names a source, where its notetype has a field for it."""
    having = {notetype.key for notetype in project.notetypes if notetype.field("sources")}
    for topic in project.topics:
        for question in topic.questions:
            if question.notetype in having and not question.draft and "sources" not in dict(question.fields):
                message = f"question {question.id!r} names no source"
                yield _warn(
                    question.span, "no-source", message, "add '### Sources' with the primary paper or a standard text"
                )


def decks(project: Project) -> Iterator[Problem]:
    """Anki offers new cards deck by deck in the order of names: those must follow the order of the areas."""
    if project.deck.subdecks == "none":
        return
    held = {topic.area for topic in project.topics}
    areas = [area for area in project.areas if area.path and area.path in held]
    names = [(area.deck or area.title) for area in areas]
    for area, name, before in zip(areas[1:], names[1:], names, strict=False):
        if name.casefold() < before.casefold():
            message = f"the deck {name!r} comes before {before!r} in Anki, but after it in the project's order"
            hint = 'number the decks: deck: "02 …" in the front matter of index.md'
            yield _warn(Span(f"content/{area.path}/index.md"), "deck-order", message, hint)


RULES: list[Callable[[Project], Iterator[Problem]]] = [answers, sources, decks]


def plain_words(markdown: str) -> list[str]:
    """The words of a text as one would say them: a formula is one, code blocks and pictures are none."""
    text = _spoken_text(markdown)
    text = _ITEM.sub(" ", _LINK.sub(r"\1", _PICTURE.sub(" ", text)))
    return [word for word in _HTML.sub(" ", text).split() if re.search(r"\w", word)]


def _spoken(project: Project) -> Iterator[tuple[Question, Text]]:
    bodies = {
        (notetype.key, field.key)
        for notetype in project.notetypes
        if notetype.key in SPOKEN
        for field in notetype.fields
        if field.origin == "body"
    }
    for topic in project.topics:
        for question in topic.questions:
            for key, text in question.fields:
                if (question.notetype, key) in bodies and not question.draft:
                    yield question, text


def _spoken_text(markdown: str) -> str:
    """The text with a letter for each formula and each code within a line, and without code blocks."""
    text = markdown
    for formula in reversed(find_formulas(markdown)):
        sign = " F " if formula.display else "F"
        text = text[: formula.start] + sign + text[formula.end :]
    text = re.sub(r"(`+)(?!`)([^`\n]+)(?<!`)\1(?!`)", "C", text)
    return without_code(text)


def _opening(markdown: str) -> str:
    text = _spoken_text(markdown).strip()
    bold = _BOLD.match(text)
    if not bold:
        return "does not open with a bold sentence"
    words = len(plain_words(bold[2]))
    if words > OPENING:
        return f"opens with {words} bold words (at most {OPENING})"
    after = text[bold.end() : bold.end() + 1]
    if not bold[2].rstrip().endswith((".", "!", "?", ":", "…")) and after not in (".", "!", "?", ":", "\n", ""):
        return "opens with bold words that are no sentence"
    return ""


def _warn(span: Span, code: str, message: str, hint: str) -> Problem:
    return Problem(span, code, message, hint, "warning")
