"""A CSV or TSV file as rows: separator, Anki's header lines, the names of columns; no cell is trusted to be small."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field

from deckgen.importers.piece import lost
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
KNOWN = {name: key for key, names in NAMES.items() for name in names}


@dataclass
class Table:
    """What a file's header lines say, and its rows with the line that each begins on."""

    separator: str = ""
    html: bool | None = None
    tags: tuple[str, ...] = ()
    deck: str = ""
    notetype: str = ""
    columns: list[str] = field(default_factory=list)
    special: dict[str, int] = field(default_factory=dict)  # "guid", "deck", "notetype", "tags" -> index
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def is_table(text: str) -> bool:
    """Whether a .txt file is a table: Anki's header lines, or tabs in most lines."""
    lines = [line for line in text.removeprefix("\ufeff").split("\n")[:200] if line.strip()]
    if not lines:
        return False
    return bool(_HEADER.match(lines[0])) or sum("\t" in line for line in lines) * 10 >= len(lines) * 8


def read_rows(text: str, source: str, problems: list[Problem]) -> Table:
    """Read header lines and rows (lines end in LF); what is wrong goes to `problems`."""
    table = Table()
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


def _header(table: Table, key: str, value: str, span: Span, problems: list[Problem]) -> None:
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
    return "question" in {KNOWN.get(name) for name in names} or sum(name in KNOWN for name in names) > 1
