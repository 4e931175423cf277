"""The plan as a pure function: random histories of a deck, random learners."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from deckgen.addon.feed import FeedNote, FeedNotetype, Notes, value_hash
from deckgen.addon.plan import (
    TAKE_NEW,
    LocalCard,
    LocalNote,
    NewNote,
    Plan,
    home,
    make_plan,
    merge,
    merge_tags,
)

FIELDS, VALUES, TAGS = ("A", "B"), ("", "x", "y", "z"), ("d::a", "d::b", "D::A", "own", "Own")
values = st.sampled_from(VALUES)
histories = st.lists(st.tuples(values, values), min_size=1, max_size=3)  # per release the two fields
tagging = st.lists(st.sampled_from(TAGS), unique_by=str.casefold, max_size=3)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Notes, dict[str, NewNote], dict[str, LocalNote], str]:
    """A feed of three notes at 0.3.0, its package, a learner's notes, and the version that they applied."""
    entries, package, local = [], {}, {}
    for number in range(3):
        guid, history = f"g{number}", draw(histories)
        fields = {name: tuple(value_hash(row[i]) for row in history) for i, name in enumerate(FIELDS)}
        fields = {name: hashes for name, hashes in fields.items() if any(hashes)}
        tags = draw(st.lists(st.sampled_from(TAGS[:2]), unique=True, max_size=2))
        retired = draw(st.sampled_from(["", "", "0.2.0"]))
        moved = draw(st.sampled_from(["", "0.3.0"]))
        since = draw(st.sampled_from(["0.1.0", "0.2.0", "0.3.0"]))
        entries.append(FeedNote(guid, since, "0.3.0", moved, retired, ("D::1", "D::2"), ("d::a", "d::b"), fields))
        if not retired:
            package[guid] = NewNote(guid, 1, dict(zip(FIELDS, history[-1], strict=True)), tuple(tags), "D::2")
        if draw(st.booleans()):
            mine = {name: draw(values) for name in FIELDS}
            card = LocalCard(number, 0, draw(st.sampled_from(["D::1", "D::2", "Own"])), draw(st.booleans()))
            local[guid] = LocalNote(number, guid, 1, mine, tuple(draw(tagging)), (card,))
    applied = draw(st.sampled_from(["", "0.1.0", "0.2.0"]))
    return Notes("d", "0.3.0", "", "d", (FeedNotetype(1, "N", {}),), tuple(entries)), package, local, applied


def carried_out(plan: Plan, package: dict[str, NewNote], local: dict[str, LocalNote]) -> dict[str, LocalNote]:
    """What apply.py makes of a plan, in values."""
    after = dict(local)
    for guid, deck in plan.add.items():
        new = package[guid]
        card = LocalCard(100 + int(guid[1:]), 0, deck)
        after[guid] = LocalNote(100 + int(guid[1:]), guid, new.notetype, new.fields, new.tags, (card,))
    for step in plan.updates:
        guid = step.note.guid
        after[guid] = replace(after[guid], fields={**after[guid].fields, **step.fields}, tags=step.tags)
    for card, deck in plan.moves:
        for guid, note in after.items():
            cards = tuple(replace(c, deck=deck) if c.id == card.id else c for c in note.cards)
            after[guid] = replace(note, cards=cards)
    for note in plan.retire:
        cards = tuple(replace(c, suspended=True) for c in after[note.guid].cards)
        after[note.guid] = replace(after[note.guid], tags=(*note.tags, "d::status::retired"), cards=cards)
    for note in plan.wake:
        tags = tuple(t for t in after[note.guid].tags if t != "d::status::retired")
        after[note.guid] = replace(after[note.guid], tags=tags)
    return after


@given(situations())
def test_an_update_done_twice_is_an_update_done_once(situation) -> None:
    feed, package, local, applied = situation
    once = carried_out(make_plan(feed, package, local, applied), package, local)
    again = make_plan(feed, package, once, feed.version)
    assert carried_out(again, package, once) == once
    assert (again.updates, again.add, again.moves, again.retire, again.wake) == ((), {}, (), (), ())


@given(situations())
def test_two_devices_that_lost_sight_of_the_version_still_agree(situation) -> None:
    feed, package, local, applied = situation
    local = {guid: note for guid, note in local.items() if guid in {e.guid for e in feed.notes}}
    once = carried_out(make_plan(feed, package, local, applied), package, local)
    late = make_plan(feed, package, once, applied)  # a device whose record of the version is the older one
    assert carried_out(late, package, once) == once


@given(situations(), st.booleans())
def test_nothing_of_the_learners_is_touched(situation, take_new: bool) -> None:
    feed, package, local, applied = situation
    plan = make_plan(feed, package, local, applied, TAKE_NEW if take_new else {})
    after = carried_out(plan, package, local)
    for entry in feed.notes:
        before, now = local.get(entry.guid), after.get(entry.guid)
        if before is None:
            assert now is None or not (applied and entry.since <= applied)
            continue
        assert now is not None
        for name, value in before.fields.items():
            edited = value_hash(value) not in entry.fields.get(name, ("",))
            conflict = len(entry.fields.get(name, ())) > 1
            if edited and not (take_new and conflict):
                assert now.fields[name] == value
        own = {tag for tag in before.tags if not tag.casefold().startswith("d::")}
        assert own <= set(now.tags)
        if before.cards[0].deck == "Own":
            assert now.cards[0].deck == "Own"


ENTRY = FeedNote("g", "0.1.0", "0.2.0", "", "", ("D",), (), {"A": (value_hash("old"), value_hash("new"))})


def test_a_field_that_was_edited_is_a_conflict_only_where_the_deck_changed_it() -> None:
    fields, held, own = merge(
        ENTRY, {"A": "mine", "Changed": "0.1.0"}, {"A": "new", "Changed": "0.2.0"}, take_new=False
    )
    assert (fields, [(c.mine, c.new) for c in held], own) == ({}, [("mine", "new")], True)
    once = replace(ENTRY, fields={"A": (value_hash("new"),)})
    assert merge(once, {"A": "mine"}, {"A": "new"}, take_new=True) == ({}, [], True)
    assert merge(ENTRY, {"A": "mine"}, {"A": "new"}, take_new=True)[0] == {"A": "new"}
    assert merge(ENTRY, {"A": "old", "N": "n"}, {"A": "new", "N": ""}, take_new=False)[0] == {"A": "new"}


def test_tags_are_compared_as_anki_does() -> None:
    assert merge_tags(("D::A", "Own"), ("d::a",), ("d::a",)) == ("D::A", "Own")
    assert merge_tags(("D::A", "Own"), ("d::a", "d::b"), ("d::b",)) == ("d::b", "Own")


def test_a_new_note_goes_where_its_siblings_lie() -> None:
    note = NewNote("g", 1, {}, ("d::topic::a::t",), "D::01 A")
    for where, deck in (
        ({}, "D::01 A"),
        ({"d::topic::a::t": {"D::01 A": 1, "Own": 9}}, "D::01 A"),
        ({"d::topic::a::t": {"Own": 2, "Other": 1}}, "Own"),
        ({"d::topic::a": {"Mine::Start": 4}}, "Mine::Start"),
        ({"d": {"Mine::02 B": 4, "Mine::03 C": 1}}, "Mine::01 A"),
        ({"d": {"All": 4}}, "All"),
        ({"d": {"D::02 B": 4, "Own": 1}}, "D::01 A"),
        ({"d": {"Left": 4, "Right": 1}}, "D::01 A"),
    ):
        assert home(note, {tag: Counter(decks) for tag, decks in where.items()}, "d") == deck
