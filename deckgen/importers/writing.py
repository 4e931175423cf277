"""Settled pieces become question files: new ones, or more questions at the end of old ones. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from deckgen.fix import unique_slug
from deckgen.heading import ID
from deckgen.identity import identify, released
from deckgen.importers.piece import Found, Piece, Prose, Title, lost
from deckgen.importers.places import Places
from deckgen.importers.settle import as_question, without_blanks
from deckgen.importers.shares import LARGEST, nearest, orders, portions
from deckgen.ledger import Ledger
from deckgen.model import Notetype, Project, Question, Text, Topic
from deckgen.naming import title_of
from deckgen.parse import parse_markdown, print_markdown
from deckgen.problem import Problem, Span
from deckgen.render import Renderer
from deckgen.yamlfile import quoted


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would write (path in the project, bytes), and in numbers what it found."""

    files: tuple[tuple[str, bytes], ...]
    problems: tuple[Problem, ...]
    questions: int = 0
    topics: int = 0
    drafts: int = 0
    media: int = 0
    there: int = 0  # questions that the project already has

    @property
    def summary(self) -> str:
        """One line: "500 questions in 16 topics, 3 drafts, 2 media"."""
        said = [f"{_count(self.questions, 'question')} in {_count(self.topics, 'topic')}"]
        said += [_count(self.drafts, "draft")] if self.drafts else []
        said += [f"{self.media} media"] if self.media else []
        said += [f"{self.there} already there"] if self.there else []
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Home:
    """The project that the pieces go to: its value, its files' texts, its ledger, all notetypes."""

    project: Project
    sources: Mapping[str, str]
    ledger: Ledger
    notetypes: tuple[Notetype, ...]
    into: str = ""  # the area's folder below content/, "" where the source decides


def plan(found: Found, home: Home, name: str) -> Plan:
    """Return the files that bring the pieces into the project; `name` is the source's, for what has no title."""
    return _Planner(found, home, name).plan()


