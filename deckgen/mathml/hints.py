r"""What to say when a formula is refused: the message, and what to write instead."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from deckgen.mathml.fault import Refused

_OPERATORS_TEXT = """
    Var Cov Corr Bias MSE tr Tr diag rank sign sgn softmax sigmoid relu ReLU span vec dom supp range null col
    row prox proj conv Attention Attn MLP FFN LN LayerNorm logit erf KL JS TV Ent MI lcm id Id Re Im GELU Cat
    Ber Bern Bin Poi Dir Beta Unif Multi RMS IoU Precision Recall argsort topk concat Concat round clip
"""
_OPERATORS = frozenset(_OPERATORS_TEXT.split())
_SETS = {r"\R": "R", r"\N": "N", r"\Z": "Z", r"\Q": "Q", r"\C": "C", r"\E": "E", r"\P": "P", r"\reals": "R"}
_INSTEAD = {
    r"\ce": "chemistry (mhchem) is not supported",
    r"\href": "links inside formulas are not supported; link the text around it",
    r"\url": "links inside formulas are not supported; link the text around it",
    r"\class": "HTML inside formulas is not supported",
    r"\style": "HTML inside formulas is not supported",
    r"\cssId": "HTML inside formulas is not supported",
    r"\htmlClass": "HTML inside formulas is not supported",
    r"\includegraphics": "write ![alt](picture.svg) outside the formula",
    r"\verb": r"write \texttt{…}",
    r"\intertext": "end the formula, write the text, begin another",
    r"\shortintertext": "end the formula, write the text, begin another",
    r"\multicolumn": "columns cannot be joined here; write a Markdown table",
    r"\hfill": r"write \quad or \hspace{2em}",
    r"\newline": r"write \\ inside aligned or gathered",
    r"\linebreak": r"write \\ inside aligned or gathered",
    r"\(": "formulas stand between $ and $ here, nothing else",
    r"\)": "formulas stand between $ and $ here, nothing else",
    r"\[": "formulas stand between $$ and $$ here, nothing else",
    r"\]": "formulas stand between $$ and $$ here, nothing else",
    r"\llap": r"write the text itself, or \mathrlap",
    r"\clap": r"write the text itself",
    r"\mathllap": r"write the text itself, or \mathrlap",
    r"\root": r"write \sqrt[n]{x}",
    r"\cline": r"write \hline",
    r"\raise": "write the content itself",
    r"\lower": "write the content itself",
    r"\bbox": r"write \boxed or \colorbox",
    r"\eqalign": r"write \begin{aligned} … \end{aligned}",
    r"\displaylines": r"write \begin{gathered} … \end{gathered}",
    r"\hfil": r"write \quad or \hspace{2em}",
    r"\\": "end the text, or write it in two",
    r"\above": r"write \frac{a}{b} or \genfrac",
    r"\overwithdelims": r"write \genfrac{(}{)}{}{}{a}{b}",
    r"\atopwithdelims": r"write \genfrac{(}{)}{0pt}{}{a}{b}",
    r"\abovewithdelims": r"write \genfrac",
    r"\mathchoice": "write the form that you mean",
    r"\vcenter": "write the content itself",
    r"\raisebox": "write the content itself",
    r"\nicefrac": r"write a/b or \tfrac{a}{b}",
    r"\sfrac": r"write a/b or \tfrac{a}{b}",
    r"\si": r"write \mathrm{…}",
    r"\SI": r"write 3\,\mathrm{m}",
    r"\unit": r"write \mathrm{…}",
    r"\qty": r"write \left( … \right)",
    r"\dv": r"write \frac{df}{dx}",
    r"\pdv": r"write \frac{\partial f}{\partial x}",
    r"\dd": r"write \,dx",
    r"\defeq": r"write \coloneqq or :=",
    r"\eqdef": r"write \coloneqq or :=",
    r"\given": r"write \mid",
    r"\indep": r"write \perp\!\!\!\perp",
    r"\independent": r"write \perp\!\!\!\perp",
    r"\textsc": r"write \text{…}",
}
_USAGES = {
    "^": "x^2 or x^{10}", "_": "x_2 or x_{10}", r"\sqrt": r"\sqrt{x} or \sqrt[3]{x}",
    r"\overset": r"\overset{above}{x}", r"\underset": r"\underset{below}{x}", r"\stackrel": r"\stackrel{above}{=}",
    r"\textcolor": r"\textcolor{red}{x}", r"\color": r"\color{red} x", r"\colorbox": r"\colorbox{yellow}{text}",
    r"\begin": r"\begin{name} … \end{name}", r"\end": r"\begin{name} … \end{name}",
    r"\substack": r"\substack{a \\ b}", r"\sideset": r"\sideset{_a^b}{_c^d}\sum", r"\prescript": r"\prescript{a}{b}{X}",
    r"\genfrac": r"\genfrac{(}{)}{0pt}{}{a}{b}",
}  # fmt: skip
_TWO = {r"\frac", r"\dfrac", r"\tfrac", r"\cfrac", r"\binom", r"\dbinom", r"\tbinom"}
_UNCLEAR = {
    "#": (r"'#' stands for a macro's argument", r"write \# for the sign"),
    "$": ("a dollar sign inside a formula", r"write \$ for the sign, or end the formula first"),
    "%": ("'%' begins a comment in TeX: the rest would be lost", r"write \% for the sign"),
    '"': ("a quotation mark in a formula", r"put text into \text{…}"),
    "`": ("a backtick in a formula", r"put text into \text{…}"),
    "\\": ("a lone backslash", "write the command's name after it"),
    "’": ("a typographic apostrophe in a formula", "write ' for a prime"),
    "‘": ("a typographic quotation mark in a formula", r"put text into \text{…}"),
    "“": ("a typographic quotation mark in a formula", r"put text into \text{…}"),
    "”": ("a typographic quotation mark in a formula", r"put text into \text{…}"),
    "–": ("a dash in a formula", "write - for minus"),
    "—": ("a dash in a formula", "write - for minus"),
    "‐": ("a hyphen in a formula", "write - for minus"),
    "‑": ("a hyphen in a formula", "write - for minus"),
}

Known: list[str] = []  # every command there is; filled when the package is imported
Environments: list[str] = []


def usage(command: str) -> str:
    """How a command is written with its arguments."""
    return _USAGES.get(command) or (f"{command}{{a}}{{b}}" if command in _TWO else f"{command}{{…}}")


def similar(name: str, known: Iterable[str]) -> str:
    """Return "did you mean …?" for the closest known name, or ""."""
    from rapidfuzz import process  # noqa: PLC0415 - only where something is refused
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only where something is refused

    found = process.extractOne(name, sorted(known), scorer=OSA.normalized_similarity, score_cutoff=0.68)
    return f"did you mean {found[0]}?" if found else ""


def unknown(command: str, offset: int, macros: Iterable[str] = ()) -> Refused:
    """The refusal of a command that nobody knows, or that cannot be shown."""
    if command in _INSTEAD:
        return Refused(offset, "math-unsupported", f"{command} is not supported", _INSTEAD[command])
    if command == "\\":
        return character(command, offset)
    if command in (r"\limits", r"\nolimits", r"\displaylimits"):
        return limits(command, offset)
    if command in (r"\hline", r"\hdashline"):
        return Refused(offset, "math-align", f"{command} stands only before a row of an array", r"write \\ before it")
    hint = ""
    name = command[1:]
    if name in Environments:
        hint = rf"write \begin{{{name}}} … \end{{{name}}}"
    elif name in _OPERATORS:
        hint = rf"write \operatorname{{{name}}}, or define {command} under macros in deck.yaml"
    elif command in _SETS:
        hint = rf"write \mathbb{{{_SETS[command]}}}, or define {command} under macros in deck.yaml"
    else:
        known = [*Known, *macros]
        hint = similar(command, known)
        if not hint:  # \inR, \alphax: a known command with letters stuck to it
            longest = max((k for k in known if len(k) > 2 and command.startswith(k)), key=len, default="")
            hint = f"put a space after {longest}" if longest else "define it under macros in deck.yaml"
    return Refused(offset, "math-command", f"unknown command {command}", hint)


def limits(command: str, offset: int) -> Refused:
    """The refusal of limits on something that is no operator."""
    return Refused(offset, "math-limits", rf"{command} must follow an operator such as \sum", r"make one: \mathop{…}")


def character(sign: str, offset: int) -> Refused:
    """The refusal of a character that has no place in a formula."""
    why, hint = _UNCLEAR.get(sign[0], ("", ""))
    if not why:
        name = unicodedata.name(sign[0], f"U+{ord(sign[0]):04X}")
        why, hint = f"the character {name} cannot stand in a formula", r"put text into \text{…}"
        if unicodedata.category(sign[0]) == "Mn":
            hint = r"write the accent as a command, such as \hat{x}"
    return Refused(offset, "math-character", why, hint)


def stray(token: str, offset: int, inside: int) -> Refused:
    """The refusal of a token that ends a row where nothing of its kind was begun; `inside` a group that began there."""
    if token == "}":
        return Refused(offset, "math-braces", "this '}' closes nothing", r"remove it, or write \} for the sign")
    if token == "&":
        hint = r"write \& for the sign, or use \begin{aligned} … \end{aligned}"
        return Refused(offset, "math-align", "'&' outside of a table", hint)
    if token in (r"\\", r"\cr"):
        hint = r"use \begin{aligned} … \end{aligned}, or $$…$$"
        return Refused(offset, "math-align", rf"a line break ({token}) outside of a table", hint)
    if token == r"\right":
        where = " in this group" if inside >= 0 else ""
        return Refused(offset, "math-delimiter", rf"\right without \left{where}", r"write \left( … \right)")
    if token == r"\middle":
        return Refused(
            offset,
            "math-delimiter",
            r"\middle outside of \left … \right",
            r"write \mid, or \left( a \middle| b \right)",
        )
    if token == r"\end":
        return Refused(offset, "math-environment", r"\end without \begin", usage(r"\begin"))
    return Refused(max(offset, 0), "math-braces", "the formula ends too early", "")
