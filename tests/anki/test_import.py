"""What Anki does with our packages: the facts that ledger and packager rely on, on every Anki that learners have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from deckgen.cards import card_ordinals
from deckgen.model import Field, Media
from tests.anki.conftest import Anki
from tests.anki.sortfield import checksum, plain
from tests.small import CLOZE, NOW, PICTURES, QA, demo, many, note, saved

LATER = NOW + 1000
Look = dict[str, Any]


def same_history(before: Look, after: Look) -> bool:
    """Whether scheduling of all cards there were, and the review log, are bit-identical."""
    ids = {card[0] for card in before["cards"]}
    return (
        before["cards"] == [card for card in after["cards"] if card[0] in ids] and before["revlog"] == after["revlog"]
    )


def test_a_first_import_is_sound(anki: Anki, tmp_path: Path) -> None:
    gaps = note(7, "{{c1::one}} {{c2::two}}", notetype=CLOZE)
    first, check, look = anki(["import", saved(tmp_path, demo(*many(3), gaps))], ["check"], ["look"])
    assert first == {"new": 4, "updated": 0, "duplicate": 0, "conflicting": 0}
    assert check == {"said": "Database rebuilt and optimized.", "fine": True, "empty": 0, "missing": [], "unused": []}
    assert look["decks"] == {"Default": "", "Demo": "<b>Demo</b>", "Demo::A": "", "Demo::A::B": ""}
    assert look["notes"]["q-1"] == {
        "id": 1_700_000_000_100,
        "guid": "guid1",
        "mod": NOW,
        "fields": {
            "ID": "q-1",
            "Question": "What is <b>1</b> &amp; <i>co</i>?",
            "Answer": "That.",
            "Changed": "0.1.0",
            "My notes": "",
        },
        "tags": ["demo::x", "demo::y"],
        "csum": checksum("q-1"),
        "sort": "What is 1 & co?",
        "notetype": "Demo Question",
        "decks": ["Demo::A::B"] * 2,
        "due": [2, 2],
    }
    assert look["notetypes"]["Demo Question"]["about"] == ["", "", "", "", "Yours."]
    assert [card[0] for card in look["cards"] if card[1] == gaps.id] == [gaps.id + 1, gaps.id + 2]
    assert not look["full sync"]


def test_only_notes_with_a_newer_mod_are_updated_and_history_stays(anki: Anki, tmp_path: Path) -> None:
    ours = list(many(20))
    _, cards, _, _, _, before = anki(
        ["import", saved(tmp_path, demo(*ours))],
        ["answer", 8],
        ["suspend", [ours[15].id + 1]],
        ["flag", [ours[16].id + 1]],
        ["edit", "q-4", "My notes", "mine"],
        ["look"],
    )
    assert len(cards) == len(before["revlog"]) == 8
    ours[2] = note(2, "Corrected?", mod=LATER)
    ours[3] = note(3, "Changed, but with the same mod?")
    ours[4] = note(4, "Changed before the learner's edit?", mod=LATER)
    ours[5] = note(5, tags=("demo::z",), mod=LATER)
    second = saved(tmp_path, demo(*ours, note(20, "New?", mod=LATER), description="new"), "second.apkg")
    result, check, after, again = anki(["import", second], ["check"], ["look"], ["import", second])
    assert result == {"new": 1, "updated": 2, "duplicate": 18, "conflicting": 0}
    assert again == {"new": 0, "updated": 0, "duplicate": 21, "conflicting": 0}
    assert (check["said"], check["empty"]) == ("Database rebuilt and optimized.", 0)
    changed = {first for first, was in before["notes"].items() if after["notes"][first] != was}
    assert changed == {"q-2", "q-5"}
    assert after["notes"]["q-5"]["tags"] == ["demo::z"]
    assert after["notes"]["q-4"]["fields"]["My notes"] == "mine"
    assert same_history(before, after)
    assert (list(after["notetypes"]), after["twice"], after["decks"]["Demo"]) == (["Demo Question"], 0, "new")
    assert (after["schema"], after["full sync"]) == (before["schema"], False)


def test_before_25_a_release_made_before_the_last_import_comes_too_late(anki: Anki, tmp_path: Path) -> None:
    """Those Ankis give an updated note the time of the import; a note of ours carries the time of its release."""
    releases = [saved(tmp_path, demo(note(1, f"{n}?", mod=NOW + n)), f"{n}.apkg") for n in range(3)]
    *_, look = anki(*[["import", release] for release in releases], ["look"])
    assert look["notes"]["q-1"]["fields"]["Question"] == ("1?" if anki.old else "2?")


def test_a_learners_edit_holds_until_we_change_that_note(anki: Anki, tmp_path: Path) -> None:
    first = saved(tmp_path, demo(*many(3)))
    _, _, _, kept = anki(["import", first], ["edit", "q-1", "Answer", "mine"], ["import", first], ["look"])
    assert kept["notes"]["q-1"]["fields"]["Answer"] == "mine"
    newer = note(1, "What?", "Ours.", mod=kept["notes"]["q-1"]["mod"] + 1)
    result, look = anki(["import", saved(tmp_path, demo(newer), "second.apkg")], ["look"])
    assert (result["updated"], look["notes"]["q-1"]["fields"]["Answer"]) == (1, "Ours.")


def test_style_and_templates_arrive_with_a_newer_notetype_and_need_no_full_sync(anki: Anki, tmp_path: Path) -> None:
    ask = replace(QA.templates[0], front="<p>{{Question}}</p>")
    restyled = replace(QA, css=".card { color: red }", templates=(ask, *QA.templates[1:]))
    _, before, same, unchanged, _, after = anki(
        ["import", saved(tmp_path, demo(*many(3)))],
        ["look"],
        ["import", saved(tmp_path, demo(*many(3), qa=restyled), "same-mod.apkg")],
        ["look"],
        ["import", saved(tmp_path, demo(*many(3), qa=restyled, mod=LATER), "newer.apkg")],
        ["look"],
    )
    assert unchanged["notetypes"] == before["notetypes"] and same["conflicting"] == 0
    ((name, arrived),) = after["notetypes"].items()
    assert (name, arrived["css"], arrived["fronts"][0]) == ("Demo Question", ".card { color: red }", ask.front)
    assert same_history(before, after)
    assert (after["schema"], after["full sync"]) == (before["schema"], False)


def test_names_may_change_because_ids_do_not(anki: Anki, tmp_path: Path) -> None:
    answer = replace(QA.fields[2], name="Reply")
    fronts = [replace(t, name=f"{t.name}!", front=t.front.replace("Answer", "Reply")) for t in QA.templates]
    backs = tuple(replace(t, back=t.back.replace("Answer", "Reply")) for t in fronts)
    renamed = replace(QA, name="Better", fields=(*QA.fields[:2], answer, *QA.fields[3:]), templates=backs)
    _, _, before, result, after, check = anki(
        ["import", saved(tmp_path, demo(*many(3)))],
        ["answer", 2],
        ["look"],
        ["import", saved(tmp_path, demo(*many(2), note(2, "New?", mod=LATER), qa=renamed, mod=LATER), "renamed.apkg")],
        ["look"],
        ["check"],
    )
    assert result == {"new": 0, "updated": 1, "duplicate": 2, "conflicting": 0}
    assert list(after["notetypes"]) == ["Better"]
    assert after["notes"]["q-0"]["fields"]["Reply"] == "That."
    assert same_history(before, after)
    assert (after["schema"], after["full sync"], check["empty"]) == (before["schema"], False, 0)


def test_a_notetype_that_comes_later_needs_no_full_sync(anki: Anki, tmp_path: Path) -> None:
    cloze = note(9, "{{c1::gap}}", notetype=CLOZE, mod=LATER)
    _, before, result, after = anki(
        ["import", saved(tmp_path, demo(*many(2)))],
        ["look"],
        ["import", saved(tmp_path, demo(*many(2), cloze), "second.apkg")],
        ["look"],
    )
    assert (result["new"], sorted(after["notetypes"])) == (1, ["Demo Cloze", "Demo Question"])
    assert (after["schema"], after["full sync"]) == (before["schema"], False)


def test_a_new_field_with_the_same_notetype_is_refused_by_anki(anki: Anki, tmp_path: Path) -> None:
    """Why fields are append-only and reserved: their number cannot change without losing updates."""
    longer = replace(QA, fields=(*QA.fields, Field("more", "More", "section", 16)))
    changed = note(1, mod=LATER)._replace(note=note(1).note._replace(fields=("q-1", "New?", "That.", "", "", "more")))
    _, result, look = anki(
        ["import", saved(tmp_path, demo(*many(3)))],
        ["import", saved(tmp_path, demo(changed, qa=longer, mod=LATER), "longer.apkg")],
        ["look"],
    )
    assert (result["conflicting"], result["updated"]) == (1, 0)
    assert look["notes"]["q-1"]["fields"]["Question"] != "New?"


def test_another_sort_field_would_force_a_full_sync(anki: Anki, tmp_path: Path) -> None:
    """Why a release counts it as a change of structure."""
    moved = tuple(replace(field, sort=field.key == "answer") for field in QA.fields)
    _, _, look = anki(
        ["import", saved(tmp_path, demo(*many(2)))],
        ["import", saved(tmp_path, demo(*many(2), qa=replace(QA, fields=moved), mod=LATER), "sorted.apkg")],
        ["look"],
    )
    assert look["full sync"] is True


def test_a_learners_own_style_holds_until_ours_is_newer_than_theirs(anki: Anki, tmp_path: Path) -> None:
    theirs = ".card { color: green }"
    newer = replace(QA, css=".card { color: red }")
    _, _, _, look = anki(
        ["import", saved(tmp_path, demo(*many(2)))],
        ["style", QA.name, theirs],
        ["import", saved(tmp_path, demo(*many(2), qa=newer, mod=LATER), "newer.apkg")],
        ["look"],
    )
    assert look["notetypes"][QA.name]["css"] == theirs


def test_used_media_and_the_styles_own_arrive_and_nothing_is_missing(anki: Anki, tmp_path: Path) -> None:
    shown = note(1, 'Look: <img src="z-1.svg" alt="a square">', "<img src='a-2.png'>")
    styled = replace(QA, css='@font-face { font-family: m; src: url("_font-3.woff2"); }', media=("_font-3.woff2",))
    font = Media("font.woff2", "_font-3.woff2", b"wOF2", "")
    _, check, look = anki(
        ["import", saved(tmp_path, demo(shown, qa=styled, media=(*PICTURES, font)))], ["check"], ["look"]
    )
    assert look["media"] == ["_font-3.woff2", "a-2.png", "z-1.svg"]
    assert (check["missing"], check["unused"]) == ([], [])
    assert look["notes"]["q-1"]["sort"] == "Look:  z-1.svg "


def test_new_cards_come_in_the_order_of_due_and_of_deck_names(anki: Anki, tmp_path: Path) -> None:
    notes = [note(n, deck=f"Demo::{'02 B' if n < 3 else '01 A'}", due=100 - n) for n in range(6)]
    _, queue = anki(["import", saved(tmp_path, demo(*notes))], ["queue", 12])
    assert [first for first, ordinal in queue if ordinal == 0] == ["q-5", "q-4", "q-3", "q-2", "q-1", "q-0"]


def test_a_subset_before_or_after_the_whole_gives_the_same_notes_once(anki: Anki, tmp_path: Path) -> None:
    part, whole = saved(tmp_path, demo(*many(3)), "part.apkg"), saved(tmp_path, demo(*many(8)), "whole.apkg")
    first, second, look = anki(["import", part], ["import", whole], ["look"])
    assert (first["new"], second["new"], len(look["notes"]), look["twice"]) == (3, 5, 8, 0)
    (again,) = anki(["import", part])
    assert (again["new"], again["updated"]) == (0, 0)


GAPS = (
    "{{c1::a}} {{c3::b}}",
    "{{c1::a {{c2::b}} c}}",
    "{{c2::x::hint {{c4::y}}}}",
    "{{c3::x}} {{c1::open {{c2::y}}",
    "{{c2::}}",
    "}}{{c2::b}}",
    "{{c2::\\frac{a}{b}}}",
    "{{c02::a}}",
    "{{c501::a}}",
    "{{c2::a\nb}} {{c 1::c}}",
)
ANSWERS = ("", "<br>", " \n<div></div>", "<b></b>", "&nbsp;", "x", "<hr>")
TEXTS = (
    "a &lt; b &amp; c",
    "a<br>b",
    "<math><mi>x</mi></math>",
    '<img alt="q" src="p q.svg">',
    "x&nbsp;y",
    "a<!-- b --> c <style>d</style>",
    "<script>x</script>é",
    "1 &#x2212; 2",
    "a < b",
    "[sound:a.mp3]",
)


def test_our_rules_for_cards_and_sorting_are_ankis(anki: Anki, tmp_path: Path) -> None:
    made = anki(
        ["import", saved(tmp_path, demo(note(1), note(2, GAPS[0], notetype=CLOZE)))],
        *[["add", CLOZE.name, "x", text] for text in GAPS],
        *[["add", QA.name, "x", "y", answer] for answer in ANSWERS],
        *[["add", QA.name, text, text] for text in TEXTS],
        ["look"],
    )
    cards, look = made[1:-1], made[-1]
    assert cards[: len(GAPS)] == [list(card_ordinals(CLOZE, ("x", text))) for text in GAPS]
    ours = [list(card_ordinals(QA, ("x", "y", answer, "", ""))) for answer in ANSWERS]
    assert cards[len(GAPS) :][: len(ANSWERS)] == ours
    for text in TEXTS:
        stored = look["notes"][text]
        assert (stored["sort"], stored["csum"]) == (plain(text), checksum(plain(text))), text
