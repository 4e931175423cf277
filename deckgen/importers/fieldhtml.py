"""A field's HTML, made ready to become Markdown: formulas, pictures and sounds stand apart, what is no text is told.

Formulas are held as TeX behind private characters, so that nothing on the way back can take one apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape

from deckgen.importers.settle import WRAPPERS
from deckgen.sanitize import ALLOWED

OPEN, CLOSE = "\ue010", "\ue011"  # around a formula's number
JOIN_BEFORE, JOIN_AFTER = "\ue012", "\ue013"  # a display formula in the same paragraph as the text before, after it
SPACE = "\ue014"  # an `&nbsp;` that was written as such
BLANK = "\ue018"  # one of several spaces within a line
HELD = re.compile(f"{OPEN}([0-9]+){CLOSE}")
_PRIVATE = re.compile("[\ue000-\ue02f\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_MATH = re.compile(r"<math\b([^>]*)>(.*?)</math\s*>", re.S | re.I)
_ALT = re.compile(r"\balttext\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
_TEX = re.compile(r"<annotation\b[^>]*application/x-tex[^>]*>(.*?)</annotation>", re.S | re.I)
_MATHJAX = re.compile(r"<anki-mathjax\b([^>]*)>(.*?)</anki-mathjax\s*>", re.S | re.I)
_CODE = re.compile(r"<(pre|code|textarea)\b[^>]*>.*?</\1\s*>", re.S | re.I)
_MARKS = (  # other marks of formulas: pattern, display
    (re.compile(r"\\\[(.{1,20000}?)\\\]", re.S), True),
    (re.compile(r"\\\((.{1,20000}?)\\\)", re.S), False),
    (re.compile(r"\[\$\$\](.{1,20000}?)\[/\$\$\]", re.S | re.I), True),
    (re.compile(r"\[\$\](.{1,20000}?)\[/\$\]", re.S | re.I), False),
)
_LATEX = re.compile(r"\[latex\](.{1,20000}?)\[/latex\]", re.S | re.I)
_SOUND = re.compile(r"(?:<span>)?\[sound:([^\[\]\n]{1,300})\](?:</span>)?", re.I)
_DEAD = re.compile(
    r"<(script|style|iframe|object|embed|svg|form|noscript|template)\b[^>]*>.*?(?:</\1\s*>|\Z)", re.S | re.I
)
_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)([^<>]*)>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_STYLED = re.compile(r"\b(?:style|color|bgcolor|face|size)\s*=", re.I)
_HANDLER = re.compile(r"[\s/\"'](on\w+)\s*=", re.I)
_GAP = re.compile(r"\{\{c(\d+)::((?:(?!\{\{c\d|\}\}).)*?)\}\}", re.S)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_ALIGNED = re.compile(r"\s*text-align\s*:\s*\w+\s*;?\s*")


@dataclass(slots=True)
class Ready:
    """The HTML with its formulas held (TeX, display), and what was left out or changed on the way."""

    html: str
    formulas: list[tuple[str, bool]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def hold(self, tex: str, display: bool) -> str:
        """Keep a formula, return what stands for it."""
        self.formulas.append((tex, display))
        return f"{OPEN}{len(self.formulas) - 1}{CLOSE}"


def ready(html: str, *, allow_html: bool) -> Ready:
    """Make a field's HTML ready."""
    made = Ready(_PRIVATE.sub("", html.replace("\r\n", "\n").replace("\r", "\n")))
    if made.html != html.replace("\r\n", "\n").replace("\r", "\n"):
        made.told.append("control characters were left out")
    made.html = _COMMENT.sub("", made.html)
    if made.html.count("<!--") != html.count("<!--"):
        made.told.append("a comment was left out")
    made.html = _DEAD.sub(lambda found: _dead(found[0], made, allow_html=allow_html), made.html)
    made.html = _MATH.sub(lambda found: _math(found, made), made.html)
    made.html = _MATHJAX.sub(
        lambda found: _marked(found[2], "true" in found[1] or "block" in found[1], made), made.html
    )
    made.html = _outside_code(made.html, made)
    made.html = _TAG.sub(lambda found: _tag(found, made, allow_html=allow_html), made.html)
    html = made.html
    if OPEN in html:
        html = re.sub(rf'<span class="stay">({HELD.pattern}[^<>]*)</span>', r"\1", html)
        html = re.sub(rf'<span class="math"[^>]*>({HELD.pattern})</span>', r"\1", html)
        html = re.sub(
            rf'(\n</p>\n)?<div class="math"[^>]*>({HELD.pattern})</div>(?:(\n<p>\n)|)',
            lambda found: (
                (f"{JOIN_BEFORE}</p>" if found[1] else "")
                + f"<p>{found[2]}</p>"
                + (f"<p>{JOIN_AFTER}" if found[4] else "")
            ),
            html,
        )
    html = html.replace("&nbsp;", SPACE)
    if "  " in html:  # spaces that the author wrote are kept
        parts = re.split(r"(<[^<>]*>)", html)
        parts[::2] = [re.sub(r"(?<=\S) {2,}(?=\S)", lambda found: BLANK * len(found[0]), part) for part in parts[::2]]
        html = "".join(parts)
    made.html = re.sub(r"<br\s*/?>\n?", "<br>", html, flags=re.I)
    return made


