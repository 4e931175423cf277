"""Mathematical alphabets: a letter in a font becomes a letter of its own, for MathML Core has no other way."""

from __future__ import annotations

# First letters of Unicode's alphabets: capitals, small letters, digits, capital and small Greek (0: there is none).
_STARTS = {
    "bf": (0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2),
    "it": (0x1D434, 0x1D44E, 0, 0x1D6E2, 0x1D6FC),
    "bi": (0x1D468, 0x1D482, 0x1D7CE, 0x1D71C, 0x1D736),
    "cal": (0x1D49C, 0x1D4B6, 0, 0, 0),
    "bcal": (0x1D4D0, 0x1D4EA, 0x1D7CE, 0, 0),
    "frak": (0x1D504, 0x1D51E, 0, 0, 0),
    "bb": (0x1D538, 0x1D552, 0x1D7D8, 0, 0),
    "sf": (0x1D5A0, 0x1D5BA, 0x1D7E2, 0, 0),
    "bsf": (0x1D5D4, 0x1D5EE, 0x1D7EC, 0x1D756, 0x1D770),
    "tt": (0x1D670, 0x1D68A, 0x1D7F6, 0, 0),
}
# Letters that Unicode had before its alphabets.
_EARLIER = {
    "it": {"h": "ℎ"},
    "cal": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "frak": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "bb": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
}
_CAPITAL_GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇"
_SMALL_GREEK = "αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ"
_BOLD_OF = {"cal": "bcal", "it": "bi", "rm": "bf", "sf": "bsf", "": "bi", "bf": "bf"}


def _alphabet(font: str) -> dict[str, str]:
    capitals, smalls, digits, capital_greek, small_greek = _STARTS[font]
    table = {chr(65 + i): chr(capitals + i) for i in range(26)} | {chr(97 + i): chr(smalls + i) for i in range(26)}
    if digits:
        table |= {chr(48 + i): chr(digits + i) for i in range(10)}
    if capital_greek:
        table |= {letter: chr(capital_greek + i) for i, letter in enumerate(_CAPITAL_GREEK)}
        table |= {letter: chr(small_greek + i) for i, letter in enumerate(_SMALL_GREEK)}
    return table | _EARLIER.get(font, {})


ALPHABETS: dict[str, dict[str, str]] = {font: _alphabet(font) for font in _STARTS}

# Command -> alphabet; "rm" keeps the letter and sets it upright, "" is TeX's usual italic.
FONTS: dict[str, str] = {
    r"\mathbf": "bf", r"\mathit": "it", r"\mathcal": "cal", r"\mathscr": "cal", r"\mathfrak": "frak",
    r"\mathbb": "bb", r"\mathsf": "sf", r"\mathtt": "tt", r"\mathrm": "rm", r"\mathup": "rm", r"\mathnormal": "",
    r"\symbf": "bf", r"\symit": "it", r"\symrm": "rm", r"\symcal": "cal", r"\symbb": "bb", r"\symsf": "sf",
    r"\Bbb": "bb", r"\mathds": "bb", r"\mathbbm": "bb", r"\mathbfcal": "bcal", r"\mathbfsf": "bsf",
    r"\boldsymbol": "+", r"\bm": "+", r"\pmb": "+", r"\bold": "bf", r"\symbfit": "bi", r"\mathbfit": "bi",
}  # fmt: skip
SWITCHES: dict[str, str] = {
    r"\rm": "rm", r"\bf": "bf", r"\it": "it", r"\sf": "sf", r"\tt": "tt", r"\cal": "cal", r"\frak": "frak",
    r"\mit": "", r"\boldmath": "+",
}  # fmt: skip
WORD_FONTS = {"rm", "bf", "it", "sf", "tt"}  # letters side by side make a word


def combine(outer: str, font: str) -> str:
    r"""The alphabet when `font` is asked for inside `outer`; "+" (\boldsymbol) makes the outer one bold."""
    if font == "+":
        return _BOLD_OF.get(outer.removeprefix("+"), outer) if outer not in ("", "+") else "+"
    return _BOLD_OF.get(font, font) if outer in ("+", "bf") and font else font


def in_font(text: str, font: str, upright: bool) -> str:
    r"""The letters of `text` in an alphabet; "+" is bold, and italic unless the letter is upright by itself."""
    if font == "+":
        font = "bf" if upright else "bi"
    table = ALPHABETS.get(font)
    return "".join(table.get(letter, letter) for letter in text) if table else text
