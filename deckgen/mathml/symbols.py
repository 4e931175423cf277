r"""Commands that stand for one sign, and single characters, each with TeX's class for it.

A class decides the space around a sign, as in TeX: ord, op, bin, rel, open, close, punct, inner.
"""

from __future__ import annotations

from typing import NamedTuple


class Symbol(NamedTuple):
    """One sign: its text, the element it becomes, TeX's class, and what sets it apart."""

    text: str
    tag: str  # mi, mo
    cls: str
    kind: str  # letter: italic by itself; upright: never italic; limits, nolimits: large operators and functions


def _table(tag: str, cls: str, kind: str, names: str) -> dict[str, Symbol]:
    words = names.split()
    return {rf"\{name}": Symbol(text, tag, cls, kind) for name, text in zip(words[::2], words[1::2], strict=True)}


GREEK = _table(
    "mi",
    "ord",
    "letter",
    """alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
    varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ
    phi ϕ varphi φ chi χ psi ψ omega ω digamma ϝ
    varGamma Γ varDelta Δ varTheta Θ varLambda Λ varXi Ξ varPi Π varSigma Σ varUpsilon Υ varPhi Φ varPsi Ψ
    varOmega Ω""",
)
CAPITAL_GREEK = _table(
    "mi",
    "ord",
    "upright",
    """Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω""",
)
LETTER_LIKE = _table(
    "mi",
    "ord",
    "sign",
    """ell ℓ hbar ℏ hslash ℏ imath 𝚤 jmath 𝚥 wp ℘ Re ℜ Im ℑ aleph ℵ beth ℶ gimel ℷ daleth ℸ partial ∂ infty ∞
    Bbbk 𝕜 eth ð mho ℧ Finv Ⅎ Game ⅁""",
)
ORDINARY = _table(
    "mi",
    "ord",
    "upright",
    """nabla ∇ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ complement ∁ top ⊤ bot ⊥ angle ∠
    measuredangle ∡ sphericalangle ∢ triangle △ triangledown ▽ blacktriangle ▲ blacktriangledown ▼ square □ Box □
    blacksquare ■ Diamond ◊ lozenge ◊ blacklozenge ⧫ bigstar ★ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠
    flat ♭ natural ♮ sharp ♯ checkmark ✓ degree ° S § P ¶ pounds £ yen ¥ copyright © circledR ® circledS Ⓢ
    maltese ✠ dag † ddag ‡ surd √ diagup ╱ diagdown ╲ # # $ $ % % & & _ _""",
)
ORDINARY_OPERATORS = _table("mo", "ord", "", "neg ¬ lnot ¬ prime ′ backprime ‵ vdots ⋮ backslash \\")
BINARY = _table(
    "mo",
    "bin",
    "",
    """pm ± mp ∓ times × div ÷ cdot ⋅ centerdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘
    odot ⊙ dagger † ddagger ‡ amalg ⨿ cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖
    smallsetminus ∖ wr ≀ diamond ⋄ bigtriangleup △ bigtriangledown ▽ triangleleft ◃ triangleright ▹ lhd ⊲ rhd ⊳
    unlhd ⊴ unrhd ⊵ bigcirc ◯ ltimes ⋉ rtimes ⋊ leftthreetimes ⋋ rightthreetimes ⋌ curlywedge ⋏ curlyvee ⋎
    dotplus ∔ divideontimes ⋇ Cap ⋒ doublecap ⋒ Cup ⋓ doublecup ⋓ barwedge ⌅ veebar ⊻ doublebarwedge ⌆ boxplus ⊞
    boxminus ⊟ boxtimes ⊠ boxdot ⊡ circleddash ⊝ circledast ⊛ circledcirc ⊚ intercal ⊺ And &""",
)
RELATIONS = _table(
    "mo",
    "rel",
    "",
    """lt < gt > in ∈ ni ∋ owns ∋ notin ∉ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ leqslant ⩽ geqslant ⩾ leqq ≦ geqq ≧
    ll ≪ gg ≫ lll ⋘ ggg ⋙ lessgtr ≶ gtrless ≷ lesseqgtr ⋚ gtreqless ⋛ lesssim ≲ gtrsim ≳ lessapprox ⪅
    gtrapprox ⪆ lessdot ⋖ gtrdot ⋗ eqslantless ⪕ eqslantgtr ⪖
    sim ∼ thicksim ∼ backsim ∽ backsimeq ⋍ simeq ≃ approx ≈ thickapprox ≈ approxeq ≊ cong ≅ equiv ≡ asymp ≍
    doteq ≐ doteqdot ≑ Doteq ≑ risingdotseq ≓ fallingdotseq ≒ bumpeq ≏ Bumpeq ≎ circeq ≗ eqcirc ≖ triangleq ≜
    propto ∝ varpropto ∝ coloneqq ≔ coloneq ≔ Coloneqq ⩴ eqqcolon ≕ dblcolon ∷
    subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subseteqq ⫅ supseteqq ⫆ subsetneq ⊊ supsetneq ⊋ subsetneqq ⫋
    supsetneqq ⫌ varsubsetneq ⊊ varsupsetneq ⊋ Subset ⋐ Supset ⋑ sqsubset ⊏ sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒
    vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ Vvdash ⊪ mid ∣ shortmid ∣ parallel ∥ shortparallel ∥ perp ⊥
    prec ≺ succ ≻ preceq ⪯ succeq ⪰ preccurlyeq ≼ succcurlyeq ≽ curlyeqprec ⋞ curlyeqsucc ⋟ precsim ≾ succsim ≿
    precapprox ⪷ succapprox ⪸ bowtie ⋈ Join ⋈ smile ⌣ smallsmile ⌣ frown ⌢ smallfrown ⌢ between ≬ pitchfork ⋔
    backepsilon ϶ therefore ∴ because ∵ vartriangle △ vartriangleleft ⊲ vartriangleright ⊳ trianglelefteq ⊴
    trianglerighteq ⊵ blacktriangleleft ◀ blacktriangleright ▶
    nless ≮ ngtr ≯ nleq ≰ ngeq ≱ nleqslant ≰ ngeqslant ≱ nleqq ≰ ngeqq ≱ lneq ⪇ gneq ⪈ lneqq ≨ gneqq ≩
    lvertneqq ≨ gvertneqq ≩ lnsim ⋦ gnsim ⋧ lnapprox ⪉ gnapprox ⪊ nsim ≁ ncong ≇ nmid ∤ nshortmid ∤ nparallel ∦
    nshortparallel ∦ nsubset ⊄ nsupset ⊅ nsubseteq ⊈ nsupseteq ⊉ nsubseteqq ⊈ nsupseteqq ⊉ nprec ⊀ nsucc ⊁
    npreceq ⋠ nsucceq ⋡ precneqq ⪵ succneqq ⪶ precnsim ⋨ succnsim ⋩ precnapprox ⪹ succnapprox ⪺ nvdash ⊬ nvDash ⊭
    nVdash ⊮ nVDash ⊯ ntriangleleft ⋪ ntriangleright ⋫ ntrianglelefteq ⋬ ntrianglerighteq ⋭""",
)
ARROWS = _table(
    "mo",
    "rel",
    "arrow",
    """to → rightarrow → gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔
    longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸
    Longleftrightarrow ⟺ mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩
    rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼ leftharpoondown ↽ rightleftharpoons ⇌ leftrightharpoons ⇋
    rightsquigarrow ⇝ leadsto ⇝ leftrightsquigarrow ↭ twoheadrightarrow ↠ twoheadleftarrow ↞ rightarrowtail ↣
    leftarrowtail ↢ rightrightarrows ⇉ leftleftarrows ⇇ rightleftarrows ⇄ leftrightarrows ⇆ upuparrows ⇈
    downdownarrows ⇊ curvearrowright ↷ curvearrowleft ↶ circlearrowright ↻ circlearrowleft ↺ looparrowright ↬
    looparrowleft ↫ Lleftarrow ⇚ Rrightarrow ⇛ Lsh ↰ Rsh ↱ multimap ⊸ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖
    dashrightarrow ⇢ dashleftarrow ⇠ nrightarrow ↛ nleftarrow ↚ nleftrightarrow ↮ nRightarrow ⇏ nLeftarrow ⇍
    nLeftrightarrow ⇎ upharpoonright ↾ restriction ↾ upharpoonleft ↿ downharpoonright ⇂ downharpoonleft ⇃
    uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕""",
)
OPENING = _table(
    "mo",
    "open",
    "fence",
    """{ { lbrace { lbrack [ lparen ( langle ⟨ lang ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lgroup ⟮ lmoustache ⎰
    ulcorner ⌜ llcorner ⌞ llbracket ⟦""",
)
CLOSING = _table(
    "mo",
    "close",
    "fence",
    """} } rbrace } rbrack ] rparen ) rangle ⟩ rang ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rgroup ⟯ rmoustache ⎱
    urcorner ⌝ lrcorner ⌟ rrbracket ⟧""",
)
BARS = _table("mo", "ord", "fence", "vert | | ‖ Vert ‖")
PUNCTUATION = _table("mo", "punct", "", "colon : cdotp ⋅ ldotp .")
DOTS = _table(
    "mo",
    "inner",
    "",
    "ldots … hdots … dotsc … dotso … cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ ddots ⋱ iddots ⋰ adots ⋰ mathellipsis …",
)
LARGE = _table(
    "mo",
    "op",
    "limits",
    """sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ biguplus ⨄
    bigsqcup ⨆""",
)
INTEGRALS = _table(
    "mo",
    "op",
    "nolimits",
    "int ∫ intop ∫ smallint ∫ iint ∬ iiint ∭ iiiint ⨌ oint ∮ oiint ∯ oiiint ∰",
)
_PLAIN = "arccos arcsin arctan arg cos cosh cot coth csc deg dim exp hom ker lg ln log sec sin sinh tan tanh"
_WITH_LIMITS = "det gcd inf lim max min Pr sup"
_WITH_A_GAP = {
    "argmax": "arg\u2009max",
    "argmin": "arg\u2009min",
    "liminf": "lim\u2009inf",
    "limsup": "lim\u2009sup",
    "injlim": "inj\u2009lim",
    "projlim": "proj\u2009lim",
}
FUNCTIONS = {rf"\{name}": Symbol(name, "mi", "op", "nolimits") for name in _PLAIN.split()}
LIMIT_FUNCTIONS = {
    rf"\{name}": Symbol(text, "mi", "op", "limits")
    for name, text in [*((name, name) for name in _WITH_LIMITS.split()), *_WITH_A_GAP.items()]
}

