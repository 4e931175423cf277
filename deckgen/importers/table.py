"""CSV and TSV -> pieces: Anki's own text files with their header lines, and plain tables of questions and answers."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from deckgen.fields import GAP
from deckgen.heading import TAG
from deckgen.importers import fit
from deckgen.importers.collection import AnkiField, AnkiNote, AnkiNotetype, Collection
from deckgen.importers.notes import GUID, PRIVATE, read_notes
from deckgen.importers.pictures import Pictures, links_within
from deckgen.importers.piece import Found, Piece, Title, lost
from deckgen.importers.words import placeholder
from deckgen.model import LEVELS, Notetype, Project
from deckgen.naming import clean
from deckgen.problem import Problem, Span

LARGEST_CELL = 2_000_000  # characters
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
_HEADER = re.compile(
    r"#(separator|html|tags|columns|notetype|deck|notetype column|deck column|tags column|guid column|if matches)"
    r"\s*:(.*)", re.I
)  # fmt: skip
# Names of columns, as people write them, and what they hold.
NAMES = {
    "question": ["question", "front", "q", "prompt", "term", "card-front", "heading"],
    "answer": ["answer", "back", "a", "response", "definition", "meaning", "card-back"],
    "tags": ["tags", "tag", "labels"],
    "deck": ["deck", "topic", "category", "section", "chapter", "subject"],
    "level": ["level", "difficulty"],
    "guid": ["guid"],
    "id": ["id"],
    "hint": ["hint", "hints"],
    "details": ["details", "explanation", "extra"],
    "pitfalls": ["pitfalls"],
    "sources": ["sources", "source", "references", "reference"],
}
_KNOWN = {name: key for key, names in NAMES.items() for name in names}
_LOOKS_HTML = re.compile(
    r"</?(?:b|i|u|br|div|p|ul|ol|li|span|img|sub|sup|strong|em|pre|code|table|a|math)\b[^<>]*>|&\w{2,8};", re.I
)
_BLOCK = re.compile(r"^\s*(?:[-*+>|#]|\d+[.)]\s|```|~~~|\$\$|<)|^ {4}")


@dataclass
class _Table:
    """What a file's header lines say, and its rows with the line that each begins on."""

    separator: str = ""
    html: bool | None = None
    tags: tuple[str, ...] = ()
    deck: str = ""
    notetype: str = ""
    columns: list[str] = field(default_factory=list)
    special: dict[str, int] = field(default_factory=dict)  # "guid", "deck", "notetype", "tags" -> index
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read_table(
    text: str, source: str, project: Project, picture: Callable[[str], bytes | None], *, allow_html: bool = False
) -> Found:
    """Read a table; `picture` reads files that its cells name."""
    text, problems = clean(text, source)
    if problems:
        return Found(problems=tuple(problems))
    problems = []
    table = _read(text, source, problems)
    if any(problem.level == "error" for problem in problems):
        return Found(problems=tuple(problems))
    reader = _Reader(table, source, project, picture, allow_html, problems)
    return reader.read()


def is_table(text: str) -> bool:
    """Whether a .txt file is a table: Anki's header lines, or tabs in most lines."""
    lines = [line for line in text.removeprefix("\ufeff").split("\n")[:200] if line.strip()]
    if not lines:
        return False
    return bool(_HEADER.match(lines[0])) or sum("\t" in line for line in lines) * 10 >= len(lines) * 8


def _read(text: str, source: str, problems: list[Problem]) -> _Table:
    table = _Table()
    lines = text.split("\n")
    first = 0
    while first < len(lines) and (found := _HEADER.match(lines[first])):
        _header(table, found[1].lower(), found[2].strip("\n"), Span(source, first + 1), problems)
        first += 1
    anki = first > 0
    table.separator = table.separator or _separator(lines[first : first + 50], source)
    if table.columns:
        table.columns = next(csv.reader([table.columns[0]], delimiter=table.separator), [])
    previous = csv.field_size_limit(LARGEST_CELL)
    try:
        reader = csv.reader(io.StringIO("\n".join(lines[first:])), delimiter=table.separator)
        start = first + 1
        for row in reader:
            comment = anki and row and row[0].startswith("#") and lines[start - 1].startswith("#")
            if comment:
                problems.append(lost(Span(source, start), "comment", "a comment line was left out"))
            elif any(cell.strip() for cell in row):
                table.rows.append((start, row))
            start = first + reader.line_num + 1
    except csv.Error as error:
        line = first + reader.line_num
        message = f"this row cannot be read: {error}"
        if "field larger" in str(error):
            message = f"a cell holds more than {LARGEST_CELL // 1_000_000} million characters"
        problems.append(Problem(Span(source, line), "bad-row", message, "is a quote missing at the end of a cell?"))
    finally:
        csv.field_size_limit(previous)
    if not anki and table.rows and _names_columns(table.rows[0][1]):
        table.columns = [cell.strip() for cell in table.rows.pop(0)[1]]
    return table


