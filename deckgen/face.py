"""Cards as Anki shows them: a note and its notetype's templates become the HTML of both sides of every card.

For pages outside Anki (preview, site, print). That it is the same HTML is tested against the real backend, but for
the ids of hints, which Anki derives from the text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape

from deckgen.cards import filled
from deckgen.model import Note, Notetype, Template

_TAG = re.compile(r"\{\{\s*([#^/]?)([^{}]*?)\s*\}\}")
_CLOZE = re.compile(r"\{\{c([0-9]+)::|\}\}")
_HTML = re.compile(r"<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>", re.S | re.I)
FILTERS = ("cloze", "hint", "text", "type")


@dataclass(frozen=True, slots=True)
class Face:
    """One card: its template's ordinal (a cloze's gap number less one) and name, and the HTML of front and back."""

    ordinal: int
    name: str
    front: str
    back: str


def faces(note: Note, notetype: Notetype, changed: str = "") -> tuple[Face, ...]:
    """Every card of a note, by ordinal; `changed` is the version shown in the field Changed."""
    values = {
        field.name: changed if field.origin == "changed" else value
        for field, value in zip(notetype.fields, note.fields, strict=True)
    }
    values |= {"Tags": " ".join(note.tags), "Deck": note.deck, "Subdeck": note.deck.rpartition("::")[2]}
    values |= {"Type": notetype.name, "CardFlag": ""}
    return tuple(_face(notetype, values, ordinal) for ordinal, _ in note.cards)


def page(html: str, notetype: Notetype, ordinal: int = 0, *, night: bool = False, media: str = "") -> str:
    """A whole document around one side, as Anki's reviewer has it; `media` leads to the folder of published media."""
    theme = " nightMode night_mode" if night else ""
    return (
        f'<!doctype html><html lang="en"{" class=night-mode" if night else ""}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><title>Card</title>'
        f'<style>{style(notetype.css, media)}</style></head><body class="card card{ordinal + 1}{theme}">'
        f'<div id="qa" dir="auto">{with_media(html, media)}</div></body></html>'
    )


def style(css: str, media: str) -> str:
    """A notetype's style whose files (the maths font) lie in the folder `media`."""
    return re.sub(r"url\((_[^)]*)\)", lambda found: f"url({media}{found[1]})", css)


def with_media(html: str, media: str) -> str:
    """HTML whose pictures lie in the folder `media`."""
    return re.sub(r'(<(?:img|source)\b[^>]*\bsrc=")([^":/]+")', rf"\1{media}\2", html)


def _face(notetype: Notetype, values: Mapping[str, str], ordinal: int) -> Face:
    template = notetype.templates[0 if notetype.kind == "cloze" else ordinal]
    values = {**values, "Card": template.name}
    if notetype.kind == "cloze":
        values[f"c{ordinal + 1}"] = "1"  # {{#c1}} … {{/c1}}
    front = "".join(_filled_in(template.front, values, ordinal, back=False))
    back = "".join(_filled_in(template.back, {**values, "FrontSide": front}, ordinal, back=True))
    return Face(ordinal, _name(notetype, template, ordinal), front, back)


def _name(notetype: Notetype, template: Template, ordinal: int) -> str:
    return f"{template.name} {ordinal + 1}" if notetype.kind == "cloze" else template.name


def _filled_in(template: str, values: Mapping[str, str], ordinal: int, *, back: bool) -> Iterator[str]:
    at, hidden, opened = 0, 0, list[bool]()
    for tag in _TAG.finditer(template):
        if not hidden:
            yield template[at : tag.start()]
        at = tag.end()
        kind, name = tag[1], tag[2].strip()
        if kind == "/":
            hidden -= opened.pop() if opened else 0
        elif kind:
            hides = filled(values.get(name, "")) == (kind == "^")
            opened.append(hides)
            hidden += hides
        elif not hidden:
            yield _value(name, values, ordinal, back=back)
    if not hidden:
        yield template[at:]


