"""Markdown as people write it -> pieces: sections, questions in whatever shape, answers, and what is neither."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from deckgen.importers import fit
from deckgen.importers.answers import unwrapped, without_label
from deckgen.importers.asking import questions, strong
from deckgen.importers.outline import Line, Section, outline
from deckgen.importers.pictures import Pictures, links_within, place_of
from deckgen.importers.piece import Found, Piece, Prose, Title, lost
from deckgen.importers.shapes import Start, starts
from deckgen.importers.words import ANSWER, ANSWER_TITLE, GENERIC, bare, placeholder
from deckgen.model import Notetype, Topic
from deckgen.naming import clean
from deckgen.parse import parse_markdown
from deckgen.problem import Problem, Span

SECTIONS = {"hint": "hint", "hints": "hint", "details": "details", "pitfalls": "pitfalls", "sources": "sources"}
_WORD = re.compile(r"[^\W\d_]\w*")
_TAGS = re.compile(r"</?(?:details|summary|div|p|br|center|b|strong|i|em|h[1-6])\b[^<>]*>", re.I)
_MARK = re.compile(r"(?:q|a|ans|question|answer|br)s?\d*", re.I)
_LABEL = re.compile(  # what only says which part comes next
    r"[\W_]*(?:</?\w+[^<>]*>)*[\W_]*(?:(?:show|see|click\W+\w+\W+\w*|the|short|model)\W+)*"
    r"(?:q|question|a|ans|answer|solution|details|summary|details\W+summary)s?[\W\d_]*(?:</?\w+[^<>]*>)*[\W_]*|"
    r"\W*(?:`{3,}|~{3,})\s*math\W*",
    re.I,
)
_OURS = re.compile(r"^## .*\{#[a-z0-9][a-z0-9.-]*(?:[ \t][^\n]*)?\}[ \t]*$", re.M)
_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_DEFINITION = re.compile(r"^ {0,3}\[(\^?[^\]\n]+)\]:[ \t]*(\S.*)$")
_TOC = re.compile(r"(?:table of )?contents?|toc|index|outline", re.I)
_CONTENTS = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+(?:\*\*)?\[[^\]]*\]\(#[^)]*\)(?:\*\*)?[^\w]*$")


def read_markdown(
    text: str, source: str, pictures: Pictures | None = None, notetypes: tuple[Notetype, ...] = ()
) -> Found:
    """Read a document that lies at `source` (as problems shall name it).

    A question file of another project, read with the `notetypes` of this one, is taken as it is.
    """
    text, problems = clean(text, source)
    if problems:
        return Found(problems=tuple(problems))
    pictures = pictures or Pictures()
    if notetypes and _OURS.search(text):
        topic, problems = parse_markdown(text, source, notetypes)
        if topic and topic.questions and not any(problem.level == "error" for problem in problems):
            return _question_file(topic, pictures)
    return _Reader(source, pictures).read(text)


def _question_file(topic: Topic, pictures: Pictures) -> Found:
    """The questions of a file in this project's own format, ids, guids and attributes included."""
    where = (Title(topic.title),)
    pieces = tuple(
        Piece(
            where,
            tuple((key, pictures.put(text.markdown, text.span)) for key, text in question.fields),
            question.span,
            "",
            question.notetype,
            question.id,
            question.guid,
            question.level,
            question.tags,
            question.paths,
            question.after,
            question.draft,
        )
        for question in topic.questions
    )
    prose = (
        (Prose(where, pictures.put(topic.prose.markdown, topic.prose.span), topic.prose.span),) if topic.prose else ()
    )
    problems = tuple(
        lost(question.span, "was", f"was={question.was} of {question.id!r} was left out: it belongs to another ledger")
        for question in topic.questions
        if question.was
    )
    return Found(pieces=pieces, prose=prose, media=pictures.media(), problems=(*problems, *pictures.problems))


