"""HTML becomes Markdown again, as this project's renderer would read it: markdownify with our own converters."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import markdownify
from bs4 import BeautifulSoup, Tag

from deckgen.importers.codeback import indented, language
from deckgen.importers.fieldhtml import BLANK, JOIN_AFTER, JOIN_BEFORE

# Elements that Markdown has no signs for and question files may hold as HTML.
KEPT = frozenset(
    ["abbr", "bdi", "bdo", "cite", "del", "dfn", "ins", "kbd", "mark", "q", "s", "small", "sub", "sup", "u", "var"]
)
_STARTS = ("br", "p", "div", "ul", "ol", "table", "pre", "blockquote", "hr", "dl", "h1", "h2", "h3", "h4", "h5", "h6")
DEEPEST = 150  # elements within elements

_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
_BACKSLASH = re.compile(r"\\(?=[\\`*_{}\[\]()>#+\-.!$]|$)")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(
    r"^([ ]{0,3})(#{1,6}(?=\s|$)|[-+](?=\s)|\d+(?=[.)]\s)|>|:(?=\s)|=+\s*$|-{2,}\s*$|\||~{3})", re.M
)
_BLOCK = re.compile("^(.*)\ue016([0-9]+)\ue017", re.M)  # code is put in at last: its empty lines are its own
_STRICT = re.compile(r"([\\`*_{}\[\]()>#+\-.!$|])")


def markdown_of(html: str, *, strict: bool = False) -> str:
    """The Markdown of HTML that is ready; `strict` escapes every sign that could mean something."""
    converter = _Converter(strict=strict)
    text = str(converter.convert(html))
    text = re.sub(rf"[ \t]*{JOIN_BEFORE}\s*\n", "\n", text)
    text = re.sub(rf"\n\s*{JOIN_AFTER}\s*", "\n", text)
    text = re.sub(r"(?:  \n[ ]*){2,}", "\n\n", text)
    text = re.sub(r"\n{3,}", "\n\n", text).lstrip("\n").rstrip()
    return _BLOCK.sub(lambda found: indented(converter.blocks[int(found[2])], found[1]), text).replace(BLANK, " ")


def too_deep(html: str) -> bool:
    """Whether elements lie within elements beyond anything that is meant."""
    depth = 0
    for found in re.finditer(r"<(/?)[A-Za-z][^<>]*>", html):
        depth += -1 if found[1] else 0 if re.match(r"<(?:br|img|hr|input|wbr|col)\b", found[0], re.I) else 1
        if depth > DEEPEST:
            return True
    return False


def escape(text: str, *, strict: bool = False) -> str:
    """Text as Markdown that says just this; gaps keep their braces."""
    text = _MARKUP.sub("&lt;", _ENTITY.sub("&amp;", text))
    if strict:
        parts = re.split(r"(\{\{c\d+::|\}\}|&\w+;)", text)
        return "".join(part if number % 2 else _STRICT.sub(r"\\\1", part) for number, part in enumerate(parts))
    text = _BACKSLASH.sub(r"\\\\", text)
    text = text.replace("`", r"\`").replace("*", r"\*").replace("$", r"\$")
    text = _UNDERSCORE.sub(r"\\_", text)
    if "[" in text:
        text = re.sub(r"\[(?=[^\[\]]*\](?:[(\[:]|$))|\[(?=\^|[ xX]\])", r"\\[", text)
    return text


_Base: Any = markdownify.MarkdownConverter  # its types know little of it


class _Converter(_Base):  # type: ignore[misc]
    """Each method gets an element, its contents as Markdown, and the names of the elements that it lies in."""

    def __init__(self, *, strict: bool = False) -> None:
        super().__init__(autolinks=False, heading_style="atx", bullets="-")
        self.strict = strict
        self.blocks: list[str] = []
        self.cells: dict[int, str] = {}

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Text in which nothing is a sign of Markdown."""
        made = escape(text, strict=self.strict)
        return made.replace("|", r"\|") if {"td", "th"} & parent_tags and not self.strict else made

    def process_text(self, el: Any, parent_tags: Any = None) -> str:
        """Text; where it stands by itself, as in Anki's editor, its lines are guarded like a paragraph's."""
        text = str(super().process_text(el, parent_tags=parent_tags))
        before = el.previous_sibling
        alone = el.parent is not None and el.parent.name in ("[document]", "blockquote", "details")
        return _guarded(text) if alone and (before is None or before.name in _STARTS) else text

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A paragraph; its lines begin with nothing that Markdown would read otherwise."""
        if "_inline" in parent_tags:
            return text.strip(" \t\n") + ("<br>" if el.find_next_sibling() else "")
        text = text.strip(" \t\r\n")
        return f"\n\n{_guarded(text)}\n\n" if text else ""

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A line of Anki's editor, or a wrapper around blocks."""
        classes: list[str] = [*(el.get("class") or [])]
        if "footnote" in classes and el.find_parent("div", class_="footnote") is None:
            return f"\n\n{self._footnotes(el)}\n\n"
        if "code" in classes and (code := el.find("pre")):
            return self._fence(code, language(el))
        return self.convert_p(el, text, parent_tags) if not _blocks(el) else f"\n\n{text.strip(chr(10))}\n\n"

    convert_section = convert_article = convert_center = convert_div

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A block of code."""
        del text, parent_tags
        code = el.find("code")
        classes: list[str] = [*(el.get("class") or []), *((code.get("class") or []) if isinstance(code, Tag) else [])]
        found = [each.split("-", 1)[1] for each in classes if re.match(r"lang(?:uage)?-\w+$", each)]
        return self._fence(el, found[0] if found else "")

    def _fence(self, el: Tag, language: str) -> str:
        for line in el.find_all("br"):
            line.replace_with("\n")
        code = el.get_text().strip("\n")
        ticks = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
        self.blocks.append(f"{ticks}{language}\n{code}\n{ticks}")
        return f"\n\n\ue016{len(self.blocks) - 1}\ue017\n\n"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Code within a line."""
        if "pre" in parent_tags:
            return text
        code = " ".join(el.get_text().split())
        if not code:
            return ""
        ticks = "`" * (1 + max((len(run) for run in re.findall("`+", code)), default=0))
        space = " " if len(ticks) > 1 else ""
        return f"{ticks}{space}{code}{space}{ticks}"

    convert_samp = convert_tt = convert_code

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A line's end."""
        del el, text
        return "<br>" if "_inline" in parent_tags else "  \n"

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """An item; whatever belongs to it is indented by four, as python-markdown wants it."""
        del parent_tags
        number = ""
        if el.parent is not None and el.parent.name == "ol":
            start = str(el.parent.get("start") or 1)
            number = f"{(int(start) if start.isdigit() else 1) + len(el.find_previous_siblings('li'))}."
        text = text.strip("\n")
        lines = text.split("\n")
        below = [f"    {line}" if line.strip() else "" for line in lines[1:]]
        first = _LINE_START.sub(r"\1\\\2", lines[0]) if re.match(r"\d+[.)]\s|[-+#>]", lines[0]) else lines[0]
        loose = any(isinstance(child, Tag) and child.name == "p" for child in el.children)
        loose = loose or "\n\n" in text
        return "\n".join([f"{number or '-'} {first}", *below]) + ("\n\n" if loose else "\n")

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A list, apart from what stands around it."""
        if "_inline" in parent_tags:
            return text.strip().replace("\n", "<br>")
        within = "li" in parent_tags and not any(
            isinstance(child, Tag) and child.name == "p" for child in (el.parent.children if el.parent else ())
        )
        return ("\n" if within else "\n\n") + text.strip("\n") + ("\n" if within else "\n\n")

    convert_ul = convert_ol = convert_list

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A link."""
        href = str(el.get("href") or "")
        if not href or "_noformat" in parent_tags:
            return text
        if not text.strip():
            text = escape(href)
        target = href if not re.search(r"[\s<>]", href) else quote(href, safe="/:?&=%#+,;@!~*'()[]$")
        if target.count("(") != target.count(")"):
            target = target.replace("(", "%28").replace(")", "%29")
        title = str(el.get("title") or "").replace('"', "&quot;")
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{lead}[{text.strip()}]({target}" + (f' "{title}"' if title else "") + f"){tail}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A picture, in a table too."""
        del text, parent_tags
        alt = re.sub(r"([\[\]\\])", r"\\\1", " ".join(str(el.get("alt") or "").split()))
        return f"![{alt}]({quote(str(el.get('src') or ''), safe='/:?&=%#+,;@!~*')})"

    def convert_span(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A pointer to another question is a link again; bold and italic by style are marks again."""
        if "pointer" in (el.get("class") or []):
            id_ = str(el.get("data-id") or "")
            shown = escape(f" → {id_}", strict=self.strict)
            return f"[{text.removesuffix(shown).strip()}](#{id_})"
        style = str(el.get("style") or "").replace(" ", "").lower()
        if re.search(r"font-weight:(?:bold|[6-9]00)", style):
            text = self.convert_b(el, text, parent_tags)
        if "font-style:italic" in style:
            text = self.convert_em(el, text, parent_tags)
        return text

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A footnote's mark, or what stands higher."""
        mark = re.match(r"fnref\d*-.*?-(.+)$|fnref\d*:(.+)$", str(el.get("id") or ""))
        if mark and el.find("a", class_="footnote-ref"):
            return f"[^{mark[1] or mark[2]}]"
        return _kept(el, text, parent_tags)

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A heading below a question: bold, where it would begin a question or a section."""
        del el
        text = " ".join(text.split())
        if "_inline" in parent_tags or not text:
            return text
        return f"\n\n{'#' * n} {text}\n\n" if n > 3 else f"\n\n**{text}**\n\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A rule."""
        del el, text
        return "<br>" if "_inline" in parent_tags else "\n\n---\n\n"

    def convert_dl(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Terms and their meanings."""
        del el, parent_tags
        return f"\n\n{text.strip(chr(10))}\n\n"

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A term."""
        del parent_tags
        before = el.find_previous_sibling()
        return ("" if before is not None and before.name == "dt" else "\n\n") + " ".join(text.split()) + "\n"

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A term's meaning."""
        del parent_tags
        lines = text.strip("\n").split("\n")
        below = [f"    {line}" if line.strip() else "" for line in lines[1:]]
        loose = any(isinstance(child, Tag) and child.name == "p" for child in el.children)
        return ("\n" if loose else "") + "\n".join([f":   {lines[0]}", *below]) + "\n"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A table whose first row heads it."""
        del text, parent_tags
        rows = [row for row in el.find_all("tr") if row.find_parent("table") is el]
        cells = [[cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row] for row in rows]
        if not cells or not any(cells):
            return ""
        width = max(len(row) for row in cells)
        marks = [_alignment(cell) for cell in cells[0]] + ["---"] * (width - len(cells[0]))
        head = all(cell.name == "th" for cell in cells[0])
        lines = [] if head else [["", *[""] * (width - 1)]]
        for row in cells:
            lines.append([self._cell(cell) for cell in row] + [""] * (width - len(row)))
        written = [f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines]
        return "\n\n" + "\n".join([written[0], "|" + "|".join(marks) + "|", *written[1:]]) + "\n\n"

    def _footnotes(self, el: Tag) -> str:
        """Definitions of footnotes, from the list that the renderer makes of them."""
        found = []
        for nested in el.find_all("div", class_="footnote"):
            del nested["class"]  # none of ours: footnotes hold no footnotes
        for item in el.find_all("li", id=re.compile("^fn")):
            mark = re.match(r"fn-.*?-(.+)$|fn:(.+)$", str(item.get("id") or ""))
            for back in item.find_all("a", class_="footnote-backref"):
                back.decompose()
            inner = self.convert_soup(BeautifulSoup(item.decode_contents(), "html.parser")).strip().rstrip("\xa0 ")
            if mark:
                found.append(f"[^{mark[1] or mark[2]}]: " + inner.replace("\n", "\n    "))
        return "\n".join(found)

    def _cell(self, cell: Tag) -> str:
        text = self.cells.get(id(cell), "")  # made before its table: nothing is worked out twice
        return re.sub(r"\s*\n\s*", " ", text.strip())

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A cell's contents; the table puts them together."""
        del parent_tags
        self.cells[id(el)] = text
        return text

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """As a cell."""
        del el, parent_tags
        return text

    def convert_script(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Nothing: what must not run is text before this, or gone."""
        del el, text, parent_tags
        return ""


def _kept(el: Tag, text: str, parent_tags: set[str]) -> str:
    del parent_tags
    return f"<{el.name}>{text}</{el.name}>" if text.strip() else text


for _name in KEPT - {"sup"}:
    setattr(_Converter, f"convert_{_name}", lambda _, el, text, parent_tags: _kept(el, text, parent_tags))


def _guarded(text: str) -> str:
    """A paragraph's lines with a backslash before what would begin a list, a heading, a quote or a table."""

    def guard(found: re.Match[str]) -> str:
        if found[2].isdigit():
            return f"{found[1]}{found[2]}\\"
        return (
            f"{found[1]}\\{found[2]}" if found[2][0] not in ":=|~" else f"{found[1]}&#{ord(found[2][0])};{found[2][1:]}"
        )

    return _LINE_START.sub(guard, text)


def _blocks(el: Tag) -> bool:
    return (
        el.find(["p", "div", "ul", "ol", "table", "pre", "blockquote", "dl", "hr", "h1", "h2", "h3", "h4"]) is not None
    )


def _alignment(cell: Tag) -> str:
    style = str(cell.get("style") or cell.get("align") or "")
    return {"right": "---:", "center": ":---:", "left": ":---"}.get(style.rsplit(":", 1)[-1].strip(" ;"), "---")