def _value(name: str, values: Mapping[str, str], ordinal: int, *, back: bool) -> str:
    *filters, field = name.split(":")
    value = values.get(field.strip(), "")
    for each in reversed(filters):
        if each == "cloze":
            value = cloze(value, ordinal + 1, back=back)
        elif each == "text":
            value = _HTML.sub("", value)
        elif each == "hint" and value.strip():
            id_ = "hint" + hashlib.sha256(value.encode()).hexdigest()[:16]
            value = (
                f'\n<a class=hint href="#"\nonclick="this.style.display=\'none\';\n'
                f"document.getElementById('{id_}').style.display='block';\nreturn false;\" draggable=false>\n"
                f'{field}</a>\n<div id="{id_}" class=hint style="display: none">{value}</div>\n'
            )
    return value


def cloze(html: str, number: int, *, back: bool) -> str:
    """A field's gaps for the card of gap `number`: that one closed (front) or marked, the others open.

    "" where the text has no such gap. An unclosed gap is text.
    """
    shown = _gaps(html)
    if not any(_holds(part, number) for part in shown):
        return ""
    return "".join(_shown(part, number, back=back) for part in shown)


def open_gaps(html: str, *, back: bool) -> str:
    """A field with all of its gaps marked at once, closed or open: for pages that show a cloze as one question."""

    def show(part: str | _Gap) -> str:
        if isinstance(part, str):
            return part
        inner = "".join(map(show, _without_hint(part.parts)))
        return f'<span class="cloze">{inner if back else part.closed()}</span>'

    return "".join(map(show, _gaps(html)))


def _gaps(html: str) -> list[str | _Gap]:
    root: list[str | _Gap] = []
    stack: list[tuple[_Gap, str]] = []
    at = 0
    for token in _CLOZE.finditer(html):
        parts = stack[-1][0].parts if stack else root
        parts.append(html[at : token.start()])
        at = token.end()
        if token[1]:
            stack.append((_Gap(int(token[1]), []), token[0]))
        elif stack:
            gap, _ = stack.pop()
            (stack[-1][0].parts if stack else root).append(gap)
        else:
            parts.append(token[0])
    rest: list[str | _Gap] = [html[at:]]
    while stack:
        gap, opening = stack.pop()
        rest = [opening, *gap.parts, *rest]
    return [*root, *rest]


@dataclass(slots=True)
class _Gap:
    number: int
    parts: list[str | _Gap]

    def closed(self, dots: str = "…") -> str:
        """What is shown in its stead: its hint, else dots."""
        last = self.parts[-1] if self.parts else ""
        return f"[{(last.partition('::')[2] if isinstance(last, str) else '') or dots}]"


def _holds(part: str | _Gap, number: int) -> bool:
    return not isinstance(part, str) and (part.number == number or any(_holds(each, number) for each in part.parts))


def _shown(part: str | _Gap, number: int, *, back: bool) -> str:
    if isinstance(part, str):
        return part
    inner = "".join(_shown(each, number, back=back) for each in _without_hint(part.parts))
    if part.number != number:
        return f'<span class="cloze-inactive" data-ordinal="{part.number}">{inner}</span>'
    if back:
        return f'<span class="cloze" data-ordinal="{number}">{inner}</span>'
    hidden = escape("".join(_shown(each, number, back=True) for each in _without_hint(part.parts)))
    return f'<span class="cloze" data-cloze="{hidden}" data-ordinal="{number}">{part.closed("...")}</span>'


def _without_hint(parts: list[str | _Gap]) -> Iterator[str | _Gap]:
    for part in parts:
        if isinstance(part, str) and "::" in part:
            yield part.partition("::")[0]
            return
        yield part


def plain(html: str) -> str:
    """A field's text, for headings, titles and search: tags gone, formulas as their TeX."""
    html = re.sub(r'<math[^>]*\balttext="([^"]*)"[^>]*>.*?</math>', r" \1 ", html, flags=re.S)
    html = re.sub(r"\{\{c\d+::(.*?)(?:::[^{}]*)?\}\}", r"\1", html)
    return re.sub(r"\s+", " ", unescape(_HTML.sub(" ", html))).strip()
