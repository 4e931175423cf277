"""What is asked beyond conversion: math-core's reading, the width on a phone, the command line."""

import pytest
from click.testing import CliRunner

from deckgen.commands.math import math
from deckgen.mathml import convert
from deckgen.mathml.second import second_opinion
from deckgen.mathml.width import too_long_inline, width
from tests.mathml_cases import formulas

# Why math-core disagrees where it does: it does not know the command, or leaves it out.
LACKS = (
    r"\unicode", r"\eqref", r"\mathnormal", r"\colorbox", r"\smash", r"\rule", r"\allowbreak", r"\overunderset",
    r"\mathrlap", r"\mathclap", r"\DeclareMathOperator", r"\newcommand{\e}[1][x]", r"\tiny", r"\sout", r"\surd",
    r"{alignedat}", r"{eqnarray}", r"{pmatrix*}", r"{equation", r"\operatorname{\mathbf", r"\mathop{x}\nolimits",
    r"\text{where $x$", r"\text{d_model}", r"\text{&lt;}", r"\text{a --", r"[rgb]", r"\color{#", r"\left<",
    r"*{3}", r"\text{if $", r"\cfrac[",
)  # fmt: skip
ROWS = ("a = b \\\\ c = d", "a \\\\ b \\\\[2pt] c")  # it joins the lines of a formula without an environment


def test_math_core_reads_every_formula_as_we_do():
    found = {tex: second_opinion(tex, display) for tex, display in formulas()}
    strange = {
        tex: why for tex, why in found.items() if why and tex not in ROWS and not any(lack in tex for lack in LACKS)
    }
    assert not strange
    assert sum(not why for why in found.values()) >= 0.93 * len(found)


def test_a_different_reading_is_told():
    assert second_opinion(r"x \unicode{x2713}", False).startswith("math-core refuses it")
    assert second_opinion("a \\\\ b", True).startswith("math-core reads ab, deckgen")
    assert second_opinion(r"\foo", False) == ""  # refused by us: an error of its own


@pytest.mark.parametrize(
    ("tex", "long"),
    [("x^2 + y^2", False), ("a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s", True), (r"\frac{a+b+c+d+e+f+g}{h+i+j+k}", False)],
)
def test_formulas_too_long_for_a_phone(tex, long):
    assert too_long_inline(convert(tex, False)) == long
    assert not too_long_inline(convert(tex, True))
    assert width(convert(tex, False)) > 0


def test_deckgen_math():
    good = CliRunner().invoke(math, ["--display", "x^2"])
    assert (good.exit_code, good.output.startswith('<math display="block"')) == (0, True)
    bad = CliRunner().invoke(math, [r"a + \mathcl{L}"])
    assert bad.exit_code == 1
    assert bad.output.splitlines() == [
        r"error[math-command]: unknown command \mathcl", r"  a + \mathcl{L}", "      ^",
        r"  hint: did you mean \mathcal?",
    ]  # fmt: skip
