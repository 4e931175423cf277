"""Media: published names that carry a hash, and the rules that a picture or sound must keep."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from unicodedata import normalize

from deckgen.model import Media
from deckgen.problem import Problem, Span

HEAVY = 500_000  # bytes; a phone loads the picture with every showing of the card
PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
SOUNDS = (".flac", ".m4a", ".mp3", ".mp4", ".ogg", ".opus", ".wav", ".webm")
# What Anki takes out of file names, and what would need escaping in HTML or in [sound:…].
_UNSAFE = re.compile(r"[\x00-\x20\x7f\[\]<>:\"'/?*^\\|&%#(){}]+")


def published(path: str, data: bytes, *, static: bool = False) -> Media:
    """The media of a project file: its name is "stem-xxxxxxxx.ext", the x's from the contents' sha256.

    A changed picture has a new name, so the notes that show it change, and the old file is never overwritten.
    Names of `static` files (the style's own) begin with "_": Anki's media check leaves those alone.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    stem, suffix = posixpath.splitext(posixpath.basename(path))
    stem = _UNSAFE.sub("-", normalize("NFC", stem)).strip("-_.") or "file"
    return Media(path, f"{'_' if static else ''}{stem}-{sha256[:8]}{suffix.lower()}", data, sha256)


def check_media(media: Iterable[Media], used: Collection[str] | None = None) -> list[Problem]:
    """Problems of media files. With `used` (published names), those that no card shows are warned about."""
    held = sorted(media, key=lambda item: item.path)
    problems = [*_same_but_for_case(held)]
    for item in held:
        span = Span(item.path)
        if item.path.lower().endswith(".svg"):
            problems += check_svg(item.path, item.data)
        if item.path.lower().endswith(PICTURES) and len(item.data) > HEAVY:
            size = f"{len(item.data) / 1000:,.0f} KB"
            hint = f"below {HEAVY // 1000} KB a phone keeps up: scale it down or save it as SVG or WebP"
            problems.append(Problem(span, "media-heavy", f"the picture has {size}", hint, "warning"))
        if not item.data:
            problems.append(Problem(span, "media-empty", "the file is empty", "save it again"))
        if used is not None and item.name not in used:
            hint = "remove it, or show it with ![what is to be seen](file)"
            problems.append(Problem(span, "media-unused", "no question uses this file", hint, "warning"))
    return problems


# What an SVG may not hold: each row is a pattern over the file's text, and what it means.
_SVG_FAULTS = (
    (re.compile(r"<\s*(?:\w+:)?script\b", re.I), "a script"),
    (re.compile(r"\son[a-z]+\s*=", re.I), "an event attribute"),
    (re.compile(r"javascript\s*:", re.I), "a script address"),
    (re.compile(r"<\s*(?:\w+:)?foreignObject\b", re.I), "foreign content"),
    (re.compile(r"<!ENTITY|<!DOCTYPE[^>]*\[", re.I), "an entity declaration"),
    (re.compile(r"@import\b", re.I), "an imported style"),
    (re.compile(r"<\?xml-stylesheet\b", re.I), "an outside style"),
    (re.compile(r"\b(?:href|src)\s*=\s*(?![\"']?\s*(?:#|data:image/))", re.I), "an outside reference"),
    (re.compile(r"\burl\(\s*(?![\"']?\s*(?:#|data:image/|data:font/))", re.I), "an outside reference"),
)


def check_svg(path: str, data: bytes) -> list[Problem]:
    """Problems of one SVG: scripts, event attributes, references to anything outside the file, each at its line."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return [Problem(Span(path), "svg", "the SVG is not UTF-8 text", "save it as UTF-8, not compressed")]
    if not re.search(r"<(?:\w+:)?svg\b", text):
        return [Problem(Span(path), "svg", "there is no <svg> in the file", "is it a picture of another kind?")]
    hint = "a card's picture must stand alone: take it out, or embed it as data:"
    problems = []
    for pattern, what in _SVG_FAULTS:
        if found := pattern.search(text):
            line = text.count("\n", 0, found.start()) + 1
            column = found.start() - text.rfind("\n", 0, found.start())
            problems.append(Problem(Span(path, line, column), "svg", f"the SVG holds {what}", hint))
    return problems


def _same_but_for_case(media: Iterable[Media]) -> Iterator[Problem]:
    """Files that are two on one system and one on another."""
    seen: dict[str, Media] = {}
    for item in media:
        other = seen.setdefault(normalize("NFC", item.path).casefold(), item)
        if other.path != item.path:
            message = f"the name differs from {other.path!r} in case only"
            yield Problem(Span(item.path), "media-case", message, "rename one: some systems take both for one file")