GROUPS = (  # the headings of docs/math.md
    ("Greek letters", GREEK | CAPITAL_GREEK),
    ("Letter-like signs", LETTER_LIKE),
    ("Ordinary signs", ORDINARY | ORDINARY_OPERATORS),
    ("Binary operators", BINARY),
    ("Relations", RELATIONS),
    ("Arrows", ARROWS),
    ("Brackets and bars", OPENING | CLOSING | BARS),
    ("Punctuation and dots", PUNCTUATION | DOTS),
    ("Large operators", LARGE | INTEGRALS),
    ("Functions", FUNCTIONS | LIMIT_FUNCTIONS),
)
COMMANDS: dict[str, Symbol] = {name: symbol for _, group in GROUPS for name, symbol in group.items()}


def _characters() -> dict[str, Symbol]:
    """Single characters: ASCII as TeX reads it, and every sign of the tables typed as itself."""
    signs = {
        symbol.text: symbol for symbol in COMMANDS.values() if len(symbol.text) == 1 and symbol.text not in "#$%&_{}\\"
    }
    bar = Symbol("|", "mo", "ord", "fence")
    signs |= {
        "+": Symbol("+", "mo", "bin", ""),
        "-": Symbol("−", "mo", "bin", ""),
        "−": Symbol("−", "mo", "bin", ""),
        "*": Symbol("∗", "mo", "bin", ""),
        "·": Symbol("⋅", "mo", "bin", ""),
        "•": Symbol("∙", "mo", "bin", ""),
        "/": Symbol("/", "mo", "ord", ""),
        "=": Symbol("=", "mo", "rel", ""),
        "<": Symbol("<", "mo", "rel", ""),
        ">": Symbol(">", "mo", "rel", ""),
        ":": Symbol(":", "mo", "rel", ""),
        ",": Symbol(",", "mo", "punct", ""),
        ";": Symbol(";", "mo", "punct", ""),
        ".": Symbol(".", "mo", "ord", ""),
        "!": Symbol("!", "mo", "close", ""),
        "?": Symbol("?", "mo", "close", ""),
        "(": Symbol("(", "mo", "open", "fence"),
        ")": Symbol(")", "mo", "close", "fence"),
        "[": Symbol("[", "mo", "open", "fence"),
        "]": Symbol("]", "mo", "close", "fence"),
        "|": bar,
        "‖": Symbol("‖", "mo", "ord", "fence"),
        "@": Symbol("@", "mi", "ord", "upright"),
        "…": COMMANDS[r"\ldots"],
        "∅": COMMANDS[r"\emptyset"],
        "∂": COMMANDS[r"\partial"],
        "ℏ": COMMANDS[r"\hbar"],
        "†": COMMANDS[r"\dagger"],
        "‡": COMMANDS[r"\ddagger"],
        "⊥": COMMANDS[r"\perp"],
        "△": COMMANDS[r"\triangle"],
    }
    return signs


CHARACTERS = _characters()

# What \left, \right, \middle and \big… accept, beside the single characters.
DELIMITERS: dict[str, str] = {
    **{name: symbol.text for name, symbol in (OPENING | CLOSING | BARS).items()},
    **{sign: sign for sign in "()[]|/⟨⟩⌊⌋⌈⌉‖⟦⟧↑↓"},
    **{name: ARROWS[name].text for name in (r"\uparrow", r"\downarrow", r"\updownarrow", r"\Uparrow", r"\Downarrow",
                                            r"\Updownarrow")},
    r"\backslash": "\\",
    "<": "⟨",
    ">": "⟩",
    ".": "",
}  # fmt: skip