@dataclass
class _Reader:
    source: str
    pictures: Pictures
    pieces: list[Piece] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    definitions: dict[str, list[str]] = field(default_factory=dict)

    def read(self, text: str) -> Found:
        title, first = "", 1
        if front := _FRONT.match(text):
            first = front[0].count("\n") + 1
            title = self.front(front[1])
            text = text[front.end() :]
        top = outline(text, first)
        self.define(top)
        if len(top.sections) == 1 and top.sections[0].level == 1 and not strong(top.sections[0]):
            only = top.sections[0]
            if not _TOC.fullmatch(bare(only.title)):
                title = title or bare(only.title)
            top = Section(0, "", only.line, [*top.lines, *only.lines], only.sections)
        asked = questions(top)
        self.section(top, (), asked)
        self.account(text, first, title)
        problems = (*self.problems, *self.pictures.problems)
        return Found(
            title,
            pieces=tuple(self.pieces),
            prose=tuple(self.prose),
            media=self.pictures.media(),
            problems=problems,
        )

    def account(self, text: str, first: int, title: str) -> None:
        """Tell every line of which a word is found nowhere in what was read."""
        held: list[str] = []
        if self.pieces:  # else nothing is written
            titles = [*(piece.where for piece in self.pieces), *(prose.where for prose in self.prose)]
            held += [title, *(each.text for where in titles for each in where)]
            held += [value for piece in self.pieces for _, value in piece.fields]
            held += [prose.markdown for prose in self.prose]
        words = set(_WORD.findall("\n".join(held)))
        told = {problem.span.line for problem in self.problems if problem.code in ("contents", "front-matter")}
        for number, line in enumerate(text.split("\n"), first):
            missing = [
                word for word in _WORD.findall(_TAGS.sub(" ", line)) if word not in words and not _MARK.fullmatch(word)
            ]
            if missing and number not in told and not _CONTENTS.match(line) and not _LABEL.fullmatch(line):
                self.lose(number, "left-out", f"no question has {' '.join(missing)[:80]!r}")

    def front(self, written: str) -> str:
        """The front matter's title; its other lines are told."""
        title = ""
        for number, line in enumerate(written.rstrip("\n").split("\n"), 2):
            if found := re.match(r"title:\s*(.+?)\s*$", line):
                title = found[1].strip("\"'")
            elif line.strip():
                self.lose(number, "front-matter", f"the front matter's line {line.strip()[:60]!r} was left out")
        return title

    def lose(self, line: int, code: str, message: str, hint: str = "") -> None:
        self.problems.append(lost(Span(self.source, line), code, message, hint))

    def define(self, top: Section) -> None:
        """Take link and footnote definitions out of the text; each goes to the answers that use it."""
        for section in top.walk():
            kept: list[Line] = []
            name = ""
            for line in section.lines:
                found = None if line.code else _DEFINITION.match(line.text)
                if found:
                    name = found[1].casefold()
                    self.definitions.setdefault(name, [line.text.strip()])
                elif name.startswith("^") and re.match(r"^(?: {4}|\t)\S", line.text):
                    self.definitions[name].append(line.text)
                else:
                    name = name if line.blank else ""
                    kept.append(line)
            section.lines = kept

    def section(self, section: Section, where: tuple[Title, ...], asked: set[int]) -> None:
        """Read a section that is no question: what stands in it, then the sections below it."""
        self.chunk(self.without_contents(section.lines), where, section)
        for child in section.sections:
            if id(child) in asked:
                self.heading(child, where)
            else:
                self.section(child, (*where, Title(_plain(bare(child.title)) or "Untitled")), asked)

    def chunk(self, lines: list[Line], where: tuple[Title, ...], section: Section) -> None:
        """Read lines that hold questions in one shape; what stands outside of closed ones may have another."""
        found = starts(lines)
        if not found:
            self.keep(lines, where, section)
            return
        begins = [start.at - start.lead for start in found]
        (self.chunk if found[0].stop else self.keep)(lines[: begins[0]], where, section)
        for start, end in zip(found, [*begins[1:], len(lines)], strict=False):
            stop = start.stop or end
            under = (*where, Title(_plain(bare(start.section)))) if start.section else where
            self.item(start, lines[start.at].number, lines[start.end : stop], under)
            if start.stop:
                self.chunk(lines[stop:end], where, section)

    def heading(self, section: Section, where: tuple[Title, ...]) -> None:
        """Read a section whose heading is the question."""
        question, lines = bare(section.title), section.lines
        if GENERIC.fullmatch(question):  # "Question 12", and below it what is asked
            at = next((number for number, line in enumerate(lines) if not line.blank), len(lines))
            end = at
            while end < len(lines) and not lines[end].blank and not ANSWER.match(lines[end].text):
                end += 1
            if at < end and not lines[at].code:
                question = bare(" ".join(line.text.strip() for line in lines[at:end]))
                lines = lines[end:]
        fields = {"question": question}
        rest = [*lines]
        for child in section.sections:
            title = bare(child.title).rstrip(":")
            key = SECTIONS.get(title.casefold())
            if key and key not in fields:
                fields[key] = self.text(child.everything())
            elif ANSWER_TITLE.fullmatch(title):
                rest += child.everything()
            else:
                rest += [Line(child.line, f"{'#' * child.level} {child.title}"), *child.everything()]
        self.add(fields, rest, where, section.line, f"{section.title}\n" + _joined(section.everything()))

    def item(self, start: Start, line: int, lines: list[Line], where: tuple[Title, ...]) -> None:
        """Read a question within a section's text."""
        if start.indent:
            cut = start.indent
            lines = [
                Line(each.number, each.text[cut:] if not each.text[:cut].strip() else each.text, each.code)
                for each in lines
            ]
        rest = [Line(line, start.rest)] if start.rest else []
        raw = "\n".join([start.question, *[""] * (start.end - start.at - 1), _joined(lines)])
        self.add({"question": bare(start.question)}, [*rest, *lines], where, line, raw)

    def add(self, fields: dict[str, str], rest: list[Line], where: tuple[Title, ...], line: int, raw: str) -> None:
        question, long = fit.heading(self.pictures.put(fields["question"], Span(self.source, line)))
        question = links_within(question, lambda _, text: self.lose(line, "link", text))
        if not question:
            question = "…"
            self.lose(line, "no-question", "a question without text", "write it in")
        answer = self.text(rest)
        if long:
            answer = f"{long}\n\n{answer}".strip()
            self.lose(line, "long-question", "a question of many words: all of it heads the answer", "shorten it")
        written = {key: value for key, value in (fields | {"question": question, "answer": answer}).items() if value}
        draft = placeholder(answer)
        self.pieces.append(Piece(where, tuple(written.items()), Span(self.source, line), raw, draft=draft))

    def text(self, lines: list[Line]) -> str:
        """Lines as the text of a field."""
        lines = unwrapped(lines)
        markdown = _joined(lines)
        first = next((line.number for line in lines if not line.blank), 0)
        markdown = without_label(markdown)
        span = Span(self.source, first)
        markdown = self.pictures.put(fit.body(markdown), span, lines)
        markdown = links_within(
            markdown, lambda target, text: self.problems.append(lost(place_of(target, span, lines), "link", text))
        )
        return self.defined(markdown)

    def defined(self, markdown: str) -> str:
        """The text with the definitions that it uses."""
        if not self.definitions or "[" not in markdown:
            return markdown
        used = {name.casefold() for name in re.findall(r"\[(\^?[^\[\]\n]+)\]", markdown)}
        tail = ["\n".join(text) for name, text in self.definitions.items() if name in used]
        return f"{markdown}\n\n" + "\n".join(tail) if tail else markdown

    def without_contents(self, lines: list[Line]) -> list[Line]:
        """The lines without a table of contents, which is told."""
        rows = [line for line in lines if not line.code and _CONTENTS.match(line.text)]
        if len(rows) < 2:
            return lines
        self.lose(rows[0].number, "contents", f"a table of contents was left out ({len(rows)} lines)")
        numbers = {line.number for line in rows}
        return [line for line in lines if line.number not in numbers]

    def keep(self, lines: list[Line], where: tuple[Title, ...], section: Section) -> None:
        """Text before the first question, or without any, is an introduction."""
        shown = [line for line in lines if not line.blank]
        if not shown or all(re.fullmatch(r"[ \t]*(?:[-*_][ \t]*){3,}", line.text) for line in shown):
            return
        markdown = self.text(lines)
        if markdown:
            self.prose.append(Prose(where, markdown, Span(self.source, shown[0].number or section.line)))


def _joined(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _plain(title: str) -> str:
    """A section's title without Markdown's marks."""
    title = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", title)
    return re.sub(r"[*`]+|<[^<>]*>", "", title).strip()
