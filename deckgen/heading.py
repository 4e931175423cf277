r"""The heading of a question: its text and its attributes, `## Text {#id .notetype key=value key="…"}`.

The attributes are the last `{…}` that begins with `#` and stands at the end; other braces are text: `{.items}`,
`$\{a\}$`, `{{c1::…}}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from deckgen.model import LEVELS
from deckgen.problem import Problem, Span, did_you_mean

ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
KEYS = ("level", "tags", "path", "after", "was", "guid", "status")
LISTS = ("tags", "path", "after")
TAG = re.compile(r"(?!:)[^\s\"':]+(?:::?[^\s\"':]+)*")
OPENING = re.compile(r"(?<![\\{])\{#(?![\s{}])")
_BLOCK = re.compile(r"\{#(?:[^{}\"]|\"[^\"]*\")*\}")
_TOKEN = re.compile(r"\s+(?:\.([^\s\"=.]+)|([^\s\"=]+)=(?:\"([^\"]*)\"|([^\s\"=]+)))(?=\s|$)")
_CODE_OR_FORMULA = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|\$[^$]+\$")
LONGEST = 2000


@dataclass(slots=True)
class Attributes:
    """What a heading or a YAML item says about its question; an empty id is missing."""

    id: str = ""
    notetype: str = ""
    values: dict[str, str] = field(default_factory=dict)  # keys of KEYS

    def words(self, key: str) -> tuple[str, ...]:
        """A list's words, each once."""
        return tuple(dict.fromkeys(self.values.get(key, "").split()))


def read_heading(line: str, span: Span, problems: list[Problem]) -> tuple[str, Attributes]:
    """Split a heading's text (without its `##`, stripped) into text and attributes; `span` is its first character."""
    if len(line) > LONGEST:
        problems.append(Problem(span, "heading", f"a heading of {len(line)} characters", "ask one thing, in a line"))
        return line[:LONGEST], Attributes()
    line = without_closing(line)
    if "{#" not in line:
        return line, Attributes()
    starts = [found.start() for found in OPENING.finditer(line)]
    if not starts:
        return line, Attributes()
    if len(starts) > 1:
        hidden = [found.span() for found in _CODE_OR_FORMULA.finditer(line)]
        quoted = [match.span() for match in _BLOCK.finditer(line)]
        starts = [
            at for at in starts if not any(a < at < b for a, b in hidden) and not any(a < at < b for a, b in quoted)
        ] or starts[-1:]
    at = starts[-1]
    place = _right(span, at)
    block = _BLOCK.match(line, at)
    if not block:
        problems.append(Problem(place, "attributes", "the attributes are never closed", "end them with '}'"))
        return line[:at].rstrip(), Attributes(line[at + 2 :].split(maxsplit=1)[0])
    rest = line[block.end() :].strip()
    if rest:
        problems.append(
            Problem(
                _right(span, block.end()),
                "attributes",
                f"{rest!r} stands after the attributes",
                "the attributes end the heading: move the text before them",
            )
        )
    if len(starts) > 1:
        problems.append(
            Problem(place, "attributes", "a second {#…} in one heading", "a question has one id: remove the other")
        )
    return line[:at].rstrip(), _attributes(block[0][2:-1], _right(place, 2), problems)


def without_closing(heading: str) -> str:
    """A heading's text without the hashes that may close it: "Hint ##" -> "Hint"."""
    kept = heading.rstrip("#")
    return kept.rstrip() if not kept or kept[-1].isspace() else heading


