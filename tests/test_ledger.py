from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.diff import diff
from deckgen.ledger import Ledger, parse_ledger, print_ledger, value_hash
from deckgen.model import DeckConfig, Field, Note, Notetype, Template
from deckgen.problem import Stop
from deckgen.stamp import free_ids, next_version, stamp

DECK = DeckConfig("demo", "Demo", "demo")
FIELDS = (("id", "id"), ("question", "heading"), ("topic", "topic"), ("changed", "changed"))
QA = Notetype(
    "qa",
    "Demo QA",
    "standard",
    1,
    tuple(Field(key, key.title(), origin, n, sort=key == "question") for n, (key, origin) in enumerate(FIELDS)),
    (Template("recall", "Recall", "{{Question}}", "{{Topic}}", 1),),
    ".card {}",
)


def note(id_: str, text: str, topic: str = "a/x", tags: tuple[str, ...] = ("demo::topic::a",)) -> Note:
    deck = f"Demo::{topic.partition('/')[0]}"
    fields = (id_, text, topic, "")
    label = value_hash(repr((fields, tags)))
    return Note(
        f"guid-{id_}", id_, "qa", topic, deck, fields, tags, (), ((0, 1),), label, value_hash(text + repr(tags))
    )


def release(ledger: Ledger, notes, now: int, notetype: Notetype = QA) -> Ledger:
    changes = diff(DECK, ledger, notes, (notetype,))
    return stamp(ledger, notes, (notetype,), (), changes, next_version(ledger, changes), now)


def texts(most: int = 6):
    """Some questions with a short text and one of two topics each."""
    values = st.tuples(st.text("abc", max_size=2), st.sampled_from(["a/x", "b/y"]))
    pairs = st.dictionaries(st.sampled_from([f"q{n}" for n in range(most)]), values)
    return pairs.map(lambda made: tuple(note(id_, text, topic) for id_, (text, topic) in sorted(made.items())))


@given(texts())
def test_same_notes_mean_no_changes(notes):
    after = release(Ledger("demo"), notes, 1000)
    again = diff(DECK, after, notes, (QA,))
    assert not (again.differs or again.added or again.changed or again.moved or again.retired or again.notetypes)


@given(texts(), texts(), texts())
def test_a_mod_moves_exactly_when_its_hash_does_and_identities_never(first, second, third):
    before = Ledger("demo")
    for clock, notes in ((5000, first), (4000, second), (6000, third)):  # a clock may go backwards
        after = release(before, notes, clock)
        old, new = ({n.guid: n for n in ledger.notes} for ledger in (before, after))
        assert set(old) <= set(new)
        for guid, entry in old.items():
            assert (entry.id, entry.note) == (new[guid].id, new[guid].note)
            assert (new[guid].hash != entry.hash) == (new[guid].mod > entry.mod)
            assert {h for _, hashes in entry.fields for h in hashes} <= {h for _, hs in new[guid].fields for h in hs}
        assert len({n.note // 100 for n in after.notes}) == len(after.notes)
        before = after


@given(texts(), texts())
def test_print_then_parse_is_the_same_ledger(first, second):
    ledger = release(release(Ledger("demo"), first, 1000), second, 2000)
    assert parse_ledger(print_ledger(ledger), "demo") == ledger


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_no_text_raises_anything_but_stop(text):
    with pytest.raises(Stop):
        parse_ledger(text, "demo")


@given(st.data())
def test_a_damaged_ledger_is_refused_or_the_same(data):
    text = print_ledger(release(Ledger("demo"), (note("q1", "a"), note("q2", "b")), 1000))
    start = data.draw(st.integers(0, len(text) - 1))
    damaged = text[:start] + data.draw(st.sampled_from(["", "\n", "{", "\x00", '"', "<<<<<<< ours\n"]))
    try:
        assert len(parse_ledger(damaged, "demo").notes) == 2
    except Stop as stop:
        assert "ledger" in stop.message


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ((note("q1", "a"), note("q2", "b")), "0.1.0"),
        ((note("q1", "mended"), note("q2", "b")), "0.1.1"),
        ((note("q1", "a"), note("q2", "b", "b/y")), "0.1.1"),
        ((note("q1", "a"), note("q2", "b"), note("q3", "c")), "0.2.0"),
        ((note("q1", "a"),), "0.2.0"),
    ],
)
def test_versions_say_what_changed(second, expected):
    ledger = release(Ledger("demo"), (note("q1", "a"), note("q2", "b")), 1000)
    changes = diff(DECK, ledger, second, (QA,))
    assert (next_version(ledger, changes) if changes.differs else ledger.version) == expected


