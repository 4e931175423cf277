"""Questions that ask nearly the same: a warning, since only a person can tell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from deckgen.formula_scan import find_formulas
from deckgen.model import Project, Question
from deckgen.problem import Problem

MOST = 20
ALIKE = 85  # per cent of letters, before words are looked at
SAME_WORD = 80  # per cent: a misspelling or another ending
_FILLERS = frozenset(
    re.findall(
        r"\w+",
        "a an the of in on to for with by at from as and or is are was were be been do does did can could would should "
        "will has have had it its this that these those there you your we our one exactly really actually",
    )
)
_GAP = re.compile(r"\{\{c\d+::|(?:::[^{}:]*)?\}\}")  # its marks and hint, around what is to be recalled
_NUMBER = re.compile(r"\w*\d[\w.,]*\b")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Asked:
    question: Question
    letters: str
    words: tuple[str, ...]


def near_duplicates(project: Project) -> list[Problem]:
    """The first 20 questions that nearly repeat another, as warnings.

    Alike are questions with the same formulas and numbers whose words differ in spelling, endings, fillers, or in
    further words on one side only ("batch normalisation" and "layer normalisation" are two things).
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only `check` needs it

    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[_Asked]] = defaultdict(list)
    places: dict[str, int] = {}
    for number, (question, text) in enumerate(_headings(project)):
        places.setdefault(question.id, number)
        exact, asked = _read(question, text)
        groups[exact].append(asked)
    pairs: list[tuple[_Asked, _Asked]] = []
    for group in groups.values():
        group.sort(key=lambda asked: len(asked.letters))
        texts = [asked.letters for asked in group]
        end = 0
        for number, asked in enumerate(group):
            # Longer ones only, as long as their length alone does not make them differ.
            longest = len(asked.letters) * (200 - ALIKE) / ALIKE
            end = max(end, number + 1)
            while end < len(group) and len(texts[end]) <= longest:
                end += 1
            rest = texts[number + 1 : end]
            found = process.extract(asked.letters, rest, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
            for _, _, index in found:
                other = group[number + 1 + index]
                if _alike(asked.words, other.words):
                    pairs.append((asked, other))
    ordered = [sorted(pair, key=lambda asked: places[asked.question.id]) for pair in pairs]
    warnings = {later.question.id: _warning(first.question, later.question) for first, later in reversed(ordered)}
    return sorted(warnings.values(), key=lambda problem: problem.span)[:MOST]


def _headings(project: Project) -> Iterator[tuple[Question, str]]:
    headings = {
        notetype.key: {field.key for field in notetype.fields if field.origin == "heading"}
        for notetype in project.notetypes
    }
    for topic in project.topics:
        for question in topic.questions:
            for key, text in question.fields:
                if key in headings.get(question.notetype, ()):
                    yield question, text.markdown


def _read(question: Question, text: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], _Asked]:
    """What must be equal (formulas, numbers), and what may differ a little."""
    if "{{" in text:
        text = _GAP.sub("", text)
    formulas = find_formulas(text)
    for formula in reversed(formulas):
        text = f"{text[: formula.start]} {text[formula.end :]}"
    text = text.casefold()
    numbers = tuple(_NUMBER.findall(text))
    words = _WORD.findall(_NUMBER.sub(" ", text) if numbers else text)
    exact = tuple("".join(formula.tex.split()) for formula in formulas), numbers
    return exact, _Asked(question, " ".join(words), tuple(word for word in words if word not in _FILLERS))


def _alike(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether the words that only one side has are misspellings of each other, or stand on one side alone."""
    from rapidfuzz import fuzz  # noqa: PLC0415

    left, right = [word for word in one if word not in two], [word for word in two if word not in one]
    if "".join(left) == "".join(right):
        return True
    for word in list(left):
        for other in right:
            if word[:2] == other[:2] and min(len(word), len(other)) > 3 and fuzz.ratio(word, other) >= SAME_WORD:
                left.remove(word)
                right.remove(other)
                break
    return not left or not right


def _warning(first: Question, later: Question) -> Problem:
    return Problem(
        later.span,
        "near-duplicate",
        f"{later.id!r} asks nearly the same as {first.id!r} ({first.span})",
        "ask each thing once: remove one, or say in the heading what is different",
        "warning",
    )