def _header(table: _Table, key: str, value: str, span: Span, problems: list[Problem]) -> None:
    plain = value.strip()
    if key == "separator":
        table.separator = SEPARATORS.get(plain.casefold(), "\t" if plain == "\\t" else value.strip(" ")[:1] or "\t")
    elif key == "html":
        table.html = plain.casefold() == "true"
    elif key == "tags":
        table.tags = tuple(plain.split())
    elif key == "columns":
        table.columns = [value]
    elif key in ("deck", "notetype"):
        setattr(table, key, plain)
    elif key.endswith(" column") and plain.isdigit() and 0 < int(plain) < 1000:
        table.special[key.removesuffix(" column")] = int(plain) - 1
    elif key != "if matches":
        problems.append(lost(span, "header", f"the header line {key!r} cannot be read"))


def _separator(lines: list[str], source: str) -> str:
    """The separator that most lines share in the same number."""
    if source.lower().endswith(".tsv"):
        return "\t"
    best = (0, 0, ",")
    for rank, sign in enumerate("\t;,|"):
        counts = Counter(line.count(sign) for line in lines if line.strip() and sign in line)
        if counts:
            best = max(best, (sum(counts.values()), -rank, sign))
    return best[2]


def _names_columns(row: list[str]) -> bool:
    names = [cell.strip().casefold() for cell in row]
    return "question" in {_KNOWN.get(name) for name in names} or sum(name in _KNOWN for name in names) > 1


