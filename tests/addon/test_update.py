"""What the learner made, against every kind of upstream change: `update` on the oldest and the newest Anki."""

from __future__ import annotations

from typing import Any

import pytest

from tests.addon.conftest import Feeds
from tests.anki.conftest import Anki

Look = dict[str, Any]
NOTHING = {"added": 0, "updated": 0, "kept": 0, "moved": 0, "retired": 0}
SECOND = {"version": "0.2.0", "added": 2, "updated": 8, "kept": 0, "moved": 2, "retired": 1}


def different(before: Any, after: Any, path: str = "") -> set[str]:
    """Paths at which two looks differ, but for what an update changes in every case: ids of rows are not paths."""
    if isinstance(before, dict) and isinstance(after, dict):
        found = (different(before.get(key), after.get(key), f"{path}/{key}") for key in {*before, *after})
        return set().union(*found)
    return set() if before == after else {path}


def scheduling(look: Look) -> dict[int, list[Any]]:
    """Per card all of its schedule but deck (1: nid, 2: did, 13: odid) and queue, which an update may change."""
    return {row[0]: [value for index, value in enumerate(row) if index not in (2, 5, 13)] for row in look["cards"]}


def unharmed(before: Look, after: Look) -> None:
    """What holds after every update, whatever the learner did."""
    assert {id_: row for id_, row in scheduling(after).items() if id_ in scheduling(before)} == scheduling(before)
    assert after["revlog"] == before["revlog"]
    assert (after["twice"], after["twins"]) == (0, 0)
    assert (after["schema"], after["full sync"]) == (before["schema"], False)
    assert after["presets"] == before["presets"]
    assert list(after["templates"]) == list(before["templates"])  # no second notetype


@pytest.fixture
def followed(learner: Anki, feeds: Feeds) -> Anki:
    """A learner at the first version, with some history."""
    learner(["update", feeds.first], ["answer", 6], ["synced"])
    return learner


def test_subscribing_brings_the_deck_as_an_import_would(learner: Anki, feeds: Feeds) -> None:
    said, check, look, again = learner(["update", feeds.first], ["check"], ["state_of"], ["update", feeds.first])
    assert said == {"version": "0.1.0", **NOTHING, "added": 13}
    assert again == {"version": "0.1.0", **NOTHING}
    assert check == {"said": "Database rebuilt and optimized.", "fine": True, "empty": 0, "missing": [], "unused": []}
    assert set(look["homes"]["answered"] + look["homes"]["stays"]) == {"Demo::01 Alpha", "Demo::02 Beta"}
    assert look["subscriptions"]["demo"]["version"] == "0.1.0"
    assert "0.1.0" in look["decks"]["Demo"]


def test_every_kind_of_change_arrives(followed: Anki, feeds: Feeds) -> None:
    before, said, after, check = followed(["state_of"], ["update", feeds.second], ["state_of"], ["check"])
    assert said == SECOND
    unharmed(before, after)
    fields = {first: note["fields"] for first, note in after["notes"].items()}
    assert "The new answer." in fields["answered"]["Answer"] and "An old hint." in fields["answered"]["Hint"]
    assert "A mended hint." in fields["hinted"]["Hint"] and "one now" in fields["bare"]["Hint"]
    assert fields["asked"]["Question"] == "What changes its question, after?"
    assert fields["answered"]["Changed"] == "0.2.0" and fields["same"]["Changed"] == "0.1.0"
    assert "demo::about::fresh" in after["notes"]["tagged"]["tags"]
    assert "demo::about::old" not in after["notes"]["tagged"]["tags"]
    assert fields["moving"]["Topic"] == "Beta › Leaving"
    assert after["homes"]["moving"] == ["Demo::02 Beta"] and after["homes"]["newer"] == ["Demo::03 Gamma"]
    assert len(after["homes"]["gaps"]) == 3
    assert "demo::status::retired" in after["notes"]["dropped"]["tags"] and after["queues"]["dropped"] == [-1]
    assert all(".fresh" in notetype["css"] for notetype in after["notetypes"].values())
    assert "<i>fresh</i>" in after["notetypes"]["Demo Question"]["fronts"][0]
    assert any(name.startswith("dot-") for name in after["media"])
    assert after["notes"]["same"] == before["notes"]["same"]
    assert "0.2.0" in after["decks"]["Demo"]
    assert check == {"said": "Database rebuilt and optimized.", "fine": True, "empty": 0, "missing": [], "unused": []}


def test_an_update_is_one_step_that_can_be_undone(followed: Anki, feeds: Feeds) -> None:
    before, _, done, _, after, again = followed(
        ["state_of"], ["update", feeds.second], ["state_of"], ["undo"], ["state_of"], ["update", feeds.second]
    )
    assert done["undo"] == "Demo 0.2.0"
    left = different(before, after)
    assert left - {"/undo", "/media"} == {
        "/deck ids/Demo::03 Gamma",
        "/decks/Demo::03 Gamma",
        "/options/Demo::03 Gamma",
    }
    assert again == SECOND


