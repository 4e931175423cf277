"""A field's HTML -> the Markdown that renders to it again; every candidate is rendered and compared.

First what reads best, then with every sign escaped, then HTML that the sanitiser has cleaned. What renders to the very
same HTML is taken at once; else the first that says the same to a learner; else the first, and that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from bs4 import BeautifulSoup, Tag

from deckgen.fields import GAP
from deckgen.importers import fit
from deckgen.importers.fieldhtml import BLANK, CLOSE, HELD, OPEN, SPACE, Ready, essence, ready
from deckgen.importers.htmlback import markdown_of, too_deep
from deckgen.importers.pictures import as_markdown, links_within, rewritten
from deckgen.importers.settle import Workshop
from deckgen.importers.texforms import display
from deckgen.model import Field, Notetype, Question, Text, Topic
from deckgen.problem import Span
from deckgen.render import Renderer
from deckgen.sanitize import clean

_NOWHERE = Span("content/import/0.md")
_OPTIONS = re.compile(r'\s*<ul class="options">(.*)</ul>\s*', re.S)
_OPTION = re.compile(r'<li class="(right|wrong)">')
_PLAIN = re.compile(r"[^<>&\\`*_$\[\]{}#\n|~:=\ue000-\ue02f\x00-\x1f\x7f]*")


@dataclass(frozen=True, slots=True)
class Made:
    """Markdown, whether it renders to the very same HTML, and what was lost on the way."""

    markdown: str
    exact: bool
    told: tuple[str, ...] = ()


class Back:
    """Turns fields back; one renderer for all. `names` maps media names in the HTML to the project's, below media/."""

    def __init__(self, workshop: Workshop, names: Mapping[str, str]) -> None:
        self._workshop = workshop
        self._names = names
        self._renderer = Renderer(workshop.deck, workshop.media)
        published = {item.path.removeprefix("media/"): item.name for item in workshop.media}
        self._published = {name: published.get(path, path) for name, path in names.items()}

    def field(self, html: str, notetype: Notetype, field: Field, *, exact: bool) -> Made:
        """The Markdown of one field; `exact` where the note is one of deckgen's, and its hash is to be the same."""
        if _PLAIN.fullmatch(html) and html == html.strip() and not html[:1].isdigit() and html[:1] not in "-+>.)( ":
            return Made(html, field.origin == "heading")
        made = ready(html, allow_html=self._workshop.allow_html)
        if too_deep(made.html):
            text = " ".join(unescape(re.sub(r"<[^<>]*>", " ", HELD.sub("", made.html))).split())
            return Made(text, False, (*made.told, "elements lie too deep in one another: only their text was kept"))
        wanted = self._wanted(html)
        meant = essence(html, allow_html=self._workshop.allow_html)
        tried: list[str] = []
        same: str | None = None
        told: dict[str, tuple[str, ...]] = {}
        for markdown in self._candidates(made, field, notetype):
            written, lost = self._finished(markdown, made, field)
            told.setdefault(written, lost)
            tried.append(written)
            shown = self._rendered(written.replace(SPACE, "&nbsp;"), notetype, field)
            if shown == wanted and (exact or same is None):
                return Made(written.replace(SPACE, "&nbsp;"), True, tuple(made.told) + told[written])
            if same is None and essence(shown or "", allow_html=self._workshop.allow_html) == meant:
                same = written
                if not exact:
                    break
        written = same if same is not None else tried[0] if tried else ""
        lost = told.get(written, ())
        if same is None and not any("formula" in each or "link" in each or "picture" in each for each in lost):
            written = tried[min(1, len(tried) - 1)]  # every sign escaped: nothing of it is read as something else
            lost = (*told[written], "the text may differ: look at it")
        return Made(written.replace(SPACE, " "), False, tuple(made.told) + lost)

    def _wanted(self, html: str) -> str:
        """The HTML with the names that media will have."""
        if not self._published or ("src=" not in html and "[sound:" not in html):
            return html
        html = re.sub(
            r'(\bsrc=")([^"]*)(")',
            lambda found: found[1] + self._published.get(unescape(found[2]), found[2]) + found[3],
            html,
        )
        return re.sub(r"\[sound:([^\]]*)\]", lambda found: f"[sound:{self._published.get(found[1], found[1])}]", html)

    def _candidates(self, made: Ready, field: Field, notetype: Notetype) -> Iterator[str]:
        if field.origin == "options" and (options := _OPTIONS.fullmatch(made.html)):
            yield _options(options[1], strict=False)
            yield _options(options[1], strict=True)
        if field.origin == "heading":
            yield from _headings(made.html, notetype)
            return
        yield markdown_of(made.html)
        yield markdown_of(made.html, strict=True)
        yield _raw(made.html)

    def _finished(self, markdown: str, made: Ready, field: Field) -> tuple[str, tuple[str, ...]]:
        """With formulas and pictures in place, and no links that lead nowhere."""
        told: list[str] = []

        def formula(found: re.Match[str]) -> str:
            tex, block = made.formulas[int(found[1])]
            if "\n" in tex or block:
                tex = "\n".join(line for line in tex.split("\n") if line.strip())
            if not block:
                return f"${' '.join(tex.split())}$"
            start = markdown.rfind("\n", 0, found.start()) + 1
            end = markdown.find("\n", found.end())
            before, after = markdown[start : found.start()], markdown[found.end() : end if end >= 0 else len(markdown)]
            alone = not before.strip() and not after.strip() and field.origin != "heading"
            return display(tex, before).removeprefix(before) if alone else f"$$ {' '.join(tex.split())} $$"

        text = HELD.sub(formula, markdown)
        text = rewritten(text, "picture", lambda alt, target: self._picture(alt, target, told))
        text = links_within(text, lambda _, what: told.append(what)) if "](" in text and "](#" not in text else text
        if field.origin != "heading":
            return text, tuple(told)
        heading = text if "\n\n" in text else fit.heading(text)[0] if len(text) <= fit.LONGEST else text
        return heading, tuple(told)

    def _picture(self, alt: str, target: str, told: list[str]) -> str:
        name = self._names.get(target) or self._names.get(unescape(target))
        if name is None:
            from urllib.parse import unquote  # noqa: PLC0415 - rare

            name = self._names.get(unquote(target))
        if name is None:
            told.append(
                f"the picture or sound {target[:80]!r} is not there, or of no kind that is taken: its name is text"
            )
            if target.startswith("http"):
                return f"[{alt or 'picture'}]({target})"
            return f"{alt} ({target})".strip().replace("[", "").replace("]", "")
        if not alt and not name.lower().endswith((".mp3", ".ogg", ".wav", ".m4a", ".flac", ".opus", ".mp4", ".webm")):
            told.append(f"the picture {name!r} says nothing to those who cannot see it")
            alt = re.sub(r"[-_]+", " ", name.rpartition(".")[0])
        return f"![{alt}]({name})"

    def _rendered(self, markdown: str, notetype: Notetype, field: Field) -> str | None:
        if not markdown:
            return ""
        question = Question("x", notetype.key, ((field.key, Text(markdown, _NOWHERE)),), _NOWHERE)
        topic = Topic("import/0", _NOWHERE.path, "", (question,))
        try:
            drawn, _ = self._renderer.question(topic, question, notetype)
        except RecursionError:
            return None
        return drawn.fields[0][1]