@dataclass
class _Reader:
    table: _Table
    source: str
    project: Project
    picture: Callable[[str], bytes | None]
    allow_html: bool
    problems: list[Problem]

    def read(self) -> Found:
        table = self.table
        if table.html is None:
            cells = [cell for _, row in table.rows[:300] for cell in row if cell]
            table.html = sum(bool(_LOOKS_HTML.search(cell)) for cell in cells) * 20 > len(cells)
        if not any(each.key == "qa" for each in self.project.notetypes):
            hint = "the project's templates/ has none"
            return Found(problems=(Problem(Span(self.source), "no-notetype", "there is no notetype 'qa'", hint),))
        found = self.as_notes() if table.html else self.as_text()
        return replace(found, problems=(*self.problems, *found.problems))

    def special(self, row: list[str], key: str) -> str:
        index = self.table.special.get(key)
        return row[index].strip() if index is not None and index < len(row) else ""

    def values(self, row: list[str]) -> Iterator[tuple[str, str]]:
        """A row's cells that hold fields, with their columns' names."""
        for index, cell in enumerate(row):
            if index not in self.table.special.values():
                yield self.table.columns[index].strip() if index < len(self.table.columns) else "", cell

    def deck(self, row: list[str]) -> str:
        deck = self.special(row, "deck") or self.table.deck
        return "" if deck.isdigit() else deck

    def tags(self, row: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.table.tags, *self.special(row, "tags").split())))

    def as_notes(self) -> Found:
        """Cells are HTML: Anki's own export, whose rows are notes."""
        notetypes = {notetype.id: _as_anki(notetype) for notetype in self.project.notetypes}
        names = {name.casefold(): each for each in self.project.notetypes for name in (each.name, str(each.id))}
        notes, lines, unknown = [], [], Counter[str]()
        qa = next(each for each in self.project.notetypes if each.key == "qa")
        cloze = next((each for each in self.project.notetypes if each.kind == "cloze"), qa)
        for line, row in self.table.rows:
            name = self.special(row, "notetype") or self.table.notetype
            notetype = names.get(name.casefold())
            tags, deck, guid = self.tags(row), self.deck(row), self.special(row, "guid")
            if notetype is None:
                unknown[name] += 1
                notetype = cloze if GAP.search(self.named(row).get("question", "")) else qa
                fields, more = self.placed(row, notetype)
                tags, deck = (*tags, *more.get("tags", "").split()), deck or more.get("deck", "")
            else:
                fields = tuple(value for _, value in self.values(row))
            lines.append(line)
            notes.append(AnkiNote(guid, notetype.id, fields, tags, deck, (0, line)))
        for name, count in unknown.items():
            if name:
                message = (
                    f"{count} rows of the notetype {name!r}, which a text file does not describe: they become 'qa'"
                )
                hint = "import the .apkg instead, if learners of the old deck are to keep their history"
                self.problems.append(lost(Span(self.source), "notetype", message, hint))
        collection = Collection(notetypes, tuple(notes))
        return read_notes(
            collection,
            self.project,
            self.source,
            self.picture,
            lambda _, index: Span(self.source, lines[index]),
            allow_html=self.allow_html,
        )

    def placed(self, row: list[str], notetype: Notetype) -> tuple[tuple[str, ...], dict[str, str]]:
        """A row's cells as the fields of a notetype, and what is none of them; unnamed cells go to the answer."""
        named = self.named(row)
        keys = {each.key for each in notetype.fields}
        own = {
            "heading": "question",
            "body": "answer",
            "id": "",
            "learner": "",
            "reserve": "",
            "changed": "",
            "topic": "",
        }
        values = [named.get(own.get(each.origin, each.key), "") for each in notetype.fields]
        return tuple(values), {key: value for key, value in named.items() if key not in keys or key == "id"}

    def named(self, row: list[str]) -> dict[str, str]:
        """A row's cells by what they hold; what has no name of ours stands in the answer, under its column's name."""
        found: dict[str, str] = {}
        rest: list[str] = []
        html = self.table.html
        for name, value in self.values(row):
            if not value.strip():
                continue
            key = _KNOWN.get(name.casefold(), "")
            if not key and not name:
                key = next((each for each in ("question", "answer") if each not in found), "")
            if key and key not in found:
                found[key] = value
            elif not name and not self.table.columns and "tags" not in found and _are_tags(value) and row[-1] == value:
                found["tags"] = value
            else:
                label = (f"<b>{name}</b>: " if html else f"**{name}**: ") if name else ""
                rest.append(f"{label}{value}")
        if rest:
            found["answer"] = ("<br><br>" if html else "\n\n").join([*filter(None, [found.get("answer")]), *rest])
        return found

    def as_text(self) -> Found:
        """Cells are text, in which Markdown and formulas mean what they mean elsewhere."""
        pictures = Pictures(self.picture, self.project.media)
        pieces = [self.piece(line, row, pictures) for line, row in self.table.rows]
        return Found(
            pieces=tuple(piece for piece in pieces if piece), media=pictures.media(), problems=tuple(pictures.problems)
        )

    def piece(self, line: int, row: list[str], pictures: Pictures) -> Piece | None:
        span = Span(self.source, line)
        named = self.named(row)
        question, long = fit.heading(pictures.put(named.get("question", ""), span))
        if not question:
            self.problems.append(lost(span, "no-question", "a row without a question was left out"))
            return None
        clozes = [each for each in self.project.notetypes if each.kind == "cloze" and each.field("answer")]
        notetype = next((each for each in clozes if GAP.search(question)), None) or next(
            each for each in self.project.notetypes if each.key == "qa"
        )
        heading = next(each.key for each in notetype.fields if each.origin == "heading")
        fields = {heading: question}
        for key in ("answer", "hint", "details", "pitfalls", "sources"):
            value = pictures.put(fit.body(_with_breaks(named.get(key, ""))), span)
            fields[key] = links_within(value, lambda _, text: self.problems.append(lost(span, "link", text)))
        fields["answer"] = f"{long}\n\n{fields['answer']}".strip()
        guid = self.special(row, "guid") or named.get("guid", "")
        if guid and not GUID.fullmatch(guid):
            self.problems.append(lost(span, "guid", f"the guid {guid[:60]!r} cannot be written down"))
            guid = ""
        tags = (*self.tags(row), *named.get("tags", "").replace(",", " ").split())
        good = tuple(tag for tag in tags if TAG.fullmatch(tag) and tag.casefold() not in PRIVATE)
        for tag in {*tags} - {*good}:
            self.problems.append(lost(span, "tag", f"{tag[:60]!r} cannot be a tag: left out"))
        level = named.get("level", "").strip().casefold()
        if level and level not in LEVELS:
            self.problems.append(lost(span, "level", f"{level[:60]!r} is no level (basic, core, advanced): left out"))
        deck = self.deck(row) or named.get("deck", "")
        return Piece(
            tuple(Title(part.strip()) for part in deck.split("::") if part.strip()),
            tuple((key, value) for key, value in fields.items() if value),
            span,
            notetype=notetype.key,
            id=named.get("id", "").strip(),
            guid=guid,
            level=level if level in LEVELS else "",
            tags=tuple(dict.fromkeys(good)),
            draft=placeholder(fields["answer"]) and notetype.kind != "cloze",
        )


def _as_anki(notetype: Notetype) -> AnkiNotetype:
    fields = tuple(AnkiField(each.name, each.id) for each in notetype.fields)
    return AnkiNotetype(notetype.id, notetype.name, notetype.kind == "cloze", fields, ())


def _are_tags(value: str) -> bool:
    return len(value) < 200 and all(TAG.fullmatch(tag) for tag in value.split()) and "::" in value


def _with_breaks(text: str) -> str:
    """Lines of a cell stay lines, where they are no list, table or code."""
    lines = text.strip("\n").split("\n")
    if len(lines) < 2 or "```" in text or "~~~" in text:
        return text
    out = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        plain = (
            line.strip() and after.strip() and not _BLOCK.match(line) and not _BLOCK.match(after) and "$$" not in line
        )
        out.append(f"{line.rstrip()}  " if plain else line)
    return "\n".join(out)
