"""Formulas in Markdown: found with their exact place, kept out of Markdown's way, put where HTML allows."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from deckgen.formulas import FormulaExtension, find_formulas, odd_dollars, plain_tex

EXTENSIONS = ["tables", "fenced_code", "footnotes", "def_list", "attr_list", "sane_lists"]


def html(markdown: str) -> str:
    def convert(tex, display, offset):
        assert re.sub(r"\n[> ]*", "\n", markdown[offset:]).startswith(re.sub(r"\n[> ]*", "\n", tex))
        return f"<math>{' '.join(tex.split())}</math>"

    return Markdown(extensions=[FormulaExtension(convert), *EXTENSIONS]).convert(markdown)


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("a $x$ b", "<p>a <math>x</math> b</p>"),
        ("| a |\n|---|\n| $p(x|y)$ |", "<td><math>p(x|y)</math></td>"),
        ("# h $x_1$ and $y_1$", "<h1>h <math>x_1</math> and <math>y_1</math></h1>"),
        ("[see $x_i$](http://a.b/$y$z)", '<a href="http://a.b/$y$z">see <math>x_i</math></a>'),
        ("a[^1]\n\n[^1]: foot $b_1$", "foot <math>b_1</math>"),
        ("{{c1::$x^{2}$}}", "<p>{{c1::<math>x^{2}</math>}}</p>"),
        ("**$k$**-means, _$x$_", "<strong><math>k</math></strong>-means, <em><math>x</math></em>"),
        ("$a*b$ and $c*d$", "<math>a*b</math> and <math>c*d</math>"),
        ("$a<b$ and $c>d$", "<math>a<b</math> and <math>c>d</math>"),
        (r"\\$x$", "\\<math>x</math>"),
        ("$\\text{cost $k$ a} = 5$", "<p><math>\\text{cost $k$ a} = 5</math></p>"),
        ("$a\n+ b$", "<math>a + b</math>"),
        ("$5 and $x$", "<p>$5 and <math>x</math></p>"),
        ("$`a`$. And $x$", "<p>$<code>a</code>$. And <math>x</math></p>"),
        ("<div>$x$</div>", "<div><math>x</math></div>"),
        ("Term\n:   def $x$", "<dd>def <math>x</math></dd>"),
    ],
)
def test_formulas(markdown, wanted):
    assert wanted in html(markdown)


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("$5 and $10", "<p>$5 and $10</p>"),
        ("$5/hr or 7$", "<p>$5/hr or 7$</p>"),
        (r"\$ and \$x\$", "<p>$ and $x$</p>"),
        ("`$x$` and ``a `$y$` b``", "<p><code>$x$</code> and <code>a `$y$` b</code></p>"),
        ("$`a`$", "<p>$<code>a</code>$</p>"),
        ("```\n$x$\n```", "<pre><code>$x$\n</code></pre>"),
        ("~~~\n$x$\n```\n$y$\n~~~", "<pre><code>$x$\n```\n$y$\n</code></pre>"),
        ("a\n\n    code $x$", "<p>a</p>\n<pre><code>code $x$\n</code></pre>"),
        ("1. a\n\n        code $x$", "<pre><code>code $x$\n</code></pre>"),
        ("<http://x/$a$>", '<p><a href="http://x/$a$">http://x/$a$</a></p>'),
        ('<a title="$q$">b</a>', '<p><a title="$q$">b</a></p>'),
        ("<!-- $x$ -->", "<!-- $x$ -->"),
        ("![$x$](a.svg)", '<p><img alt="$x$" src="a.svg" /></p>'),
        ("x $$ y", "<p>x $$ y</p>"),
    ],
)
def test_not_formulas(markdown, wanted):
    assert wanted in html(markdown)


def test_a_display_formula_ends_its_paragraph():
    wrapped = '<div class="math" style="overflow-x:auto;overflow-y:hidden"><math>x</math></div>'
    assert html("a $$x$$ b") == f"<p>a </p>\n{wrapped}\n<p> b</p>"
    assert html("$$\nx\n$$") == wrapped
    assert html("- a $$x$$") == f"<ul>\n<li>a {wrapped}</li>\n</ul>"
    assert html("> $$\n> x\n> $$") == f"<blockquote>\n{wrapped}\n</blockquote>"
    assert "<div" not in html("*a $$x$$*") and "<div" not in html("a {{c1::$$x$$}} b")


def test_offsets_are_exact_and_quotes_do_not_get_in():
    markdown = "a\n\n> $$\n> x\n> = \\bad\n> $$\n\n- b $y$"
    first, second = find_formulas(markdown)
    assert markdown[first.offset + first.tex.index("\\bad") :].startswith("\\bad") and ">" not in first.tex
    assert (second.tex, second.display, markdown[second.start : second.end]) == ("y", False, "$y$")


def test_dollars_that_are_no_formula_are_named():
    assert [odd.text for odd in odd_dollars("a $$x\n\n$5/hr or 7$ and $5 or $10 and $$ $$")] == [
        "$$",
        "$5/hr or 7$",
        "$$ $$",
    ]
    assert [odd.text for odd in odd_dollars("the $`a`$ of $x$")] == ["$`a`$"]
    assert not odd_dollars(r"\$5, `$$`, $x$, $$y$$, $5 and $10")


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        (r"the \alpha and x_i^2, O(n^2)", [r"\alpha", "x_i^2", "n^2"]),
        (r"10^{-3} and \(x\) and \frac{1}{2}", ["10^{-3}", r"\(", r"\frac"]),
        ("d_model, snake_case_name, a_b.py, GPT-4_x, 2_000, word^[1], _x_, **b**", []),
        ("`x_i` and $x_i$ and [x](a_b_c) and https://x.y/a_b^2", []),
        ("```\nx_i \\alpha\n```\n\n    x_i", []),
    ],
)
def test_tex_outside_of_formulas(markdown, found):
    assert [text for _, text in plain_tex(markdown)] == found
    assert all(markdown[offset:].startswith(text) for offset, text in plain_tex(markdown))


@given(st.text(alphabet="$$$\\`x1 \n>-|{}<a/>[]()#~", max_size=40))
def test_any_text_is_read(markdown):
    for formula in find_formulas(markdown):
        assert len(formula.tex) == formula.end - formula.start - (4 if formula.display else 2)
        assert formula.tex.strip()
    odd_dollars(markdown), plain_tex(markdown), html(markdown)
    assert "\ue000" not in html(markdown)
