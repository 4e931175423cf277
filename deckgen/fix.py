"""`check --fix`: writes missing ids into question files, and changes nothing else in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from unicodedata import normalize

from deckgen import yamlfile
from deckgen.blocks import split_parts
from deckgen.frontmatter import split
from deckgen.heading import forgotten, read_heading, without_closing
from deckgen.naming import clean
from deckgen.problem import Problem, Span

LONGEST = 50  # characters of an id, unless its first word is longer
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_GAP = re.compile(r"\{\{c\d+::|(?:::[^{}:]*)?\}\}")  # its marks and hint, around what is to be recalled
_TARGET = re.compile(r"\]\([^()]*\)")


def fix_ids(sources: Mapping[str, str], taken: Iterable[str] = ()) -> tuple[dict[str, str], list[str]]:
    """Give every question without an id one that is made from its heading and unique in the project.

    `sources` are the texts of all question files by path, as they lie on disk (line ends, byte order mark); `taken`
    are further ids not to be used: all that the ledger ever held. Returns the texts that changed, and the new ids.
    A question that has no heading, or whose attributes cannot be read, is left for its author.
    """
    missing = {path: list(_missing(text, path)) for path, text in sources.items()}
    used = {*taken, *(id_ for found in missing.values() for _, _, id_ in found if id_)}
    changed: dict[str, str] = {}
    new: list[str] = []
    for path, found in missing.items():
        text = sources[path]
        pieces, done = [], 0
        for at, heading, id_ in found:
            if id_ or at < 0:
                continue
            slug = unique_slug(heading, used)
            used.add(slug)
            new.append(slug)
            pieces += [text[done:at], _insertion(text, at, slug, yaml=not path.endswith(".md"))]
            done = at
        if pieces:
            changed[path] = "".join([*pieces, text[done:]])
    return changed, new


def unique_slug(heading: str, used: AbstractSet[str]) -> str:
    """An id from a heading: its words in ASCII, joined by "-"; "-2" and so on where it is used."""
    text = _TARGET.sub("]", _GAP.sub("", heading)).replace("'", "").replace("’", "")
    words = re.findall("[a-z0-9]+", normalize("NFKD", text).encode("ascii", "ignore").decode().lower())
    slug = words[0] if words else "question"
    for word in words[1:]:
        if len(slug) + len(word) >= LONGEST:
            break
        slug += f"-{word}"
    number, found = 1, slug
    while found in used:
        number += 1
        found = f"{slug}-{number}"
    return found


def _missing(text: str, path: str) -> Iterator[tuple[int, str, str]]:
    """Each question as (offset where an id is to be put, heading, the id that it has); offset -1: leave it alone."""
    lead = len(text) - len(text.removeprefix("\ufeff"))
    cleaned, problems = clean(text, path)
    if problems:
        return
    starts, at = [0, lead], lead
    for line in _LINE.finditer(text, lead):
        at = line.end()
        starts.append(at)
    yield from (_in_markdown if path.endswith(".md") else _in_yaml)(cleaned, path, starts)


def _in_markdown(text: str, path: str, starts: list[int]) -> Iterator[tuple[int, str, str]]:
    _, body, first, problems = split(text, path)
    if any(problem.level == "error" for problem in problems) or path.endswith("/index.md"):
        return
    for part in split_parts(body, path, first, []):
        if part.level != 2:
            continue
        faults: list[Problem] = []
        written, span = part.heading.markdown, part.heading.span
        heading, attributes = read_heading(written, span, faults)
        at = starts[span.line] + span.column - 1
        if faults or not heading:
            yield -1, heading, attributes.id
        elif (brace := forgotten(heading)) is not None:
            yield at + brace + 1, heading[:brace], attributes.id
        else:
            yield at + len(without_closing(written)), heading, attributes.id


def _in_yaml(text: str, path: str, starts: list[int]) -> Iterator[tuple[int, str, str]]:
    node, problems = yamlfile.load(text, path)
    if problems or not isinstance(node, yamlfile.Sequence):
        return
    lines = text.split("\n")
    seen: set[Span] = set()
    for item in node.items:
        if not isinstance(item, yamlfile.Mapping) or item.span in seen:
            continue
        seen.add(item.span)
        id_ = yamlfile.text(item, "id", [])
        row, column = item.span.line - 1, item.span.column - 1
        rest = lines[row][column:] if row < len(lines) else ""
        clear = "id" not in item.values and rest.lstrip("{\"' ").startswith(next(iter(item.values), "\n"))
        at = starts[item.span.line] + column + rest.startswith("{") if clear else -1
        yield at, yamlfile.text(item, "question", []), id_


def _insertion(text: str, at: int, slug: str, *, yaml: bool) -> str:
    """What to put at an offset: attributes, or a first word in them; a line or an entry of YAML."""
    if not yaml:
        return f"#{slug} " if text[at - 1] == "{" else f" {{#{slug}}}"
    if text[at - 1 : at] == "{":
        return f"id: {slug}, "
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    end = _LINE.match(text, at)
    ending = "\r\n" if end and end[0].endswith("\r\n") else "\n"
    return f"id: {slug}{ending}{' ' * (at - start - text.startswith(chr(0xFEFF), start))}"
