"""What only `deckgen check` asks: near-duplicates, TeX typed as text; with --strict style and a second opinion."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.check import near_duplicates
from deckgen.check import strict as style
from deckgen.formula_scan import find_formulas, odd_dollars, plain_tex
from deckgen.model import Project, Text
from deckgen.problem import Problem, Span


def review(project: Project, *, strict: bool) -> list[Problem]:
    """Warnings beyond what every build reports."""
    problems = [*near_duplicates(project), *typed_tex(project)]
    return [*problems, *style(project), *second_opinions(project)] if strict else problems


def typed_tex(project: Project) -> Iterator[Problem]:
    r"""TeX outside `$…$`, and dollars that pair with nothing."""
    for text in _texts(project):
        for offset, tex in plain_tex(text.markdown):
            yield Problem(
                text.place(offset),
                "math-plain",
                f"{tex!r} looks like TeX outside a formula",
                "put it between $ and $",
                "warning",
            )
        for dollar in odd_dollars(text.markdown):
            hint = r"write \$ for the sign, or close the formula"
            yield Problem(text.place(dollar.offset), "math-dollar", dollar.why, hint, "warning")


def second_opinions(project: Project) -> Iterator[Problem]:
    """Formulas that math-core refuses or reads differently; one hint where it is not installed."""
    try:
        from deckgen.mathml.second import second_opinion  # noqa: PLC0415 - needs the extra [verify]

        second_opinion("x", False)
    except ImportError:
        hint = "pip install 'deckgen[verify]'"
        yield Problem(Span("deck.yaml"), "no-second-opinion", "math-core is not installed", hint, "warning")
        return
    said: dict[tuple[str, bool], str] = {}
    for text in _texts(project):
        for formula in find_formulas(text.markdown):
            key = formula.tex, formula.display
            if key not in said:
                said[key] = second_opinion(*key, project.deck.macros)
            if said[key]:
                hint = "look at the card; if it is right, say it in plainer TeX"
                yield Problem(text.place(formula.offset), "math-second-opinion", said[key], hint, "warning")


def _texts(project: Project) -> Iterator[Text]:
    for topic in project.topics:
        for question in topic.questions:
            yield from (text for _, text in question.fields)
