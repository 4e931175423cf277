"""Rules about cloze gaps: Anki reads `{{c1::` and `}}` wherever they stand, so braces must be in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.cards import LAST_GAP
from deckgen.formula_scan import find_formulas
from deckgen.links import Places, blanked, without_code
from deckgen.model import Project, Question, Text
from deckgen.problem import Problem, Span

_MARK = re.compile(r"\{\{c(\d+)::|\}{2,}")
_OPEN = re.compile(r"\{\{c\d+::")
_ALMOST = re.compile(r"\{\{(?!c\d+::) ?[cC]? ?\d[\d, ]{0,20}:{1,2}")


def gaps(project: Project) -> Iterator[Problem]:
    """A cloze needs a gap, gaps need their braces in order, and stand nowhere else."""
    notetypes = {notetype.key: notetype for notetype in project.notetypes}
    for topic in project.topics:
        for question in topic.questions:
            notetype = notetypes.get(question.notetype)
            if notetype is None or question.draft:
                continue
            taking = {field.key for field in notetype.fields if field.origin == "heading" and notetype.kind == "cloze"}
            for key, text in question.fields:
                if key in taking:
                    yield from _gaps(text, question)
                elif "{{c" in text.markdown and (found := _OPEN.search(without_code(text.markdown))):
                    hint = (
                        "write .cloze after the id" if not taking else "gaps stand in the heading or the text below it"
                    )
                    yield Problem(text.place(found.start()), "cloze-elsewhere", "a gap here is shown as text", hint)


def _gaps(text: Text, question: Question) -> Iterator[Problem]:
    markdown = text.markdown
    if almost := _ALMOST.search(without_code(markdown)):
        message = f"{almost[0]!r} opens no gap"
        yield Problem(text.place(almost.start()), "cloze-mark", message, "write {{c1::, with one number")
        return
    if not _OPEN.search(markdown):
        message = f"the cloze {question.id!r} has no gap"
        yield Problem(question.span, "cloze-no-gap", message, "write {{c1::…}} around what is to be recalled")
    # The braces of formulas are no braces in the finished card; those of code are.
    formulas = find_formulas(markdown)
    for formula in formulas:
        if inner := _OPEN.search(formula.tex):
            place = text.place(formula.offset + inner.start())
            hint = "put the gap around a whole formula: {{c1::$…$}}"
            yield Problem(place, "cloze-in-formula", "a gap inside a formula", hint)
            return
    spans = [(formula.start, formula.end) for formula in formulas]
    yield from _braces(blanked(markdown, spans, "·"), text)


def _braces(markdown: str, text: Text) -> Iterator[Problem]:
    """Follow Anki's own reading: a stack of open gaps, each `}}` closes the innermost."""
    waiting: list[tuple[re.Match[str], Span]] = []
    places = Places(text)
    for mark in _MARK.finditer(markdown):
        if mark[1]:
            if not 1 <= int(mark[1][:9]) <= LAST_GAP:
                message, hint = f"a gap with the number {mark[1][:9]}", f"gaps are numbered from 1 to {LAST_GAP}"
                yield Problem(places.at(mark.start()), "cloze-mark", message, hint)
            waiting.append((mark, places.at(mark.start())))
            continue
        if waiting and len(mark[0]) % 2:
            hint = "put a space between the braces of the text and those that end the gap"
            yield Problem(text.place(mark.start()), "cloze-braces", f"{mark[0]!r} ends the gap one brace early", hint)
            return
        for at in range(mark.start(), mark.end() - 1, 2):
            if not waiting:
                hint = "remove it, or look for a gap that ends too early before it"
                yield Problem(text.place(at), "cloze-braces", "'}}' ends no gap", hint)
                return
            opening, place = waiting.pop()
            yield from _gap(markdown[opening.end() : at], place)
    if waiting:
        yield Problem(waiting[0][1], "cloze-open", "a gap is never closed", "end it with '}}'")


def _gap(inside: str, place: Span) -> Iterator[Problem]:
    if not inside.partition("::")[0].strip():
        yield Problem(place, "cloze-empty", "an empty gap", "write what is to be recalled into it")
    elif "\n\n" in inside:
        yield Problem(place, "cloze-lines", "a gap across paragraphs", "use the same number in each paragraph")
    elif inside.count("`") % 2:
        yield Problem(place, "cloze-braces", "the gap ends within code", "code with '}}' cannot stand in a gap")
