"""Every piece is rendered and checked as part of the project; what it would refuse is mended until it builds.

The mends go from small to large: formulas that cannot be shown become code, HTML becomes text, and at last a field is
kept as a block of code, word for word. Each mend is told with the place in the source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from deckgen.check import check
from deckgen.formula_scan import find_formulas
from deckgen.importers.piece import Piece, lost
from deckgen.links import without_code
from deckgen.mathml import Fault, convert
from deckgen.model import Area, DeckConfig, Media, Notetype, Project, Question, Text, Topic
from deckgen.parse import parse_markdown, print_markdown
from deckgen.problem import Problem
from deckgen.render import Renderer
from deckgen.sanitize import ALLOWED, clean, forbidden

FOLDER = "content/import/"
_TAG = re.compile(r"</?[A-Za-z][^<>]*>?|<!|<\?")
_ADDRESS = re.compile(r"<(?:https?://|mailto:)[^<>\s]*>")
_TEX = re.compile(r"[\\^_{}]")
# Elements that say how a text looks or where it stands, and nothing else: their contents stay.
WRAPPERS = frozenset(
    [
        "center",
        "font",
        "big",
        "tt",
        "nobr",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "nav",
        "strike",
        "picture",
        "source",
        "wbr",
    ]
)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What pieces are tried in: the project's deck, notetypes and media, those to come included."""

    deck: DeckConfig
    notetypes: tuple[Notetype, ...]
    media: tuple[Media, ...]
    allow_html: bool = False


def settle(pieces: Iterable[Piece], workshop: Workshop) -> tuple[list[Piece], list[Problem]]:
    """Return the pieces as they can be written, and what had to be changed in them."""
    settled = [_each(piece, lambda text: re.sub(r"\A(?:[ \t]*\n)+", "", text).rstrip()) for piece in pieces]
    told: list[Problem] = []
    faults = _faults(dict(enumerate(settled)), workshop)
    for mend in MENDS:
        for number in faults:
            settled[number] = mend(settled[number], faults[number], workshop, told)
        faults = _faults({number: settled[number] for number in faults}, workshop)
    return settled, told


def _faults(pieces: Mapping[int, Piece], workshop: Workshop) -> dict[int, list[Problem]]:
    """The errors that each piece would bring into the project, by its number; those without any are left out."""
    found: dict[int, list[Problem]] = defaultdict(list)
    notetypes = {notetype.key: notetype for notetype in workshop.notetypes}
    renderer = Renderer(workshop.deck, workshop.media)
    topics = []
    for number, piece in pieces.items():
        alone = replace(piece, id=f"x-{number}", after=())  # ids and order are the planner's business
        topic = as_topic(alone, f"{FOLDER}{number}.md", notetypes)
        read, problems = parse_markdown(print_markdown(topic, workshop.notetypes), topic.source, workshop.notetypes)
        found[number] += [problem for problem in problems if problem.level == "error"]
        if read is None or [_said(each) for each in read.questions] != [_said(each) for each in topic.questions]:
            found[number].append(Problem(piece.span, "reads-otherwise", "the text would be read otherwise"))
            continue
        topics.append(read)
        try:
            drawn = renderer.question(read, read.questions[0], notetypes[piece.notetype])
        except RecursionError:
            found[number].append(Problem(piece.span, "too-deep", "it lies too deep in itself"))
            topics.pop()
            continue
        found[number] += [problem for problem in drawn[1] if problem.level == "error"]
    areas = (Area(FOLDER.split("/")[1], ""),)
    project = Project(workshop.deck, areas, tuple(topics), workshop.notetypes, workshop.media)
    for problem in check(project):
        if problem.level == "error" and problem.span.path.startswith(FOLDER):
            found[int(problem.span.path[len(FOLDER) : -3])].append(problem)
    return {number: problems for number, problems in found.items() if problems}


def as_topic(piece: Piece, source: str, notetypes: Mapping[str, Notetype]) -> Topic:
    """The piece alone in a topic."""
    return Topic(source[8:-3], source, "Import", (as_question(piece, piece.id, notetypes),))


def as_question(piece: Piece, id_: str, notetypes: Mapping[str, Notetype]) -> Question:
    """The piece as a question, its fields in the notetype's order."""
    held = dict(piece.fields)
    keys = [field.key for field in notetypes[piece.notetype].fields]
    fields = tuple((key, Text(held[key], piece.span)) for key in keys if held.get(key))
    return Question(
        id_,
        piece.notetype,
        fields,
        piece.span,
        piece.tags,
        piece.level,
        piece.paths,
        piece.after,
        guid=piece.guid,
        draft=piece.draft,
    )


def without_blanks(text: str) -> str:
    """A text to be compared: spaces on lines that hold nothing else are gone."""
    return re.sub(r"\n[ \t]+(?=\n)", "\n", text).strip("\n")


def _said(question: Question) -> tuple[object, ...]:
    fields = tuple((key, without_blanks(text.markdown)) for key, text in question.fields)
    return question.notetype, fields, question.guid, question.tags, question.level, question.paths, question.draft


# --- mends --------------------------------------------------------------------------------------------------------


def formulas(piece: Piece, faults: list[Problem], workshop: Workshop, told: list[Problem]) -> Piece:
    """Formulas that cannot be shown stand as code; dollars that only look like one are escaped."""
    del faults
    return _each(piece, lambda text: _without_faults(text, piece, workshop, told))


def html(piece: Piece, faults: list[Problem], workshop: Workshop, told: list[Problem]) -> Piece:
    """HTML that no question may hold becomes text, or goes through the sanitiser where that is wanted."""
    del faults
    return _each(piece, lambda text: _without_html(text, piece, workshop, told))