def _attributes(inside: str, span: Span, problems: list[Problem]) -> Attributes:
    """Read what stands between `{#` and `}`."""
    id_ = re.split(r"\s", inside, maxsplit=1)[0]
    found = Attributes(id_)
    at = len(id_)
    end = len(inside.rstrip())
    while at < end:
        token = _TOKEN.match(inside, at, end)
        if not token:
            problems.append(_bad_token(inside[at:end], _right(span, at)))
            break
        here, at = at + 1, token.end()
        if token[1]:
            if found.notetype:
                problems.append(
                    Problem(_right(span, here), "attributes", f"a second notetype, .{token[1]}", "keep one")
                )
            found.notetype = token[1]
        else:
            key = token[2]
            if key not in KEYS:
                problems.append(
                    Problem(_right(span, here), "unknown-key", f"unknown attribute {key!r}", did_you_mean(key, KEYS))
                )
            elif key in found.values:
                problems.append(
                    Problem(
                        _right(span, here),
                        "key-twice",
                        f"{key}= stands twice in one heading",
                        f'one {key}="a b" holds several',
                    )
                    if key in LISTS
                    else Problem(
                        _right(span, here), "key-twice", f"{key}= stands twice in one heading", "keep one of the two"
                    )
                )
            else:
                found.values[key] = (token[3] or token[4] or "").strip()
                if not found.values[key]:
                    problems.append(
                        Problem(_right(span, here), "empty-value", f"{key}= has no value", "write one, or remove it")
                    )
    return found


def forgotten(heading: str) -> int | None:
    """The offset of `{` where a heading ends with attributes that lack only the id: `{.cloze level=basic}`."""
    at = heading.rfind("{") if heading.endswith("}") else -1
    if at < 0 or heading[max(at - 1, 0)] in "\\{":
        return None
    inside = " " + heading[at + 1 : -1].strip()
    here = 0
    while here < len(inside):
        token = _TOKEN.match(inside, here)
        if not token or not (token[1] or token[2] in KEYS):
            return None
        here = token.end()
    return at if len(inside) > 1 else None


def _bad_token(rest: str, span: Span) -> Problem:
    word = rest.split(maxsplit=1)[0]
    if re.match(r"\s*[\w.-]*\s*=(?:\s|$)|\s*[\w-]+\s+=", rest):
        return Problem(span, "attributes", f"spaces around '=' after {word!r}", "write key=value, without spaces")
    if rest.count('"') % 2:
        return Problem(span, "attributes", f"a quote is never closed: {word!r}", 'write key="one two"')
    return Problem(
        span, "attributes", f"{word!r} is no attribute", 'write .notetype, key=value or key="one two" after the id'
    )


def check_id(id_: str, span: Span, hint: str = "") -> list[Problem]:
    """What is wrong with an id: missing, or malformed."""
    if not id_:
        message = "this question has no id"
        return [Problem(span, "no-id", message, hint or "write {#some-id} at its end, or run deckgen check --fix")]
    if ID.fullmatch(id_):
        return []
    better = re.sub(r"[^a-z0-9.]+", "-", id_.lower()).strip("-.")
    better = re.sub(r"[.-]*\.[.-]*", ".", better)
    message = f"the id {id_!r} is malformed: lower-case letters and digits, joined by single '-' or '.'"
    return [Problem(span, "bad-id", message, f"{better!r} would do" if ID.fullmatch(better) else "")]


def check_level(level: str, span: Span) -> list[Problem]:
    """What is wrong with a level; an empty one is none."""
    if not level or level in LEVELS:
        return []
    return [Problem(span, "unknown-level", f"unknown level {level!r}", did_you_mean(level, LEVELS))]


def check_status(status: str, span: Span) -> list[Problem]:
    """What is wrong with a status; an empty one is none."""
    if status in ("", "draft"):
        return []
    hint = "write status=draft for a question that is not to be published yet"
    return [Problem(span, "unknown-status", f"unknown status {status!r}", hint)]


def check_tags(tags: tuple[str, ...], span: Span) -> list[Problem]:
    """What is wrong with tags or study paths."""
    hint = "a tag is one word without quotes; '::' puts one below another"
    return [Problem(span, "bad-tag", f"{tag!r} cannot be a tag", hint) for tag in tags if not TAG.fullmatch(tag)]


def _right(span: Span, by: int) -> Span:
    return Span(span.path, span.line, span.column + by)
