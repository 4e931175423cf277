"""A learner at the previous release takes the new one, in the real backend: what would be lost, by either way."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from deckgen.addon.apply import update
from deckgen.addon.feed import read_feed, read_notes
from deckgen.addon.package import open_package
from deckgen.addon.state import Subscription, store
from deckgen.problem import Stop

REVIEWS = 30
MARK = "Kept by the rehearsal"  # what the simulated learner writes


@dataclass(frozen=True, slots=True)
class Report:
    """What one way of taking a release did; all are counts, `full_sync` is whether one was forced."""

    way: str
    updated: int
    added: int
    duplicated: int
    lost_edits: int
    lost_reviews: int
    second_notetypes: int
    came_back: int
    full_sync: bool

    @property
    def lost(self) -> bool:
        """Whether a learner would lose what this way can keep: Deckgen Sync everything, an import the history."""
        harmed = self.duplicated or self.lost_reviews or self.full_sync
        return bool(harmed or (self.way != IMPORT and (self.lost_edits or self.second_notetypes or self.came_back)))


IMPORT, SYNC = "plain import", "Deckgen Sync"


@dataclass
class Made:
    """What the simulated learner made: checks by name, each asked of the collection afterwards."""

    checks: dict[str, Callable[[Any], bool]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)


def available() -> bool:
    """Whether Anki's library is installed."""
    return importlib.util.find_spec("anki") is not None


def rehearse(feed: Path, previous: Path) -> list[Report]:
    """Take the feed in the folder `feed` after the package of the release before it. Stop without Anki's library."""
    if not available():
        raise Stop("rehearsing needs Anki's library", 'pip install "deckgen[anki]"')
    from anki.collection import Collection, ImportAnkiPackageRequest  # noqa: PLC0415

    said = read_feed((feed / "feed.json").read_bytes())
    notes = read_notes((feed / said.notes.url).read_bytes())
    with tempfile.TemporaryDirectory(prefix="deckgen") as name:
        folder = Path(name)
        changed = [entry.guid for entry in notes.notes if entry.changed == said.version != entry.since]

        def imported(col: Any, package: Path) -> None:
            options = col._backend.get_import_anki_package_presets()
            col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))

        col: Any = Collection(str(folder / "learner.anki2"))
        imported(col, previous)
        _synced(col)
        made = _live(col, changed)
        # All that was before the release was made: else an import would take the edits for newer than its notes.
        released = _released(open_package(feed / said.package.url, folder, notes.tag).database)
        col.db.execute("update notes set mod = ? where mod >= ?", released - 1, released)
        col.close()
        return [
            _report(folder, IMPORT, made, lambda col: imported(col, feed / said.package.url)),
            _report(folder, SYNC, made, lambda col: update(col, str(feed)), lambda col: _follow(col, said, previous)),
        ]


def _released(database: Path) -> int:
    """When the release was made, seconds: the time of its youngest note."""
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("select max(mod) from notes").fetchone()[0])


def _follow(col: Any, said: Any, previous: Path) -> None:
    """Make the learner a subscriber at the previous release, with a field of their own."""
    version = next((delta.from_version for delta in said.deltas if delta.from_version in previous.name), "")
    store(col, Subscription(said.deck, said.name, "", version))
    for notetype in _ours(col):
        col.models.add_field(notetype, col.models.new_field(MARK))
        col.models.update_dict(notetype)
    _synced(col)


def _synced(col: Any) -> None:
    """Make the collection look as after a sync: only a change of structure forces a full one then."""
    col.db.execute("update col set scm = 1000000000000, ls = 1000000000001, usn = 1")


def _ours(col: Any) -> list[dict[str, Any]]:
    used = {mid for (mid,) in col.db.all("select distinct mid from notes")}
    return [notetype for notetype in col.models.all() if notetype["id"] in used]


def _live(col: Any, changed: list[str]) -> Made:
    """A learner's weeks with the deck: reviews, then edits, tags, moves, deletions, suspensions, styling."""
    made = Made()
    _review(col)
    guids = [guid for (guid,) in col.db.all("select guid from notes order by id")]
    first = [guid for guid in changed if guid in set(guids)]
    rest = [guid for guid in guids if guid not in set(first)]
    # Notes that the release changes are the ones where something can be lost; others go first where there are none.
    order = iter([*first[:20], *rest])
    for guid, act in zip(order, _acts(), strict=False):
        act(col, guid, made)
    if len(rest) > 25:
        col.remove_notes([_note(col, rest[-1]).id])
        made.deleted.add(rest[-1])
    for notetype in _ours(col)[:1]:
        notetype["css"] += f"\n/* {MARK} */"
        col.models.update_dict(notetype)
        made.checks["own CSS"] = _styled(notetype["id"])
    return made


def _styled(notetype: int) -> Callable[[Any], bool]:
    return lambda col: MARK in (col.models.get(notetype) or {}).get("css", "")


