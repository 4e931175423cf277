"""TeX to MathML: the cases, what must hold of every formula, and what nothing may do."""

import html
import random
import re
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.mathml import Fault, convert
from deckgen.mathml.docs import document
from deckgen.mathml.fuzzing import broken, formula
from tests.casefile import CASES, cases, expect, read_cases
from tests.mathml_cases import formulas, is_display, shown

FORMULAS = formulas()


@cases("mathml")
def test_mathml(case, request):
    expect(case, shown(case.text, is_display(case)), request)


def test_what_is_refused_stands_in_one_file():
    for path in (CASES / "mathml").glob("*.md"):
        refused = [case.text for case in read_cases(path) if isinstance(convert(case.text, is_display(case)), Fault)]
        assert bool(refused) == (path.stem == "refused"), refused


def test_every_formula_is_mathml_core_and_safe_inside_a_gap():
    for tex, display in FORMULAS:
        made = convert(tex, display)
        ElementTree.fromstring(made)
        assert not re.search(r"\}\}|\{\{|::|<annotation|<semantics|<menclose|<mfenced", made)
        assert set(re.findall(r'mathvariant="([^"]*)"', made)) <= {"normal"}
        assert not re.search(r"<mo[^>]*>-</mo>", made)  # U+2212, not a hyphen


def test_the_tex_can_be_read_back_from_alttext():
    for tex, display in FORMULAS:
        alttext = re.search(r'alttext="([^"]*)"', convert(tex, display))[1]
        assert html.unescape(alttext) == " ".join(tex.strip().split("\n"))


def test_nothing_in_a_formula_becomes_live_html():
    made = convert(r'\text{<script>alert("1")</script>}', False)
    assert "<script" not in made and "&lt;script&gt;" in made
    for tex in (r"\color{red;background:url(x)}{y}", r"\href{javascript:1}{x}", r"\class{x}{y}", r"\hspace{1em;x:y}"):
        assert isinstance(convert(tex, False), Fault)


def test_macros():
    made = convert(r"\R^n \inner{u}{v}", False, {r"\R": r"\mathbb{R}", "inner": r"\langle #1, #2 \rangle"})
    assert "<mi>ℝ</mi>" in made and "⟨" in made
    assert r"&#92;inner" in made  # alttext holds what the author wrote


@pytest.mark.parametrize(
    ("tex", "offset"), [(r"a + \inner{u}", 4), (r"x \bad", 2), (r"\inner{u}{\foo}", 10), (r"\loop", 0)]
)
def test_a_fault_in_a_macro_stands_where_it_is_used(tex, offset):
    macros = ((r"\inner", r"\langle #1, #2 \rangle"), (r"\bad", r"\frac{1}"), (r"\loop", r"\loop"))
    made = convert(tex, False, macros)
    assert isinstance(made, Fault) and made.offset == offset


def test_deep_and_long_formulas_are_refused():
    for tex in ("{" * 500 + "x" + "}" * 500, r"\hat" * 500 + "x", r"\left(" * 200, "x^{" * 300, "x" * 6000):
        assert isinstance(convert(tex, False), Fault), tex[:20]


def check(tex: str) -> None:
    wrong = broken(tex)
    assert not wrong, f"{tex!r}: {wrong}"


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="\\{}[]^_&$#%'~ abx12+-=|().", max_size=40))
def test_any_text_gives_mathml_or_a_fault(tex):
    check(tex)


def test_mutated_formulas_give_mathml_or_a_fault():
    dice = random.Random(20)
    sources = [tex for tex, _ in FORMULAS]
    stop = time.monotonic() + 10
    for _ in range(4000):
        check(formula(dice, sources))
        if time.monotonic() > stop:
            break


def test_the_page_of_what_is_supported_is_up_to_date(request):
    path = CASES.parent.parent / "docs" / "math.md"
    if request.config.getoption("--update"):
        path.write_text(document(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == document(), "run pytest --update"
