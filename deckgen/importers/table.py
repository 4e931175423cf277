"""CSV and TSV -> pieces: Anki's own text files with their header lines, and plain tables of questions and answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from deckgen.fields import GAP
from deckgen.heading import TAG
from deckgen.importers import fit
from deckgen.importers.collection import AnkiField, AnkiNote, AnkiNotetype, Collection
from deckgen.importers.notes import GUID, PRIVATE, read_notes
from deckgen.importers.pictures import Pictures, links_within
from deckgen.importers.piece import Found, Piece, Title, lost
from deckgen.importers.tablefile import KNOWN, Table, read_rows
from deckgen.importers.words import placeholder
from deckgen.model import LEVELS, Notetype, Project
from deckgen.naming import clean
from deckgen.problem import Problem, Span

_LOOKS_HTML = re.compile(
    r"</?(?:b|i|u|br|div|p|ul|ol|li|span|img|sub|sup|strong|em|pre|code|table|a|math)\b[^<>]*>|&\w{2,8};", re.I
)
_BLOCK = re.compile(r"^\s*(?:[-*+>|#]|\d+[.)]\s|```|~~~|\$\$|<)|^ {4}")


def read_table(
    text: str, source: str, project: Project, picture: Callable[[str], bytes | None], *, allow_html: bool = False
) -> Found:
    """Read a table; `picture` reads files that its cells name."""
    text, problems = clean(text, source)
    if problems:
        return Found(problems=tuple(problems))
    problems = []
    table = read_rows(text, source, problems)
    if any(problem.level == "error" for problem in problems):
        return Found(problems=tuple(problems))
    reader = _Reader(table, source, project, picture, allow_html, problems)
    return reader.read()


@dataclass
class _Reader:
    table: Table
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
            key = KNOWN.get(name.casefold(), "")
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
