"""Rules across topics: functions from questions to problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from deckgen.checkcloze import gaps
from deckgen.checklinks import closest, links
from deckgen.duplicates import near_duplicates
from deckgen.fields import OPTION
from deckgen.model import Field, Named, Project, Question, Text
from deckgen.problem import Problem
from deckgen.style import strict

__all__ = ["check", "check_names", "check_one", "near_duplicates", "strict"]


def check(project: Project) -> list[Problem]:
    """Everything wrong with a project's questions that reading single files could not see, sorted by place.

    Formulas are the renderer's business, ids that were released that of `identify`.
    """
    return sorted({*check_one(project), *check_names(_questions(project)), *links(project)})


def check_one(project: Project) -> list[Problem]:
    """What is wrong with single questions: the part of `check` that each file answers for itself, but links."""
    return [problem for rule in (needed, choices, gaps, drafts) for problem in rule(project)]


def check_names(questions: Iterable[Named]) -> list[Problem]:
    """What is wrong with ids across the whole project: the other part, but links."""
    questions = tuple(questions)
    return [*ids(questions), *order(questions)]


def ids(questions: Iterable[Named]) -> Iterator[Problem]:
    """An id names one question."""
    first: dict[str, Named] = {}
    for question in questions:
        other = first.setdefault(question.id, question)
        if other is not question and question.id:
            yield Problem(
                question.span,
                "id-twice",
                f"the id {question.id!r} already stands at {other.span}",
                "give one of the two another id: the one that was never released",
            )


def needed(project: Project) -> Iterator[Problem]:
    """Fields that a notetype needs are written."""
    required = {notetype.key: [field for field in notetype.fields if field.required] for notetype in project.notetypes}
    for question in _published(project):
        fields = dict(question.fields)
        for field in required.get(question.notetype, ()):
            if not _says_something(fields.get(field.key)):
                yield from _missing(question, field)


def _says_something(text: Text | None) -> bool:
    if text is None:
        return False
    return "<!--" not in text.markdown or bool(re.sub(r"<!--.*?-->", "", text.markdown, flags=re.S).strip())


def _missing(question: Question, field: Field) -> Iterator[Problem]:
    name = repr(question.id) if question.id else "this question"
    if field.origin == "body":
        hint = "write the answer below the heading, before the first '###'"
        yield Problem(question.span, "no-answer", f"question {name} has no answer", hint)
    elif field.origin == "options":
        hint = "write a task list below the heading: - [x] right, - [ ] wrong"
        yield Problem(question.span, "no-options", f"choice {name} has no options", hint)
    elif field.origin == "section":
        hint = f"write a section '### {field.name}'"
        yield Problem(question.span, "no-section", f"question {name} has no {field.name!r}", hint)


def choices(project: Project) -> Iterator[Problem]:
    """Options are two or more, each says something, one at least is right."""
    taking = {
        (notetype.key, field.key)
        for notetype in project.notetypes
        for field in notetype.fields
        if field.origin == "options"
    }
    for question in _published(project):
        for key, text in question.fields:
            if (question.notetype, key) in taking:
                yield from _options(question, text)


def _options(question: Question, text: Text) -> Iterator[Problem]:
    marks, at = [], 0
    for line in text.markdown.split("\n"):
        if mark := OPTION.match(line):
            marks.append(mark[1] != " ")
            if not line[mark.end() :].strip():
                place = text.place(at)
                yield Problem(
                    place, "choice-empty", "an option without text", "write it after the brackets, or remove it"
                )
        at += len(line) + 1
    if len(marks) < 2:
        message = f"choice {question.id!r} has {'one' if marks else 'no'} option"
        yield Problem(question.span, "choice-too-few", message, "offer two at least: - [x] right, - [ ] wrong")
    if not any(marks):
        yield Problem(
            question.span, "choice-no-right", f"choice {question.id!r} has no right option", "mark one with - [x]"
        )


def order(named: Iterable[Named]) -> Iterator[Problem]:
    """`after=` names questions, and never in a circle."""
    questions = {question.id: question for question in named if question.id}
    if not any(question.after for question in questions.values()):
        return
    for question in questions.values():
        for id_ in question.after:
            if id_ not in questions:
                hint = closest(id_, questions)
                yield Problem(question.span, "unknown-after", f"after={id_}: no question has this id", hint)
    done: set[str] = set()
    for start in questions:
        path: dict[str, Iterator[str]] = {}
        here = start
        while True:
            if here not in path:
                path[here] = iter(questions[here].after)
            step = next((id_ for id_ in path[here] if id_ in questions and id_ not in done), "")
            if step and step in path:
                circle = [*path][[*path].index(step) :]
                yield _circle(questions, circle)
                done.update(circle)
                break
            if step:
                here = step
                continue
            done.add(here)
            path.pop(here)
            if not path:
                break
            here = next(reversed(path))


def _circle(questions: dict[str, Named], circle: list[str]) -> Problem:
    first = min(circle, key=lambda id_: questions[id_].span)
    at = circle.index(first)
    names = " after ".join([*circle[at:], *circle[:at], first])
    hint = "a question cannot be its own prerequisite: remove one after="
    return Problem(questions[first].span, "after-circle", f"{names}: a circle", hint)


def drafts(project: Project) -> Iterator[Problem]:
    """Questions that are not published are told, lest they be forgotten."""
    for question in _questions(project):
        if question.draft:
            message = f"{question.id!r} is a draft, and not published"
            yield Problem(question.span, DRAFT, message, "finish it, then remove status=draft", "warning")


def _questions(project: Project) -> Iterator[Question]:
    return (question for topic in project.topics for question in topic.questions)


def _published(project: Project) -> Iterator[Question]:
    return (question for question in _questions(project) if not question.draft)


DRAFT = "draft"  # the one warning that --strict lets pass: what is not published cannot be wrong for a learner
