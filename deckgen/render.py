"""Markdown becomes field HTML: formulas, code, pictures, links; every fault with its place."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from deckgen.fields import OPTION
from deckgen.formulas import FormulaExtension
from deckgen.media import SOUNDS
from deckgen.model import DeckConfig, Drawn, Media, Notetype, Question, Text, Topic
from deckgen.plain import PRIVATE, is_plain, one_line, paragraphs
from deckgen.problem import Problem, Span
from deckgen.sanitize import clean, forbidden

if TYPE_CHECKING:
    from deckgen.mathml import Fault

_OPTION = re.compile(OPTION.pattern, re.M)
_EXTENSIONS = ["tables", "fenced_code", "codehilite", "footnotes", "def_list", "sane_lists"]
_SETTINGS: dict[str, dict[str, Any]] = {"codehilite": {"css_class": "code", "guess_lang": False}}
_START = "\ue002"  # opens a heading
_MADE = re.compile(r'<math( display="block")? alttext="([^"]*)">.*?</math>', re.S)
_SIGNIFICANT = re.compile(r"[\n\r\t%]")  # alttext has spaces for line ends, which end a comment
_DOLLARS = re.compile(r"\$\$[^$]+\$\$|\$[^$]+\$")


class Renderer:
    """One Markdown instance for a whole build; every distinct formula is converted once.

    Not thread-safe: python-markdown's instances keep state. `conversions` counts formulas really converted.
    """

    def __init__(self, deck: DeckConfig, media: Iterable[Media]) -> None:
        self._macros = dict(deck.macros)
        self._media = {item.path: item for item in media}
        self._formulas: dict[tuple[str, bool], str | Fault] = {}
        self._recalled: dict[tuple[str, bool], str] = {}
        self._long: dict[str, bool] = {}
        self._extension = FormulaExtension(self._formula)
        self._markdown = Markdown(
            extensions=[*_EXTENSIONS, self._extension],
            extension_configs=_SETTINGS,
            output_format="html",
        )
        self._markdown.treeprocessors.register(_References(self._markdown, self), "deckgen-references", 0)
        self._markdown.postprocessors.register(_Sanitizer(self._markdown, self), "deckgen-sanitizer", 5)
        self._text = Text("", Span(""))
        self._shift = 0
        self._folder = ""
        self._used: dict[str, None] = {}
        self.looked: dict[str, str] = {}  # paths that a question's pictures were looked for under, and names found
        self._problems: list[Problem] = []
        self._count = 0

    @property
    def conversions(self) -> int:
        """How many distinct formulas were converted so far."""
        return len(self._formulas)

    def recall(self, fields: Iterable[str]) -> None:
        """Take over the formulas of HTML that was rendered before with the same macros, and without a fault."""
        for html in fields:
            for made in _MADE.finditer(html):
                self._recalled[unescape(made[2]), bool(made[1])] = made[0]
                self._long[made[0]] = False

    def question(self, topic: Topic, question: Question, notetype: Notetype) -> tuple[Drawn, list[Problem]]:
        """Render all written fields of a question."""
        self._folder = posixpath.dirname(topic.source)
        self._used, self.looked, self._problems, self._count = {}, {}, [], 0
        origins = {field.key: field.origin for field in notetype.fields}
        fields = tuple((key, self._field(key, origins[key], text)) for key, text in question.fields)
        return Drawn(fields, tuple(sorted(self._used)), self._count), self._problems

    def prose(self, text: Text, source: str) -> tuple[str, list[Problem]]:
        """Render text that lies outside questions (a topic's introduction)."""
        self._folder = posixpath.dirname(source)
        self._used, self._problems, self._count = {}, [], 0
        return self._block(text), self._problems

    def _field(self, key: str, origin: str, text: Text) -> str:
        if origin == "options":
            return self._options(text)
        html = self._block(text, inline=one_line(text.markdown, origin))
        # Footnotes number from 1 in every field, and several fields share a card.
        return re.sub(r'(id="|href="#)(fn|fnref\d*):', rf"\1\2-{key}-", html) if '"#fn:' in html else html

    def _options(self, text: Text) -> str:
        marks = list(_OPTION.finditer(text.markdown))
        ends = [mark.start() for mark in marks[1:]] + [len(text.markdown)]
        items = []
        for mark, end in zip(marks, ends, strict=True):
            start = mark.end() + len(text.markdown[mark.end() : end]) - len(text.markdown[mark.end() : end].lstrip())
            markdown = re.sub(r"^ {2,6}", "", text.markdown[start:end].rstrip(), flags=re.M)
            html = self._block(Text(markdown, text.place(start)))
            html = html[3:-4] if html.startswith("<p>") and html.find("<p>", 3) < 0 and html.endswith("</p>") else html
            items.append(f'<li class="{"wrong" if mark[1] == " " else "right"}">{html}</li>')
        return f'<ul class="options">{"".join(items)}</ul>'

    def _block(self, text: Text, *, inline: bool = False) -> str:
        self._text = text
        markdown = PRIVATE.sub("�", text.markdown)
        self._markdown.reset()
        if (plain := self._plain(markdown, inline=inline)) is not None:
            return plain
        # A heading is never a list, a quote or a rule, whatever it begins with: a letter in front says so.
        self._shift = len(_START) if inline else 0
        html = self._markdown.convert(_START + markdown if inline else markdown)
        return _opened(html) if inline else html

    def _plain(self, markdown: str, *, inline: bool) -> str | None:
        """What Markdown would make of text that holds nothing but words and formulas; None for any other."""
        if "<" in markdown or not is_plain(_DOLLARS.sub("\ue000", markdown), inline=inline):
            return None
        self._shift = 0
        taken = self._extension.take_out(markdown)
        if not is_plain(taken, inline=inline):
            self._extension.reset()
            return None
        html = self._extension.put_back(f"<p>{_START}{taken}</p>" if inline else paragraphs(taken))
        return _opened(html) if inline else html

    def sanitize(self, html: str) -> str:
        """Take out of Markdown's HTML, before formulas are put in, what a question must not hold."""
        markdown = self._text.markdown
        if "<" not in markdown:
            return html
        for what in dict.fromkeys(forbidden(html)):
            span = self._text.place(max(markdown.lower().find(what.strip("<>=")), 0))
            self._problem(
                span, "html", f"{what} is not allowed in a question", "write Markdown, or plain HTML elements"
            )
        return clean(html)

    def _formula(self, tex: str, display: bool, offset: int) -> str:
        """Called by Markdown for each formula: its MathML, or its source after noting what is wrong with it."""
        self._count += 1
        key = (tex, display)
        result = self._converted(key)
        if not isinstance(result, str):
            self._problem(
                self._text.place(offset - self._shift + result.offset), result.code, result.message, result.hint
            )
            return f"<code>{escape(tex)}</code>"
        if not display and self._is_long(result):
            span = self._text.place(offset - self._shift)
            hint = "a phone shows about 30 signs in a line: put it between $$ and $$, where it scrolls, or shorten it"
            self._problems.append(Problem(span, "math-long", "this formula is too long for a line", hint, "warning"))
        return result

    def _converted(self, key: tuple[str, bool]) -> str | Fault:
        tex, display = key
        if not _SIGNIFICANT.search(tex) and (known := self._recalled.get((tex.strip(), display))):
            return known
        if key not in self._formulas:
            from deckgen import mathml  # noqa: PLC0415 - slow to import: most edits leave the formulas as they were

            self._formulas[key] = mathml.convert(tex, display, self._macros)
        return self._formulas[key]

    def _is_long(self, made: str) -> bool:
        if made not in self._long:
            from deckgen.mathml.width import too_long_inline  # noqa: PLC0415

            self._long[made] = too_long_inline(made)
        return self._long[made]

    def picture(self, image: Element) -> None:
        """Rewrite an image to its published name; sound and video become Anki's [sound:…]."""
        source = unquote(image.get("src", ""))
        for folder in (self._folder, "media"):
            place = posixpath.normpath(posixpath.join(folder, source))
            media = self._media.get(place)
            self.looked[place] = media.name if media else ""
            if media:
                break
        if media is None:
            return
        self._used[media.name] = None
        image.set("src", media.name)
        if media.name.endswith(SOUNDS):
            image.tag, image.text = "span", f"[sound:{media.name}]"
            for key in list(image.keys()):
                del image.attrib[key]

    def _problem(self, span: Span, code: str, message: str, hint: str = "") -> None:
        self._problems.append(Problem(span, code, message, hint))


def _opened(html: str) -> str:
    """A heading's HTML without the paragraph around it."""
    return html.replace(f"<p>{_START}", "", 1).removesuffix("</p>")


class _References(Treeprocessor):
    """Pictures get published names, links to questions become pointers."""

    def __init__(self, markdown: Markdown, renderer: Renderer) -> None:
        super().__init__(markdown)
        self._renderer = renderer

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "img":
                self._renderer.picture(element)
            elif element.tag == "a" and element.get("href", "").startswith("#") and "class" not in element.attrib:
                # On a card a link to another question leads nowhere: say its id, which Anki's search finds.
                element.tag, id_ = "span", element.attrib.pop("href")[1:]
                element.attrib |= {"class": "pointer", "data-id": id_}
                element.text = f"{element.text or ''} → {id_}"


class _Sanitizer(Postprocessor):
    def __init__(self, markdown: Markdown, renderer: Renderer) -> None:
        super().__init__(markdown)
        self._renderer = renderer

    def run(self, text: str) -> str:
        return self._renderer.sanitize(text)
