"""The whole line, from a project to what a package holds; read it top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape

from deckgen.apkg import Contents, PackedNote, PackedNotetype
from deckgen.assemble import assemble
from deckgen.changelog import counts
from deckgen.check import check_names
from deckgen.checklinks import Found, Shelf, area_texts, look, lost, unused
from deckgen.diff import Changes, diff
from deckgen.guards import deck_renames, structures
from deckgen.identity import identify
from deckgen.ledger import Ledger
from deckgen.model import Note, Notetype, Project, Topic
from deckgen.prepared import Prepared, Setting, Workshop
from deckgen.problem import Problem, Span
from deckgen.stamp import next_version, stamp
from deckgen.version import UNRELEASED, Bump


@dataclass(frozen=True, slots=True)
class Built:
    """A project as it would be packaged: `version` has "+dev" where it differs from the last release.

    `ledger` is the one that the version leaves behind (the old one, where nothing differs).
    """

    project: Project
    notes: tuple[Note, ...]
    notetypes: tuple[Notetype, ...]  # those in use
    changes: Changes
    version: str
    ledger: Ledger
    formulas: int = 0


def build(
    project: Project,
    ledger: Ledger,
    now: int,
    *,
    rename_decks: bool = False,
    watch: Callable[[Iterable[Topic]], Iterable[Topic]] = iter,
) -> tuple[Built | None, list[Problem]]:
    """Check, render and assemble everything, and compare it with the ledger. None where there are errors."""
    prepared = prepare(project, watch)
    rows = [(topic, row) for topic, one in prepared for row in one.rows]
    named = tuple(row for _, row in rows)
    guids, mistaken = identify(named, ledger, project.deck.id)
    problems = [*check_all(project, prepared), *mistaken]
    if any(problem.level == "error" for problem in problems):
        return None, sorted(set(problems))
    notes = assemble(project, rows, guids)
    in_use = {note.notetype for note in notes}
    used = tuple(notetype for notetype in project.notetypes if notetype.key in in_use)
    problems += structures(ledger, used)
    if not rename_decks:
        problems += deck_renames(ledger, notes)
    if any(problem.level == "error" for problem in problems):
        return None, sorted(set(problems))
    changes = diff(project.deck, ledger, notes, used)
    version, after = ledger.version or UNRELEASED, ledger
    if changes.differs:
        version += "+dev"
        after = stamp(ledger, notes, used, media_names(notes, used), changes, version, now)
    formulas = sum(row.formulas for row in named)
    return Built(project, notes, used, changes, version, after, formulas), sorted(set(problems))


def prepare(
    project: Project, watch: Callable[[Iterable[Topic]], Iterable[Topic]] = iter
) -> list[tuple[Topic, Prepared]]:
    """Every topic checked and rendered by itself, where that was not done when it was read."""
    workshop = Workshop(Setting.of(project.deck, project.notetypes, project.media))
    areas = {area.path: area.title for area in project.areas}
    return [
        (topic, getattr(topic, "prepared", None) or workshop.topic(topic, areas.get(topic.area, "")))
        for topic in watch(project.topics)
    ]


def check_all(project: Project, prepared: Iterable[tuple[Topic, Prepared]]) -> list[Problem]:
    """What is wrong with single files, and with all of them together."""
    problems = [problem for _, one in prepared for problem in one.found()]
    rows = [row for _, one in prepared for row in one.rows]
    problems += check_names(rows)
    found = Found([], {path for _, one in prepared for path in one.used}, [])
    look(area_texts(project), Shelf(item.path for item in project.media), found)
    found.references += [
        (id_, Span(topic.source, line, column)) for topic, one in prepared for id_, line, column in one.references
    ]
    problems += [*found.problems, *lost(found.references, {row.id for row in rows}), *unused(project, found.used)]
    return problems


def released(built: Built, ledger: Ledger, now: int, bump: Bump | None = None) -> Built:
    """The same as a release at `now`; as it is where nothing differs and no bump is asked for."""
    if not built.changes.differs and bump is None:
        return built
    version = next_version(ledger, built.changes, bump)
    media = media_names(built.notes, built.notetypes)
    return replace(
        built,
        version=version,
        ledger=stamp(ledger, built.notes, built.notetypes, media, built.changes, version, now),
    )


def contents(
    built: Built, chosen: Iterable[Note] | None = None, *, without: Collection[str] = (), all_notetypes: bool = False
) -> Contents:
    """What the package holds: all notes, or the chosen ones with the notetypes and media that they use.

    A delta leaves out media that its readers have (`without`), and carries every notetype, for a change of look.
    """
    notes = built.notes if chosen is None else tuple(chosen)
    keys = {note.notetype for note in notes}
    notetypes = tuple(each for each in built.notetypes if all_notetypes or each.key in keys)
    entries = {entry.guid: entry for entry in built.ledger.notes}
    mods = {entry.key: entry.mod for entry in built.ledger.notetypes}
    wanted = media_names(notes, notetypes).difference(without)
    media = {item.name: item for item in built.project.media if item.name in wanted}
    packed = []
    for note in notes:
        entry = entries[note.guid]
        packed.append(PackedNote(note, entry.note, entry.mod, entry.changed))
    return Contents(
        built.project.deck,
        description(built),
        int(datetime.fromisoformat(built.ledger.releases[-1].date).replace(tzinfo=UTC).timestamp()),
        tuple(PackedNotetype(notetype, mods[notetype.key]) for notetype in notetypes),
        tuple(packed),
        tuple(media[name] for name in sorted(media)),
    )


def media_names(notes: Iterable[Note], notetypes: Iterable[Notetype]) -> set[str]:
    """Published names of all media that notes or notetypes use."""
    used = [note.media for note in notes] + [notetype.media for notetype in notetypes]
    return {name for names in used for name in names}


def description(built: Built) -> str:
    """The deck's description in Anki, as HTML; every import updates it, so it says which version one has."""
    deck, last = built.project.deck, built.ledger.releases[-1]
    lines = [
        f"<b>{escape(deck.name)} {escape(built.version)}</b> ({last.date}): {escape(counts(last))}.",
        escape(deck.description),
        f"Licence: {escape(deck.license)}" if deck.license else "",
        f"Source: {_link(deck.source)}" if deck.source else "",
        f"Updates by themselves: subscribe to {_link(deck.feed)}" if deck.feed else "",
    ]
    return "<br>".join(line for line in lines if line)


def _link(address: str) -> str:
    return f'<a href="{escape(address)}">{escape(address)}</a>'