def test_what_was_dropped_and_comes_back_is_the_same_note_and_awake(followed: Anki, feeds: Feeds) -> None:
    before, _, said, after = followed(["state_of"], ["update", feeds.second], ["update", feeds.third], ["state_of"])
    assert said == {"version": "0.3.0", **NOTHING}
    assert after["notes"]["dropped"]["tags"] == before["notes"]["dropped"]["tags"]
    assert after["queues"]["dropped"] == before["queues"]["dropped"]
    assert after["subscriptions"]["demo"]["suspended"] == {}
    unharmed(before, after)


def test_a_card_that_the_learner_suspended_stays_so_when_its_note_comes_back(followed: Anki, feeds: Feeds) -> None:
    *_, after = followed(["suspend_note", "dropped"], ["update", feeds.second], ["update", feeds.third], ["state_of"])
    assert after["queues"]["dropped"] == [-1]


def test_from_the_first_version_to_the_last_at_once(followed: Anki, feeds: Feeds) -> None:
    said, after = followed(["update", feeds.third], ["state_of"])
    assert said == {"version": "0.3.0", **SECOND, "retired": 0} | {"version": "0.3.0"}
    assert "demo::status::retired" not in after["notes"]["dropped"]["tags"]


# --- one row per thing that a learner makes: steps, what the update says differently, and what stays --------------