def _headings(html: str, notetype: Notetype) -> Iterator[str]:
    """A question is one line; only a cloze may go on below it."""
    if re.match(r"\s*<(?:p|div|ul|ol|table|blockquote|pre)\b", html) or "</p>" in html:
        for strict in (False, True):
            text = markdown_of(html, strict=strict)
            first, _, rest = text.partition("\n\n")
            if notetype.kind == "cloze" and GAP.search(rest) and "\n" not in first:
                yield text
    for strict in (False, True):
        text = markdown_of(html, strict=strict)
        if not re.search(r"^(?:[-+]|\d+\.) |^[|>]|^    |```|^\$\$", text, re.M):
            text = re.sub(r"[ ]*\n\n+", "<br><br>", text)
            yield re.sub(r"[ ]{2,}\n|\n", lambda found: "<br>" if len(found[0]) > 1 else " ", text)
    yield " ".join(_raw(html).split("\n"))


def _raw(html: str) -> str:
    """The HTML itself, cleaned; it holds no empty line, which would end it."""
    soup = BeautifulSoup(clean(html), "html.parser")
    for code in soup.find_all("pre"):
        for text in code.find_all(string=True):
            text.replace_with(str(text).replace("\n", "\ue015"))
    written = str(soup).replace(BLANK, " ")
    written = re.sub(r"[\\`*_$\[\]]", lambda found: f"&#{ord(found[0])};", re.sub(r"\n\s*", "\n", written).strip())
    written = re.sub(r"<[^<>]*>", lambda found: unescape(found[0]), written)  # attributes are no Markdown
    written = re.sub(r"<img\b([^<>]*?)/?>", lambda found: as_markdown(found[1]), written)
    return written.replace("\ue015", "&#10;").replace(f"&#91;{OPEN}", OPEN).replace(f"{CLOSE}&#93;", CLOSE)


def _options(inside: str, *, strict: bool) -> str:
    """The task list that the renderer made options of."""
    soup = BeautifulSoup(f"<ul>{inside}</ul>", "html.parser")
    lines = []
    for item in soup.ul.children if soup.ul else ():
        if not isinstance(item, Tag):
            continue
        text = markdown_of("".join(str(child) for child in item.children), strict=strict)
        mark = "x" if "right" in (item.get("class") or []) else " "
        first, *below = text.split("\n")
        lines += [f"- [{mark}] {first}", *(f"      {line}" if line.strip() else "" for line in below)]
    return "\n".join(lines)