def essence(html: str, *, allow_html: bool) -> str:
    """What a learner would read, without spaces: to be compared before and after."""
    made = ready(html, allow_html=allow_html)
    text = re.sub(r"<img\b[^>]*>", "[img]", made.html, flags=re.I)
    text = unescape(re.sub(r"<[^<>]*>", "", text))
    text = re.sub(f"[{JOIN_BEFORE}{JOIN_AFTER}{SPACE}{BLANK}]", "", text)
    text = HELD.sub(lambda found: f"[{made.formulas[int(found[1])][0]}]", text)
    return "".join(text.split()).replace("\xa0", "")


def plain_tex(html: str) -> str:
    """TeX as Anki holds it: escaped, with line breaks as elements."""
    text = re.sub(r"<br\s*/?>|</div>|</p>", "\n", html, flags=re.I)
    text = unescape(re.sub(r"<[A-Za-z/][^<>]*>", "", text)).replace("\xa0", " ")
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _math(found: re.Match[str], made: Ready) -> str:
    alt, tex = _ALT.search(found[1]), _TEX.search(found[2])
    display = bool(re.search(r"display\s*=\s*[\"']block", found[1]))
    if alt:
        return made.hold(unescape(alt[1] or alt[2] or ""), display)
    if tex:
        return made.hold(plain_tex(tex[1]), display)
    made.told.append("MathML without its TeX became text")
    return " ".join(re.sub(r"<[^<>]*>", " ", found[2]).split())


def _outside_code(html: str, made: Ready) -> str:
    if not ("\\" in html or "[" in html):
        return html
    out, at = [], 0
    for code in _CODE.finditer(html):
        out += [_marks(html[at : code.start()], made), code[0]]
        at = code.end()
    return "".join([*out, _marks(html[at:], made)])


def _marks(html: str, made: Ready) -> str:
    for pattern, display in _MARKS:
        html = pattern.sub(lambda found, display=display: _marked(found[1], display, made), html)  # type: ignore[misc]
    html = _LATEX.sub(lambda found: _latex(found[1], made), html)
    return _SOUND.sub(lambda found: f'<img alt="" src="{escape(found[1].strip())}">', html)


def _latex(inside: str, made: Ready) -> str:
    """`[latex]` holds a piece of a document: formulas in it are between dollars, or environments."""
    text = plain_tex(inside)
    whole = re.fullmatch(r"\$\$?(.+?)\$\$?|\\begin\{(?:displaymath|math|equation\*?)\}(.+?)\\end\{\w+\*?\}", text, re.S)
    if whole:
        return _marked(escape((whole[1] or whole[2]).strip()), text.startswith(("$$", "\\begin")), made)
    if "$" in text:
        return re.sub(r"\$([^$]+)\$", lambda found: _marked(escape(found[1]), False, made), escape(text, quote=False))
    return _marked(escape(text), "\n" in text or "\\begin" in text, made)


def _marked(inside: str, display: bool, made: Ready) -> str:
    """A formula in marks; a gap within it goes around the whole of it."""
    tex = plain_tex(inside)
    if not tex:
        return ""
    gaps = list(_GAP.finditer(tex))
    if not gaps:
        return made.hold(tex, display)
    whole = _GAP.sub(lambda found: found[2].partition("::")[0], tex)
    if len(gaps) > 1 or gaps[0].span() != (0, len(tex)):
        made.told.append(f"the gap within the formula {whole[:60]!r} is around all of it now")
    numbers = sorted({int(gap[1]) for gap in gaps})
    if len(numbers) > 1:
        made.told.append(f"gaps {', '.join(map(str, numbers[1:]))} in that formula are gone")
    return f"{{{{c{numbers[0]}::{made.hold(whole, display)}}}}}"


def _dead(text: str, made: Ready, *, allow_html: bool) -> str:
    """What must not run: text, or nothing where HTML is wanted (the sanitiser would take it out)."""
    name = re.match(r"<(\w+)", text)
    what = f"<{name[1].lower()}>" if name else "an element"
    if name and name[1].lower() == "style":
        made.told.append(f"{what} was left out")
        return ""
    made.told.append(f"{what} was taken out" if allow_html else f"{what} was kept as text")
    return "" if allow_html else escape(text, quote=False)


def _tag(found: re.Match[str], made: Ready, *, allow_html: bool) -> str:
    name, attributes = found[2].lower(), found[3]
    if name in ("img", "anki-mathjax"):
        return found[0]
    for handler in _HANDLER.finditer(attributes):
        made.told.append(f"{handler[1].lower()}= was left out")
    if name == "a" and not found[1] and "footnote" not in attributes:
        href = _HREF.search(attributes)
        target = unescape(next(filter(None, href.groups()), "")) if href else ""
        if target and not re.match(r"https?://|mailto:[^\s]+@", target):
            made.told.append(f"the link to {target[:80]!r} is text now")
            return "<a>"
    if name in ALLOWED or name in WRAPPERS:
        if _STYLED.search(attributes) and name not in ("td", "th", "div") and not _ALIGNED.fullmatch(
            re.sub(r".*style\s*=\s*[\"']([^\"']*)[\"'].*", r"\1", attributes, flags=re.S)
        ):  # fmt: skip
            made.told.append("the look of a text (style, colour, size) was left out")
        return found[0]
    if ":" in name or name in ("html", "body", "head", "meta", "link", "title", "col", "colgroup", "tfoot", "label"):
        made.told.append(f"<{name}> was left out")
        return ""
    if not found[1]:
        made.told.append(f"<{name}> was taken out" if allow_html else f"<{name}> was kept as text")
    return "" if allow_html else f"&lt;{found[0][1:-1]}&gt;"