ROWS: dict[str, tuple[list[list[Any]], dict[str, int], Any]] = {
    "an edit of a field that changes": (
        [["edit", "answered", "Answer", "<b>My</b> answer."]],
        {"updated": 7, "kept": 1},
        lambda s: s["notes"]["answered"]["fields"]["Answer"] == "<b>My</b> answer.",
    ),
    "an edit of another field of a note that changes": (
        [["edit", "hinted", "Answer", "My answer."]],
        {},
        lambda s: (
            s["notes"]["hinted"]["fields"]["Answer"] == "My answer."
            and "A mended hint." in s["notes"]["hinted"]["fields"]["Hint"]
        ),
    ),
    "a hint of one's own where the deck now has one": (
        [["edit", "bare", "Hint", "My hint."]],
        {"updated": 7, "kept": 1},
        lambda s: s["notes"]["bare"]["fields"]["Hint"] == "My hint.",
    ),
    "an edit of a note that does not change": (
        [["edit", "same", "Answer", "My answer."]],
        {},
        lambda s: s["notes"]["same"]["fields"]["Answer"] == "My answer.",
    ),
    "an edit of a question, and of a cloze's text": (
        [["edit", "asked", "Question", "Mine?"], ["edit", "gaps", "Text", "{{c1::1}}, {{c2::2}}, mine"]],
        {"updated": 6, "kept": 2},
        lambda s: s["notes"]["asked"]["fields"]["Question"] == "Mine?" and len(s["homes"]["gaps"]) == 2,
    ),
    "an edit of a note that is dropped": (
        [["edit", "dropped", "Answer", "My answer."]],
        {},
        lambda s: s["notes"]["dropped"]["fields"]["Answer"] == "My answer.",
    ),
    "notes of one's own": (
        [["edit", "answered", "My notes", "see <i>p. 3</i>"], ["edit", "moving", "My notes", "x"]],
        {},
        lambda s: (
            s["notes"]["answered"]["fields"]["My notes"] == "see <i>p. 3</i>"
            and s["notes"]["moving"]["fields"]["My notes"] == "x"
        ),
    ),
    "something in a spare field": (
        [["edit", "answered", "Spare 1", "mine"]],
        {},
        lambda s: s["notes"]["answered"]["fields"]["Spare 1"] == "mine",
    ),
    "tags of one's own": (
        [["tag", "tagged", "hard"], ["tag", "answered", "Later::very"], ["tag", "dropped", "x"]],
        {},
        lambda s: (
            s["notes"]["tagged"]["tags"][-1] == "hard"
            and "demo::about::fresh" in s["notes"]["tagged"]["tags"]
            and "Later::very" in s["notes"]["answered"]["tags"]
            and "x" in s["notes"]["dropped"]["tags"]
        ),
    ),
    "cards moved to a deck of one's own": (
        [["move", "moving", "Own"], ["move", "answered", "Own"], ["move", "gaps", "Own"]],
        {"moved": 1},
        lambda s: (
            s["homes"]["moving"] == ["Own"] and s["homes"]["answered"] == ["Own"] and s["homes"]["gaps"] == ["Own"] * 3
        ),
    ),
    "a deck renamed": (
        [["rename_deck", "Demo::01 Alpha", "Demo::Start"]],
        {"moved": 0},
        lambda s: s["homes"]["new"] == ["Demo::Start"] and "Demo::01 Alpha" not in s["decks"],
    ),
    "the whole deck renamed": (
        [["rename_deck", "Demo", "Study::Mine"]],
        {"moved": 0},
        lambda s: (
            s["homes"]["new"] == ["Study::Mine::01 Alpha"]
            and s["homes"]["newer"] == ["Study::Mine::03 Gamma"]
            and not any(name.startswith("Demo") for name in s["decks"])
        ),
    ),
    "cards in a filtered deck": (
        [["filtered", "moving", "answered", "same"]],
        {},
        lambda s: (
            s["notes"]["moving"]["decks"] == s["notes"]["same"]["decks"] == ["Cram"]
            and s["homes"]["moving"] == ["Demo::02 Beta"]
            and s["homes"]["answered"] == ["Demo::01 Alpha"]
        ),
    ),
    "notes deleted": (
        [["delete", "answered", "same", "dropped", "moving"]],
        {"updated": 6, "moved": 1, "retired": 0},
        lambda s: not {"answered", "same", "dropped", "moving"} & set(s["notes"]),
    ),
    "cards suspended": (
        [["suspend_note", "answered"], ["suspend_note", "gaps"], ["suspend_note", "dropped"], ["suspend_note", "law"]],
        {},
        lambda s: (
            s["queues"]["answered"] == [-1] and s["queues"]["gaps"][:2] == [-1, -1] and s["queues"]["law"] == [-1] * 2
        ),
    ),
    "flags": (
        [["flag_note", "answered"], ["flag_note", "dropped"]],
        {},
        lambda s: True,  # flags are part of `scheduling`
    ),
    "own CSS": (
        [["style", "same", "\n.mine { color: blue }"]],
        {},
        lambda s: (
            s["notetypes"]["Demo Question"]["css"].endswith(".mine { color: blue }")
            and ".fresh" not in s["notetypes"]["Demo Question"]["css"]
            and ".fresh" in s["notetypes"]["Demo Cloze"]["css"]
            and "<i>fresh</i>" in s["notetypes"]["Demo Question"]["fronts"][0]
        ),
    ),
    "an own template": (
        [["template", "same", "<u>mine</u>"]],
        {},
        lambda s: (
            s["notetypes"]["Demo Question"]["fronts"][0].endswith("<u>mine</u>")
            and ".fresh" in s["notetypes"]["Demo Question"]["css"]
        ),
    ),
    "a field of one's own": (
        [["own_field", "answered", "Mnemonic", "a rhyme"]],
        {},
        lambda s: (
            s["notes"]["answered"]["fields"]["Mnemonic"] == "a rhyme"
            and "The new answer." in s["notes"]["answered"]["fields"]["Answer"]
            and s["notes"]["new"]["fields"]["Mnemonic"] == ""
            and "This." in s["notes"]["new"]["fields"]["Answer"]
        ),
    ),
    "fields in another order": (
        [["own_order", "answered"]],
        {},
        lambda s: (
            s["notes"]["asked"]["fields"]["Question"].endswith("after?")
            and s["notes"]["new"]["fields"]["Question"] == "What is new here?"
        ),
    ),
    "a field removed": (
        [["remove_field", "answered", "Pitfalls"]],
        {},
        lambda s: "Pitfalls" not in s["notes"]["new"]["fields"] and "one now" in s["notes"]["bare"]["fields"]["Hint"],
    ),
    "a field renamed": (
        [["rename_field", "answered", "Hint", "Clue"]],
        {},
        lambda s: (
            "one now" in s["notes"]["bare"]["fields"]["Clue"]
            and "{{hint:Clue}}" in str(s["templates"]["Demo Question"])
            and ".fresh" in s["notetypes"]["Demo Question"]["css"]
        ),
    ),
    "a notetype renamed": (
        [["rename_notetype", "answered", "My questions"]],
        {},
        lambda s: s["notes"]["new"]["notetype"] == "My questions" and "Demo Question" not in s["templates"],
    ),
    "a card type of one's own": (
        [["own_template", "answered", "Reverse", "{{Answer}}"]],
        {"moved": 4},
        lambda s: len(s["homes"]["answered"]) == 2,
    ),
    "a note given another notetype": (
        [["own_notetype", "answered"]],
        {},
        lambda s: (
            "The new answer." in s["notes"]["answered"]["fields"]["Answer"]
            and s["notes"]["answered"]["notetype"] != "Demo Question"
        ),
    ),
    "deck options": (
        [["options", "Demo::01 Alpha"]],
        {},
        lambda s: s["options"]["Demo::01 Alpha"] != s["options"]["Demo::02 Beta"],
    ),
    "a deck description of one's own": (
        [["describe", "Demo::01 Alpha", "mine"], ["describe", "Demo", "all mine"]],
        {},
        lambda s: (s["decks"]["Demo::01 Alpha"], s["decks"]["Demo"]) == ("mine", "all mine"),
    ),
    "the import dialog's options": (
        [["import_presets", {"mergeNotetypes": True, "withScheduling": True, "updateNotes": 1}]],
        {},
        lambda s: s["presets"]["mergeNotetypes"] is True and s["presets"]["withDeckConfigs"] is None,
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_what_the_learner_made_stays(followed: Anki, feeds: Feeds, row: str) -> None:
    steps, expected, kept = ROWS[row]
    *_, before, said, after, check = followed(*steps, ["state_of"], ["update", feeds.second], ["state_of"], ["check"])
    assert said == SECOND | expected
    assert kept(after)
    unharmed(before, after)
    assert (check["said"], check["empty"], check["missing"]) == ("Database rebuilt and optimized.", 0, [])