def _acts() -> Iterator[Callable[[Any, str, Made], None]]:
    """What the learner does to one note after the other."""

    def edit(index: int) -> Callable[[Any, str, Made], None]:
        def act(col: Any, guid: str, made: Made) -> None:
            note = _note(col, guid)
            at = min(index, len(note.fields) - 1)  # an adopted notetype may have two fields
            name = note.keys()[at]
            note.fields[at] = text = note.fields[at] + f" {MARK}"
            col.update_note(note)
            made.checks[f"an edit of {name}: {guid}"] = lambda col: _note(col, guid).fields[at] == text

        return act

    def write(col: Any, guid: str, made: Made) -> None:
        note = _note(col, guid)
        if "My notes" in note:
            note["My notes"] = MARK
            col.update_note(note)
            made.checks[f"My notes: {guid}"] = lambda col: _note(col, guid)["My notes"] == MARK

    def tag(col: Any, guid: str, made: Made) -> None:
        col.tags.bulk_add([_note(col, guid).id], "kept-by-the-rehearsal")
        made.checks[f"a tag: {guid}"] = lambda col: _note(col, guid).has_tag("kept-by-the-rehearsal")

    def move(col: Any, guid: str, made: Made) -> None:
        deck = col.decks.id(MARK)
        col.set_deck(_note(col, guid).card_ids(), deck)
        made.checks[f"a moved card: {guid}"] = lambda col: all(c.did == deck for c in _note(col, guid).cards())

    def suspend(col: Any, guid: str, made: Made) -> None:
        col.sched.suspend_cards(_note(col, guid).card_ids())
        made.checks[f"a suspended card: {guid}"] = lambda col: all(c.queue == -1 for c in _note(col, guid).cards())

    def flag(col: Any, guid: str, made: Made) -> None:
        col.set_user_flag_for_cards(3, _note(col, guid).card_ids())
        made.checks[f"a flag: {guid}"] = lambda col: all(c.user_flag() == 3 for c in _note(col, guid).cards())

    for _ in range(3):
        yield from (write, edit(2), tag, move, suspend, flag, edit(1))


def _review(col: Any) -> None:
    """Answer cards of the deck with every rating in turn."""
    from anki.cards import Card  # noqa: PLC0415
    from anki.scheduler.v3 import CardAnswer  # noqa: PLC0415

    col.decks.select(next(deck.id for deck in col.decks.all_names_and_ids() if deck.id != 1 and "::" not in deck.name))
    ratings = (CardAnswer.GOOD, CardAnswer.EASY, CardAnswer.HARD, CardAnswer.AGAIN)
    for number in range(REVIEWS):
        queued = col.sched.get_queued_cards().cards
        if not queued:
            return
        card = Card(col, backend_card=queued[0].card)
        card.start_timer()
        rating = ratings[number % 4]
        col.sched.answer_card(col.sched.build_answer(card=card, states=queued[0].states, rating=rating))


def _note(col: Any, guid: str) -> Any:
    return col.get_note(col.db.scalar("select id from notes where guid = ?", guid))


def _report(
    folder: Path, way: str, made: Made, take: Callable[[Any], Any], before: Callable[[Any], Any] = lambda _: None
) -> Report:
    """Take the release in a copy of the learner's collection and compare."""
    from anki.collection import Collection  # noqa: PLC0415

    copy = folder / way / "collection.anki2"
    copy.parent.mkdir()
    shutil.copy(folder / "learner.anki2", copy)
    col = Collection(str(copy))
    try:
        before(col)
        was = _look(col)
        take(col)
        now = _look(col)
        kept = {guid: hash_ for guid, hash_ in was["notes"].items() if guid in now["notes"]}
        return Report(
            way,
            updated=sum(now["notes"][guid] != hash_ for guid, hash_ in kept.items()),
            added=len(now["notes"].keys() - was["notes"].keys() - made.deleted),
            duplicated=now["twice"] - was["twice"],
            lost_edits=sum(not check(col) for check in made.checks.values()),
            lost_reviews=len(was["reviews"] - now["reviews"]),
            second_notetypes=len({name for name in now["notetypes"] if name.rstrip("+") in was["notetypes"]})
            - len(was["notetypes"]),
            came_back=len(made.deleted & now["notes"].keys()),
            full_sync=now["schema"] != was["schema"],
        )
    finally:
        col.close()


def _look(col: Any) -> dict[str, Any]:
    notes = {guid: (flds, tags) for guid, flds, tags in col.db.all("select guid, flds, tags from notes")}
    revlog = {("review", *row) for row in col.db.all("select id, cid, ease, ivl from revlog")}
    cards = {
        ("card", *row)
        for row in col.db.all("select id, type, due, ivl, factor, reps, lapses from cards where reps > 0")
    }
    return {
        "notes": notes,
        "reviews": revlog | cards,
        "twice": col.db.scalar("select count() - count(distinct guid) from notes"),
        "notetypes": {notetype.name for notetype in col.models.all_names_and_ids()},
        "schema": col.db.scalar("select scm from col"),
    }


def table(reports: list[Report]) -> list[tuple[str, ...]]:
    """The reports as rows of text, a head first."""
    names = [f.name for f in fields(Report)]
    head = ("", *(name.replace("_", " ") for name in names[1:]))
    rows = []
    for report in reports:
        values = [getattr(report, name) for name in names[1:]]
        rows.append((report.way, *(("yes" if v else "no") if isinstance(v, bool) else str(v) for v in values)))
    return [head, *rows]


def previous_package(root: Path, feed: Path) -> Path | None:
    """The package of the release before the one in `feed`, where it still lies under output/."""
    said = read_feed((feed / "feed.json").read_bytes())
    names = [f"{said.deck}-{delta.from_version}.apkg" for delta in said.deltas[:1]]
    paths = [root / folder / name for name in names for folder in ("output", "output/feed")]
    return next((path for path in paths if path.is_file()), None)


__all__ = ["Report", "available", "previous_package", "rehearse", "table"]
