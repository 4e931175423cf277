"""Pictures that a text names come along; links that lead nowhere on a card become text. Both are told."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote, unquote

from deckgen.importers.outline import Line
from deckgen.importers.piece import lost
from deckgen.links import find_links
from deckgen.media import PICTURES, SOUNDS, published
from deckgen.model import Media
from deckgen.problem import Problem, Span

_TARGET = re.compile(
    r"(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*<?([^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?[^()]*\)"
)
_IMG = re.compile(r"<img\b([^<>]*)/?>", re.I)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


@dataclass
class Pictures:
    """Collects the media of a source; `put` rewrites a text to name them where they will lie.

    `read` gives the bytes of a file that the source names, None where there is none; `known` are the project's media.
    """

    read: Callable[[str], bytes | None] = lambda _: None
    known: tuple[Media, ...] = ()
    held: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def media(self) -> tuple[tuple[str, bytes], ...]:
        """All new files so far, by their names below media/."""
        return tuple(sorted(self.held.items()))

    def put(self, markdown: str, span: Span, lines: Sequence[Line] = ()) -> str:
        """The text with `![alt](name)` for every picture; others become links or text.

        `span` is its place, `lines` those that it was made of: they say where a picture stood.
        """
        if "<img" in markdown.lower():
            markdown = _IMG.sub(lambda found: as_markdown(found[1]), markdown)
        return (
            rewritten(
                markdown, "picture", lambda alt, target: self._picture(alt, target, place_of(target, span, lines))
            )
            if "![" in markdown
            else markdown
        )

    def _picture(self, alt: str, target: str, place: Span) -> str:
        if "://" in target or target.startswith(("//", "data:")):
            what = "a picture within the text" if target.startswith("data:") else f"the picture {target[:80]!r}"
            hint = "save it in media/ and name it"
            self.problems.append(lost(place, "remote-media", f"{what} lies elsewhere: it is a link or text now", hint))
            return f"[{alt or 'picture'}]({target})" if target.startswith("http") else escaped(alt or "picture")
        name = self.name(unquote(target))
        if not name:
            message = f"there is no file {target[:80]!r} that could be read: its name is text now"
            self.problems.append(lost(place, "missing-media", message, "put it beside the source, and import again"))
            return escaped(f"{alt} ({target})" if alt else target)
        if not alt and not name.lower().endswith(SOUNDS):
            message = f"the picture {name!r} says nothing to those who cannot see it"
            self.problems.append(lost(place, "no-alt", message, "write what is to be seen: ![…](…)"))
        return f"![{alt or _said(name)}]({quote(name)})"

    def name(self, target: str) -> str:
        """The name below media/ of a file that was read, or "" where it cannot be had."""
        if target not in self.names:
            data = self.read(target) if target.lower().endswith((*PICTURES, *SOUNDS)) else None
            self.names[target] = self.hold(posixpath.basename(target), data) if data else ""
        return self.names[target]

    def hold(self, name: str, data: bytes) -> str:
        """Keep a file under its own name, made safe and unique; one that carries its hash already loses it."""
        sha256 = hashlib.sha256(data).hexdigest()
        stem, suffix = posixpath.splitext(published(name, data).name)
        stem = stem[:-9].removesuffix(f"-{sha256[:8]}")  # what `published` put there, and what an export had
        for item in self.known:
            same = item.sha256 == sha256 and item.path.startswith("media/")
            if same and published(item.path, data).name == f"{stem}-{sha256[:8]}{suffix}":
                return item.path.removeprefix("media/")
        taken = {item.path.removeprefix("media/").casefold() for item in self.known}
        stem, number, found = stem[:80].strip("-_.") or "file", 1, ""
        while not found or self.held.get(found, data) != data or found.casefold() in taken:
            found = f"{stem}{f'-{number}' if number > 1 else ''}{suffix}"
            number += 1
        self.held[found] = data
        return found


def as_markdown(attributes: str) -> str:
    """An `<img>`'s attributes as `![alt](src)`."""
    values = {found[1].lower(): unescape(found[2] or found[3] or found[4] or "") for found in
              _ATTRIBUTE.finditer(attributes)}  # fmt: skip
    alt = re.sub(r"[\[\]\n]", " ", values.get("alt", "")).strip()
    return f"![{alt}]({quote(unquote(values.get('src', '')), safe='/:?&=%#+,;@!~*$')})"


def place_of(text: str, span: Span, lines: Sequence[Line]) -> Span:
    """Where one of the lines has a text; `span` where none has."""
    return next((Span(span.path, line.number) for line in lines if text and text in line.text), span)


def links_within(markdown: str, tell: Callable[[str, str], None]) -> str:
    """The text without links into the document that it came from, or to files beside it."""
    if "](" not in markdown:
        return markdown

    def link(label: str, target: str) -> str:
        if re.match(r"(?:https?://|mailto:[^\s]+@)", target):
            return ""
        if target.startswith("www."):
            return f"[{label}](https://{target})"
        tell(target, f"the link to {target[:80]!r} is text now")
        return label if target.startswith("#") or not target else f"{label} ({escaped(target)})"

    return rewritten(markdown, "link", link)


def rewritten(markdown: str, kind: str, change: Callable[[str, str], str]) -> str:
    """The text with each link or picture as `change(label, target)` says; "" leaves it as it stands."""
    out: list[str] = []
    done = 0
    for link in find_links(markdown):
        if link.kind != kind or link.offset < done:
            continue
        found = _TARGET.match(markdown, link.offset)
        if found and (made := change(found[2], unescape(found[3]))):
            out += [markdown[done : link.offset], made]
            done = found.end()
    return "".join([*out, markdown[done:]])


def escaped(text: str) -> str:
    """Text as Markdown that says just this."""
    return re.sub(r"([\\`*_\[\]<>$#])", r"\\\1", " ".join(text.split())).replace("\\<", "&lt;").replace("\\>", ">")


def _said(name: str) -> str:
    return re.sub(r"[-_]+", " ", posixpath.splitext(name)[0]).strip() or "picture"