def test_a_change_of_structure_is_major_from_one_on():
    ledger = release(Ledger("demo"), (note("q1", "a"),), 1000)
    wider = replace(QA, fields=(*QA.fields, Field("hint", "Hint", "section", 9)))
    changes = diff(DECK, ledger, (note("q1", "a"),), (wider,))
    assert changes.structure
    assert next_version(ledger, changes) == "0.2.0"
    assert next_version(replace(ledger, releases=(replace(ledger.releases[0], version="1.0.0"),)), changes) == "2.0.0"


def test_moves_renderings_and_edits_are_told_apart():
    first = (note("edit", "a"), note("move", "a"), note("render", "a"), note("gone", "a"))
    ledger = release(Ledger("demo"), first, 1000)
    rendered = first[2]._replace(hash="other")
    changes = diff(DECK, ledger, (note("edit", "b"), note("move", "a", "b/y"), rendered, note("new", "a")), (QA,))
    assert (changes.added, changes.changed, changes.moved) == (("new",), ("edit",), ("move",))
    assert (changes.rerendered, changes.retired) == (("render",), ("gone",))


def test_a_retired_note_that_returns_is_the_same_note_since_then():
    one, two = note("q1", "a"), note("q2", "b")
    first = release(Ledger("demo"), (one, two), 1000)
    third = release(release(first, (one,), 2000), (one, two), 3000)
    (before,), (after,) = ([n for n in ledger.notes if n.id == "q2"] for ledger in (first, third))
    assert (after.guid, after.note, after.retired, after.since) == (before.guid, before.note, "", "0.3.0")


def test_a_renamed_question_keeps_its_note_and_its_old_name_stays_taken():
    ledger = release(Ledger("demo"), (note("old", "a"),), 1000)
    renamed = note("new", "a")._replace(guid="guid-old")
    (entry,) = release(ledger, (renamed,), 2000).notes
    assert (entry.id, entry.was, entry.note) == ("new", ("old",), ledger.notes[0].note)


def test_a_notetype_gets_a_newer_mod_with_its_look_and_keeps_the_old_looks():
    ledger = release(Ledger("demo"), (note("q1", "a"),), 1000)
    restyled = replace(QA, css=".card {color: teal}")
    (entry,) = release(ledger, (note("q1", "a"),), 900, restyled).notetypes
    assert entry.mod == 1001
    assert dict(entry.look)["css"] == (value_hash(QA.css), value_hash(restyled.css))


def test_lost_lines_and_other_decks_are_refused():
    text = print_ledger(release(Ledger("demo"), (note("q1", "a"), note("q2", "b")), 1000))
    for damaged, deck, why in (
        (text.rsplit("\n", 2)[0] + "\n", "demo", "first line says 2"),
        (text + text.rsplit("\n", 2)[1] + "\n", "demo", "first line says 2"),
        (text, "another", "belongs to the deck"),
        (text.replace('"format": 1', '"format": 9'), "demo", "format 9"),
        ("<<<<<<< ours\n" + text, "demo", "merge conflict"),
    ):
        with pytest.raises(Stop, match=why):
            parse_ledger(damaged, deck)


def test_ids_go_back_from_the_release_in_free_blocks():
    assert free_ids(set(), 3, 10) == [9800, 9900, 10000]
    assert free_ids({9900, 10000}, 2, 10) == [9700, 9800]
