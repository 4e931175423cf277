"""Ways to become a subscriber, and changes of a deck's structure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.addon.conftest import Feeds, Publisher
from tests.addon.test_update import NOTHING, SECOND, unharmed
from tests.anki.conftest import Anki


def test_someone_who_imported_before_subscribes_without_anything_twice(learner: Anki, feeds: Feeds) -> None:
    learner(["import", f"{feeds.first}/latest.apkg"], ["answer", 5], ["synced"])
    _, _, before, said, after = learner(
        ["edit", "answered", "Answer", "mine"],
        ["delete", "same"],
        ["state_of"],
        ["update", feeds.second],
        ["state_of"],
    )
    # Without a recorded version nothing counts as deleted: this could also be somebody who took a part of the deck.
    assert said == SECOND | {"added": 3, "updated": 7, "kept": 1}
    unharmed(before, after)
    assert after["notes"]["answered"]["fields"]["Answer"] == "mine"


def test_someone_who_imports_after_subscribing_loses_no_more_than_by_importing(learner: Anki, feeds: Feeds) -> None:
    learner(["update", feeds.first], ["answer", 5], ["synced"])
    before, _, said, after = learner(
        ["state_of"], ["import", f"{feeds.second}/latest.apkg"], ["update", feeds.second], ["state_of"]
    )
    assert (said["added"], said["moved"], said["retired"]) == (0, 2, 1)
    unharmed(before | {"presets": after["presets"]}, after)


@pytest.fixture(scope="module")
def restructured(feeds: Feeds, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Feeds after the second one: a field renamed, a field added, a notetype used for the first time."""
    made = {}
    for name in ("renamed", "added"):
        author = Publisher(tmp_path_factory.mktemp(name) / "demo")
        shutil.copytree(feeds.author.root, author.root)
        for path in sorted((author.root / "templates").rglob("*")):
            if path.suffix in (".html", ".yaml"):
                text = path.read_text(encoding="utf-8")
                if name == "renamed":
                    text = text.replace("name: Hint", "name: Clue").replace("Hint}}", "Clue}}")
                elif path.parent.name == "qa" and path.name == "notetype.yaml":
                    text = text.replace("\ncards:", "\n  - {key: extra, name: Extra, from: section}\ncards:")
                elif path.parent.name == "qa" and path.name == "back.html":
                    text = "{{#Extra}}<b>{{Extra}}</b>{{/Extra}}" + text
                path.write_text(text, encoding="utf-8")
        if name == "renamed":
            for path in (author.root / "content").rglob("*.md"):
                path.write_text(path.read_text(encoding="utf-8").replace("### Hint", "### Clue"), encoding="utf-8")
        else:
            author.edit("a/texts.md", "{#same}\n\nAn answer.\n", "{#same}\n\nA better one.\n\n### Extra\nMore.\n")
        made[name] = author.publish("--rerender")
    return made


def test_a_field_renamed_by_the_deck_is_renamed_without_a_full_sync(
    learner: Anki, feeds: Feeds, restructured: dict[str, str]
) -> None:
    learner(["update", feeds.second], ["edit", "asked", "Hint", "my hint"], ["synced"])
    before, said, after = learner(["state_of"], ["update", restructured["renamed"]], ["state_of"])
    assert "error" not in said, said
    unharmed(before, after)
    assert "Clue" in after["notetypes"]["Demo Question"]["fields"]
    assert "{{hint:Clue}}" in str(after["templates"]["Demo Question"])
    assert after["notes"]["asked"]["fields"]["Clue"] == "my hint"
    assert "A mended hint." in after["notes"]["hinted"]["fields"]["Clue"]


def test_a_field_added_by_the_deck_waits_for_an_import_and_the_rest_arrives(
    learner: Anki, feeds: Feeds, restructured: dict[str, str]
) -> None:
    learner(["update", feeds.second], ["synced"])
    before, said, after = learner(["state_of"], ["update", restructured["added"]], ["state_of"])
    assert "error" not in said, said
    unharmed(before, after)
    assert "A better one." in after["notes"]["same"]["fields"]["Answer"]
    assert "Extra" not in after["notetypes"]["Demo Question"]["fields"]
    assert "Extra" not in str(after["templates"]["Demo Question"])


def test_nothing_is_written_where_nothing_is_new(learner: Anki, feeds: Feeds) -> None:
    first, _, again, taken = learner(
        ["update", feeds.second],
        ["synced"],
        ["update", feeds.second],
        ["update", feeds.second, {"resolve": "take-new"}],
    )
    assert first["added"] == 14 and Path(feeds.second).is_dir()
    assert again == taken == {"version": "0.2.0", **NOTHING}


def test_an_update_prepared_for_another_state_is_not_carried_out(learner: Anki, feeds: Feeds) -> None:
    """A profile was changed, or a sync or an undo came, between the preview and the learner's yes."""
    before, said, after = learner(["state_of"], ["update_late", feeds.second, feeds.first], ["state_of"])
    assert "changed meanwhile" in said["message"] and len(before["notes"]) == 0
    assert (len(after["notes"]), after["subscriptions"]["demo"]["version"]) == (13, "0.1.0")
