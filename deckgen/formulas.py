r"""The one Markdown extension that finds `$…$` and `$$…$$`.

Formulas are found in the raw text, before Markdown sees it: offsets are exact, and no rule of Markdown (tables,
emphasis, lists, headings) can take a formula apart. Each is swapped for a placeholder of private-use characters, and
put in place in the finished HTML. A placeholder that ended up in code or in an attribute becomes its source again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from deckgen.formula_scan import Formula, find_formulas, odd_dollars, plain_tex

__all__ = ["Formula", "FormulaExtension", "find_formulas", "odd_dollars", "plain_tex"]

Convert = Callable[[str, bool, int], str]

WRAPPER = "overflow-x:auto;overflow-y:hidden"
PLACEHOLDER = re.compile("\ue000([0-9]+)\ue001")
FOLLOWED = re.compile(PLACEHOLDER.pattern + r"((?:[,.;!?)\]’”]|:(?!:))*)")  # "::" divides a cloze gap from its hint


TAG = re.compile(r"<!--.*?-->|<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
VERBATIM = {"code", "pre", "script", "style", "textarea", "title", "svg", "math"}
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
IN_GAP = re.compile(r"\{\{c[0-9]+::(?:(?!\}\}).)*\Z", re.DOTALL)
EMPTY = re.compile(r"<p>\s*</p>\n?")


class FormulaExtension(Extension):
    """Formulas for python-markdown: `convert(tex, display, offset)` returns the HTML of one formula.

    `offset` is that of the first character of TeX in the text handed to Markdown. A display formula is put into
    `<div class="math">`, which scrolls when the formula is too wide; it ends the paragraph that it stands in.
    """

    def __init__(self, convert: Convert) -> None:
        super().__init__()
        self.make = convert
        self.stash: list[tuple[Formula, str]] = []

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the two processors, and let Markdown unescape a dollar."""
        md.registerExtension(self)
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "$"]
        self._stash, self._unstash = _Stash(md, self), _Unstash(md, self)
        md.preprocessors.register(self._stash, "formulas", 40)  # before whitespace is normalised: exact offsets
        md.postprocessors.register(self._unstash, "formulas", -10)  # the last

    def reset(self) -> None:
        """Forget the formulas of the text before."""
        self.stash = []

    def take_out(self, text: str) -> str:
        """The text with a placeholder for each formula."""
        return "\n".join(self._stash.run(text.split("\n")))

    def put_back(self, html: str) -> str:
        """Finished HTML with the formulas in their placeholders' stead."""
        return self._unstash.run(html)

    def html(self, formula: Formula, *, nested: bool) -> str:
        """The HTML of one formula; `nested` inside an inline element, where no `<div>` may stand."""
        made = self.make(formula.tex, formula.display, formula.offset)
        if not formula.display:
            return made
        if nested:
            return f'<span class="math" style="display:block;{WRAPPER}">{made}</span>'
        return f'<div class="math" style="{WRAPPER}">{made}</div>'


class _Stash(Preprocessor):
    def __init__(self, md: Markdown, extension: FormulaExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        out: list[str] = []
        done = 0
        for formula in find_formulas(text):
            out.append(text[done : formula.start])
            out.append(f"\ue000{len(self.extension.stash)}\ue001")
            self.extension.stash.append((formula, text[formula.start : formula.end]))
            done = formula.end
        out.append(text[done:])
        return "".join(out).split("\n")


class _Unstash(Postprocessor):
    def __init__(self, md: Markdown, extension: FormulaExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        if "\ue000" not in text:
            return text
        out: list[str] = []
        opened: list[str] = []
        done = 0
        for tag in TAG.finditer(text):
            out.append(self._text(text[done : tag.start()], opened))
            out.append(self._source(tag[0]))
            done = tag.end()
            name = (tag[2] or "").lower()
            if tag[1]:
                if name in opened:
                    while opened.pop() != name:
                        pass
            elif name and name not in VOID and not tag[0].endswith("/>"):
                opened.append(name)
        out.append(self._text(text[done:], opened))
        return EMPTY.sub("", "".join(out)).strip("\n")

    def _text(self, text: str, opened: list[str]) -> str:
        if VERBATIM.intersection(opened):
            return self._source(text)
        paragraph = bool(opened) and opened[-1] == "p"

        def swap(match: re.Match[str]) -> str:
            if int(match[1]) >= len(self.extension.stash):
                return match[0]
            formula, _ = self.extension.stash[int(match[1])]
            alone = paragraph and not IN_GAP.search(text, 0, match.start())  # no tag may end inside a cloze gap
            made = self.extension.html(formula, nested="p" in opened and not alone)
            if formula.display:
                return f"</p>\n{made}\n<p>{match[2]}" if alone else made + match[2]
            # Engines break a line between a formula and the comma after it, unless told not to (.stay in style.css).
            return f'<span class="stay">{made}{match[2]}</span>' if match[2] else made

        return FOLLOWED.sub(swap, text)

    def _source(self, text: str) -> str:
        """The text with the source of each formula in the placeholder's stead, escaped."""

        def swap(match: re.Match[str]) -> str:
            number = int(match[1])
            return html.escape(self.extension.stash[number][1]) if number < len(self.extension.stash) else match[0]

        return PLACEHOLDER.sub(swap, text)