@dataclass
class _Planner:
    found: Found
    home: Home
    name: str
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    there: int = 0
    renderer: Renderer = field(init=False)

    def __post_init__(self) -> None:
        self.renderer = Renderer(self.home.project.deck, self.home.project.media)

    def plan(self) -> Plan:
        title = Title(self.found.title or title_of(self.name), self.found.name or self.name)
        pieces = self.found.pieces
        places = Places(self.home.into, title, (len(piece.where) for piece in pieces), areas=self.found.areas)
        new = self.new()
        topics: dict[str, list[Question]] = defaultdict(list)
        for piece, question in new:
            topics[places.topic(piece.where)].append(question)
        for piece in pieces:
            places.topic(piece.where)
        prose = self.prose(places, set(topics))
        written = self.topics(topics, places, prose)
        self.areas({path.rpartition("/")[0] for path in written}, places, prose)
        if new and self.found.title and not self.found.name and self.found.title not in places.titles.values():
            message = f"the title {self.found.title!r} is not used: the area has its own"
            self.problems.append(lost(Span(pieces[0].span.path), "title", message))
        media = [(f"media/{path}", data) for path, data in self.found.media]
        templates = [(f"templates/{path}", data) for path, data in self.found.templates]
        texts = [(path, text.encode()) for path, text in self.files.items()]
        return Plan(
            tuple(sorted([*media, *templates, *texts])),
            tuple(sorted({*self.found.problems, *self.problems})),
            len(new),
            len(written),
            sum(question.draft for _, question in new),
            len(media),
            self.there,
        )

    def new(self) -> list[tuple[Piece, Question]]:
        """The pieces that the project does not have yet, as questions with their ids."""
        project = self.home.project
        held = [question for topic in project.topics for question in topic.questions]
        guids, _ = identify(tuple(held), self.home.ledger, project.deck.id)
        by_id = {question.id: question for question in held}
        by_guid = {guids[question.id]: question for question in held}
        asked: dict[tuple[str, str], list[Question]] = defaultdict(list)
        for question in reversed(held):
            asked[self.asked(question)].append(question)
        entries = released(self.home.ledger)
        used = {*by_id, *entries}
        notetypes = {notetype.key: notetype for notetype in self.home.notetypes}
        new: list[tuple[Piece, Question]] = []
        seen: set[str] = set()
        for piece in self.found.pieces:
            question = as_question(piece, piece.id, notetypes)
            same = by_guid.get(piece.guid) or (by_id.get(piece.id) if piece.id else None)
            if same is None and not piece.guid and not piece.id and (others := asked.get(self.asked(question))):
                same = others.pop()
            if same is not None:
                self.there += 1
                self.compare(question, same, piece)
                continue
            guid = piece.guid
            if guid and guid in seen:
                self.problems.append(lost(piece.span, "guid-twice", f"a second note with the guid {guid!r}: a new one"))
                guid = ""
            seen.add(guid)
            entry = entries.get(piece.id)
            returns = entry is not None and entry.guid == guid and piece.id not in by_id
            if not returns and (not ID.fullmatch(piece.id) or piece.id in used):
                heading = re.sub(
                    r"!\[([^\]]*)\]\([^)]*\)|<[^<>]*>|&\w+;|\\[A-Za-z]+|[–—−/]", r" \1", self.heading(question)
                )
                question = replace(question, id=unique_slug(heading, used))
            used.add(question.id)
            new.append((piece, replace(question, guid=self.kept(guid, question.id))))
            if question.draft:
                message = f"{question.id!r} lacks something: it becomes a draft, which is not published"
                self.problems.append(lost(piece.span, "draft", message))
        return new

    def kept(self, guid: str, id_: str) -> str:
        """The guid to be written down: none where it follows from the id anyway."""
        if not guid:
            return ""
        entry = released(self.home.ledger).get(id_)
        from genanki import guid_for  # noqa: PLC0415 - heavy

        return "" if guid == (entry.guid if entry else guid_for(self.home.project.deck.id, id_)) else guid

    def compare(self, question: Question, same: Question, piece: Piece) -> None:
        """Say where the project's text of a question is another one."""
        theirs, ours = ({key: "".join(text.markdown.split()) for key, text in each.fields} for each in (question, same))
        if theirs != ours:
            theirs, ours = self.shown(question), self.shown(same)  # two ways to write one thing are no difference
        if theirs != ours:
            keys = ", ".join(sorted(key for key in {*theirs, *ours} if theirs.get(key) != ours.get(key)))
            message = f"{same.id!r} is already at {same.span} with another text ({keys}): that one stays"
            self.problems.append(lost(piece.span, "differs", message))

    def shown(self, question: Question) -> dict[str, str]:
        """A question's fields as HTML."""
        notetype = next((each for each in self.home.notetypes if each.key == question.notetype), None)
        if notetype is None:
            return {}
        path = question.span.path if question.span.path.startswith("content/") else "content/import.md"
        drawn, _ = self.renderer.question(Topic("", path, "", (question,)), question, notetype)
        return dict(drawn.fields)

    def asked(self, question: Question) -> tuple[str, str]:
        return question.notetype, " ".join(self.heading(question).casefold().split())

    def heading(self, question: Question) -> str:
        notetype = next((each for each in self.home.notetypes if each.key == question.notetype), None)
        keys = [each.key for each in notetype.fields if each.origin == "heading"] if notetype else []
        return next((text.markdown for key, text in question.fields if key in keys), "")

    def prose(self, places: Places, topics: set[str]) -> dict[str, list[str]]:
        """Texts outside questions by the topic or folder ("…/") whose introduction they become."""
        found: dict[str, list[str]] = defaultdict(list)
        for each in self.found.prose:
            topic = places.topic(each.where) if each.where else ""
            if self.known(each):
                continue
            if topic in topics and f"content/{topic}.md" not in self.home.sources:
                found[topic].append(each.markdown)
                continue
            folder = nearest(topic, topics)
            if not folder or f"content/{folder}/index.md" in self.home.sources or not topics:
                lines, start = each.markdown.count("\n") + 1, " ".join(each.markdown.split())[:50]
                message = f"a text that belongs to no question was left out: {_count(lines, 'line')}, {start!r} …"
                self.problems.append(lost(each.span, "not-a-question", message, "put it into the topic's file"))
                continue
            titles = each.where[-1:] if topic.rpartition("/")[0] == folder else each.where
            heading = [f"## {' › '.join(title.text for title in titles)}"] if titles else []
            found[f"{folder}/"] += [*heading, each.markdown]
        return found

    def known(self, prose: Prose) -> bool:
        """Whether the project already holds a text somewhere."""
        wanted = "".join(prose.markdown.split())
        return any(wanted in "".join(text.split()) for text in self.home.sources.values())

    def topics(
        self, topics: Mapping[str, list[Question]], places: Places, prose: Mapping[str, list[str]]
    ) -> dict[str, str]:
        """Write each topic; returns topic path -> file."""
        old = {topic.path: topic for topic in self.home.project.topics}
        places_in_order = orders(self.home.project, topics)
        written: dict[str, str] = {}
        for path, questions in topics.items():
            title = places.titles[path]
            for part in portions(questions):
                file = f"content/{path}.md"
                if file in self.home.sources and file not in self.files and self.append(file, part):
                    written[path] = file
                    continue
                here, number = path, 1
                while f"content/{here}.md" in {*self.home.sources, *self.files} or here in old:
                    number += 1
                    here = f"{path}-{number}"
                file = f"content/{here}.md"
                text = "\n\n".join(prose.get(path, ())) if here == path else ""
                topic = Topic(
                    here, file, title, part, places_in_order.get(path), Text(text, Span(file)) if text else None
                )
                self.files[file] = print_markdown(topic, self.home.notetypes)
                written[here] = file
        return written

    def append(self, file: str, questions: tuple[Question, ...]) -> bool:
        """Put questions at the end of a file; False where they would not be read there as they are."""
        before = self.home.sources[file]
        ending = "\r\n" if "\r\n" in before else "\n"
        chunk = print_markdown(Topic("", "", "x", questions), self.home.notetypes).split("\n---\n", 1)[1].lstrip("\n")
        gap = "" if not before.strip() else ending if before.endswith(("\n", "\r")) else ending * 2
        text = before + gap + chunk.replace("\n", ending)
        topic, problems = parse_markdown(text, file, self.home.notetypes)
        old, others = parse_markdown(before, file, self.home.notetypes)
        if topic is None or old is None or len(text.encode()) > LARGEST:
            return False
        count = len(old.questions)
        errors = [[p.message for p in each if p.level == "error"] for each in (problems, others)]
        same = [_bare(each) for each in topic.questions] == [_bare(each) for each in (*old.questions, *questions)]
        if same and errors[0] == errors[1] and count + len(questions) == len(topic.questions):
            self.files[file] = text
            return True
        return False

    def areas(self, folders: set[str], places: Places, prose: Mapping[str, list[str]]) -> None:
        """Write a page for each new area whose title its folder's name does not say."""
        decks = {folder: (deck, order) for folder, deck, order in self.found.decks}
        every = {"/".join(parts[:end]) for folder in folders for parts in [folder.split("/")] for end in
                 range(1, len(parts) + 1)}  # fmt: skip
        for folder in sorted(every - {""}):
            file = f"content/{folder}/index.md"
            title = places.titles.get(folder, title_of(folder))
            deck, order = decks.get(folder, ("", 0))
            text = "\n\n".join(prose.get(f"{folder}/", ()))
            if file in self.home.sources or (title == title_of(folder) and not (deck or order or text)):
                continue
            lines = ["---", f"title: {quoted(title)}", *([f"order: {order}"] if order else [])]
            lines += [f"deck: {quoted(deck)}"] if deck and deck != title else []
            self.files[file] = "\n".join([*lines, "---", *(["", text] if text else [])]) + "\n"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _bare(question: Question) -> Question:
    fields = tuple((key, Text(without_blanks(text.markdown), Span(""))) for key, text in question.fields)
    return replace(question, fields=fields, span=Span(""))