def marks(piece: Piece, faults: list[Problem], workshop: Workshop, told: list[Problem]) -> Piece:
    """Gaps where there can be none, links and comments that are broken: as text."""
    del workshop
    codes = {fault.code for fault in faults}

    def mended(text: str) -> str:
        if "cloze-elsewhere" in codes:
            text = _outside_code(text, re.compile(r"\{\{(?=c\d+::)"), r"\{\{")
        if codes & {"bad-link", "missing-media", "media-outside", "remote-media", "media-case", "no-alt"}:
            text = _outside_code(text, re.compile(r"!?(?<!\\)\[(?=[^\]]*\](?:\(|\[|:))"), lambda found: f"\\{found[0]}")
        return text

    changed = _each(piece, mended)
    if changed != piece:
        told.append(lost(piece.span, "as-text", f"kept as text: {_why(faults)}"))
    if codes & GAPS:
        told.append(lost(piece.span, "gaps", f"a draft, for {_why(faults)}"))
        return replace(changed, draft=True)
    return changed


def _why(faults: list[Problem]) -> str:
    return "; ".join(sorted({re.sub(r" ?'x-\d+'", "", fault.message) for fault in faults}))


def verbatim(piece: Piece, faults: list[Problem], workshop: Workshop, told: list[Problem]) -> Piece:
    """The last resort: code, word for word; a cloze without gaps in order is a draft."""
    notetype = next(each for each in workshop.notetypes if each.key == piece.notetype)
    origins = {field.key: field.origin for field in notetype.fields}
    told.append(lost(piece.span, "verbatim", f"kept word for word, as code: {_why(faults)}", "write it anew"))
    fields = tuple((key, _ticked(text) if origins[key] == "heading" else _fenced(text)) for key, text in piece.fields)
    draft = piece.draft or notetype.kind == "cloze" or "options" in origins.values()
    return replace(piece, fields=fields, tags=(), draft=draft)


GAPS = {"cloze-no-gap", "cloze-mark", "cloze-open", "cloze-empty", "cloze-lines", "cloze-braces", "cloze-in-formula"}
MENDS: tuple[Callable[[Piece, list[Problem], Workshop, list[Problem]], Piece], ...] = (formulas, html, marks, verbatim)


def _each(piece: Piece, change: Callable[[str], str]) -> Piece:
    return replace(piece, fields=tuple((key, change(text)) for key, text in piece.fields))


def _without_faults(text: str, piece: Piece, workshop: Workshop, told: list[Problem]) -> str:
    for formula in reversed(find_formulas(text)):
        fault = convert(formula.tex, formula.display, workshop.deck.macros)
        if not isinstance(fault, Fault):
            continue
        if not _TEX.search(formula.tex):
            made = text[formula.start : formula.end].replace("$", r"\$")
        else:
            what = f"the formula {formula.tex.strip()[:60]!r} cannot be shown, and stands as code: {fault.message}"
            told.append(lost(piece.place(formula.tex), fault.code, what, fault.hint))
            made = _ticked(text[formula.start : formula.end])
        text = text[: formula.start] + made + text[formula.end :]
    return text


def _without_html(text: str, piece: Piece, workshop: Workshop, told: list[Problem]) -> str:
    bad = list(dict.fromkeys(forbidden(_text_of(text))))
    if not bad:
        return text
    names = ", ".join(bad)
    if workshop.allow_html:
        told.append(lost(piece.place(bad[0].strip("<>=")), "html", f"taken out by the sanitiser: {names}"))
        return _sanitized(text)
    told.append(lost(piece.place(bad[0].rstrip(">=")), "html", f"kept as text: {names}", "--allow-html takes HTML"))

    def change(found: re.Match[str]) -> str:
        name = re.match(r"</?([A-Za-z][\w:-]*)", found[0])
        if name and name[1].lower() in WRAPPERS:
            return ""
        if name and name[1].lower() in ALLOWED and not list(forbidden(found[0])):
            return found[0]
        return "&lt;" + found[0][1:]

    return _outside_code(text, _TAG, change)


def _text_of(text: str) -> str:
    """The text, as long as before, with code, formulas, comments and addresses in angle brackets blank."""
    return _ADDRESS.sub(lambda found: " " * len(found[0]), without_code(text))


def _sanitized(text: str) -> str:
    """Through nh3; code, formulas and addresses in angle brackets are none of its business."""
    shown = _text_of(text)
    mask = "".join(
        "x" if sign != seen else "s" if sign.isspace() else "o" for sign, seen in zip(text, shown, strict=True)
    )
    held: list[str] = []
    out, at = [], 0
    for hidden in re.finditer(r"x(?:[xs]*x)?", mask):
        out += [text[at : hidden.start()], f"\ue003{len(held)}\ue004"]
        held.append(text[hidden.start() : hidden.end()])
        at = hidden.end()
    cleaned = clean("".join([*out, text[at:]])).replace("&gt;", ">")
    cleaned = re.sub(r"&amp;(?!#?\w+;)", "&", cleaned)
    return re.sub("\ue003(\\d+)\ue004", lambda found: held[int(found[1])], cleaned)


def _outside_code(text: str, pattern: re.Pattern[str], change: str | Callable[[re.Match[str]], str]) -> str:
    """Substitute where the text is neither code nor formula."""
    shown = _text_of(text)
    out, done = [], 0
    for found in pattern.finditer(text):
        if found.start() >= done and shown[found.start()] == text[found.start()] and not shown[found.start()].isspace():
            out += [text[done : found.start()], found.expand(change) if isinstance(change, str) else change(found)]
            done = found.end()
    return "".join([*out, text[done:]])


def _ticked(text: str) -> str:
    """Code within a line."""
    text = " ".join(text.split())
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def _fenced(text: str) -> str:
    ticks = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{ticks}\n{text}\n{ticks}"
