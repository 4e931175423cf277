"""Who is who: finds each question's guid in the ledger, and refuses what would take or lose an identity."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Iterator, Mapping, Sequence

from deckgen.ledger import Ledger, NoteEntry
from deckgen.model import Named
from deckgen.problem import Problem

_BASE91 = string.ascii_letters + string.digits + "!#$%&()*+,-./:;<=>?@[]^_`{|}~"


def released(ledger: Ledger) -> dict[str, NoteEntry]:
    """Every id that the ledger ever held, former ones too, to its note's entry."""
    return {name: note for note in ledger.notes for name in (*note.was, note.id)}


def identify(questions: Sequence[Named], ledger: Ledger, deck: str) -> tuple[dict[str, str], list[Problem]]:
    """Return question id -> guid, and problems of identity.

    A guid comes from the ledger (by id or by `was`), else from the question's own `guid=`, else it is
    derived from deck id and question id as genanki does (base91 of sha256).
    """
    entries = released(ledger)
    guids: dict[str, str] = {}
    for question in questions:
        entry = entry_of(question, entries)
        derived = getattr(question, "derived", "") or guid_for(deck, question.id)
        guids[question.id] = entry.guid if entry else question.guid or derived
    return guids, [*_problems(questions, entries), *_doubles(questions, guids)]


def guid_for(deck: str, id_: str) -> str:
    """As genanki's guid_for, which is slow to import."""
    number = int.from_bytes(hashlib.sha256(f"{deck}__{id_}".encode()).digest()[:8])
    signs = []
    while number:
        number, sign = divmod(number, len(_BASE91))
        signs.append(_BASE91[sign])
    return "".join(reversed(signs))


def entry_of(question: Named, entries: Mapping[str, NoteEntry]) -> NoteEntry | None:
    """The question's entry: under its own id, or under the id it had before."""
    return entries.get(question.id) or (entries.get(question.was) if question.was else None)


def _problems(questions: Sequence[Named], entries: Mapping[str, NoteEntry]) -> Iterator[Problem]:
    in_use = {question.id for question in questions}
    by_guid = {entry.guid: entry for entry in entries.values()}
    for question in questions:
        entry = entry_of(question, entries)
        own = entries.get(question.id)
        if own and own.id not in {question.id, question.was}:
            yield Problem(
                question.span,
                "id-taken",
                f"the id {question.id!r} belonged to the question now called {own.id!r}",
                "an id once released stays with its question: choose another",
            )
        if question.was and question.was in in_use:
            yield Problem(
                question.span,
                "was-in-use",
                f"{question.id!r} says it was {question.was!r}, which is still a question here",
                "give each question one id: remove was=, or the old question",
            )
        elif question.was and own and own.id == question.id and question.was not in own.was:
            yield Problem(
                question.span,
                "was-conflict",
                f"{question.id!r} was released under this id; it cannot also have been {question.was!r}",
                "remove was=",
            )
        elif question.was and not entry:
            yield Problem(
                question.span,
                "was-unknown",
                f"no question was ever released as {question.was!r}",
                "was= names the released id whose history this question keeps; check its spelling",
            )
        keeps = entry or by_guid.get(question.guid)
        if keeps and keeps.notetype != question.notetype:
            yield Problem(
                question.span,
                "notetype-changed",
                f"{question.id!r} was released as {keeps.notetype!r}, now it is {question.notetype!r}",
                "Anki cannot update a note across notetypes: give the new question an id of its own",
            )
        if entry and question.draft and not entry.retired:
            yield Problem(
                question.span,
                "draft-released",
                f"{question.id!r} was released, and cannot be a draft again",
                "remove status=draft; to retire the note, delete its question",
            )
        if entry and question.guid and question.guid != entry.guid:
            yield Problem(
                question.span,
                "guid-changed",
                f"{question.id!r} was released with the guid {entry.guid!r}",
                "remove guid=: a released note keeps its guid",
            )


def _doubles(questions: Sequence[Named], guids: Mapping[str, str]) -> Iterator[Problem]:
    """Two questions that would be one note in Anki."""
    owners: dict[str, Named] = {}
    for question in questions:
        other = owners.setdefault(guids[question.id], question)
        if other.id != question.id:
            yield Problem(
                question.span,
                "guid-twice",
                f"{question.id!r} and {other.id!r} ({other.span}) have the same guid",
                "two questions cannot be one note: remove guid= or was= from one",
            )
