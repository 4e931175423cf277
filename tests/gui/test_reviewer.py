"""The sample deck in the real reviewer of desktop Anki: three cards of each notetype in a row, and back again."""

import os

import pytest

from tests.browser.conftest import need
from tests.gui.session import missing, run

KEYS = ("choice", "cloze", "formula", "qa")


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    need(missing())
    return run(tmp_path_factory.mktemp("gui"), pictures=bool(os.environ.get("DECKGEN_GUI_PICTURES")))


def sides(seen, key, side):
    return [shown for shown in seen["shown"] if shown["notetype"] == key and shown["side"] == side]


def test_nothing_fails_and_no_error_is_logged(seen):
    assert seen.get("failed") is None
    assert seen["console"] == []


@pytest.mark.parametrize("key", KEYS)
def test_three_cards_are_studied_and_the_last_taken_back(seen, key):
    fronts, backs, again = (sides(seen, key, side) for side in ("front", "back", "front again"))
    assert (len(fronts), len(backs), len(again)) == (3, 3, 1)
    assert len({shown["text"] for shown in fronts}) == 3
    assert sorted(again[0]["text"]) == sorted(fronts[2]["text"])  # options are shuffled anew
    for shown in (*fronts, *backs, *again):
        assert shown["opacity"] == "1" and not shown["wide"] and not shown["mathjax"]


def test_one_listener_is_alive(seen):
    unfolded = [shown["unfolded"] for shown in seen["shown"] if shown.get("unfolded")]
    assert len(unfolded) == 2 and all(all(each) for each in unfolded)
    assert {shown["listeners"] for shown in seen["shown"]} == {0, 1}  # 0: the first card of each visit to the page
    assert [shown["listeners"] for shown in seen["shown"] if shown["side"] == "front again"] == [1] * 4


def test_the_hint_opens_by_click_and_by_key(seen):
    hints = {what: open_ for what, open_ in seen["clicks"].items() if what.endswith("hint")}
    clicked, pressed = {"choice front hint", "cloze front hint", "qa front hint"}, {"cloze front again hint"}
    assert clicked | pressed <= set(hints)
    assert all(hints.values())


def test_options_are_chosen_by_click_and_reached_by_key(seen):
    for side in ("front", "front again"):
        pressed, focused = seen["clicks"][f"choice {side} option"]
        assert [index for index, state in enumerate(pressed) if state == "true"] == [1]
        assert focused == 2 % len(pressed)


def test_order_and_choice_are_kept_on_the_back(seen):
    for front, back in zip(sides(seen, "choice", "front"), sides(seen, "choice", "back"), strict=True):
        assert front["options"] == back["options"]
    assert [shown["chosen"] for shown in sides(seen, "choice", "back")] == [1, 0, 0]
