"""The shipped templates in every Anki that learners have: imported, rendered, restyled without a full sync."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deckgen.apkg import Contents, PackedNote, PackedNotetype
from deckgen.model import DeckConfig
from tests.anki.conftest import Anki
from tests.browser.cards import sample_notes
from tests.small import NOW, saved


@pytest.fixture(scope="module")
def sample():
    return sample_notes()


def contents(sample, mod: int, restyled: bool = False) -> Contents:
    """The sample deck as a package; `restyled` with other CSS and other templates, at the notetypes' time `mod`."""
    notetypes, notes, media = sample
    if restyled:
        notetypes = tuple(
            replace(
                each,
                css=each.css.replace("--accent: #2c56a3", "--accent: #006666"),
                templates=tuple(
                    replace(t, front=f'{t.front}<i class="new"></i>', back=f'{t.back}<i class="new"></i>')
                    for t in each.templates
                ),
            )
            for each in notetypes
        )
    packed = tuple(PackedNote(note, (NOW + 2 * n) * 1000, NOW, "1.0.0") for n, note in enumerate(notes))
    deck = DeckConfig("sample", "Sample", "sample")
    return Contents(deck, "", NOW, tuple(PackedNotetype(each, mod) for each in notetypes), packed, media)


def test_every_template_survives_import_and_renders(anki: Anki, tmp_path: Path, sample) -> None:
    notetypes, notes, media = sample
    package = saved(tmp_path, contents(sample, NOW))
    count, check, look, *rendered = anki(
        ["import", package], ["check"], ["look"], *(["render", note.question] for note in notes)
    )
    assert count["new"] == len(notes)
    assert check == {"said": "Database rebuilt and optimized.", "fine": True, "empty": 0, "missing": [], "unused": []}
    for notetype in notetypes:
        there = look["notetypes"][notetype.name]
        assert there["css"] == notetype.css
        assert there["fronts"] == [template.front for template in notetype.templates]
        assert there["fields"] == [field.name for field in notetype.fields]
    assert {item.name for item in media} <= set(look["media"])
    for note, (front, back) in zip(notes, rendered, strict=True):
        assert "{{" not in front + back and "1.0.0" in back
        assert note.question in back
        assert 'id="answer"' in back


def test_a_change_of_style_and_templates_alone_arrives_without_a_full_sync(anki: Anki, tmp_path: Path, sample) -> None:
    first = saved(tmp_path, contents(sample, NOW), "first.apkg")
    second = saved(tmp_path, contents(sample, NOW + 500, restyled=True), "second.apkg")
    _, _, before, count, after = anki(["import", first], ["answer", 6], ["look"], ["import", second], ["look"])
    assert count["new"] == count["updated"] == count["conflicting"] == 0
    assert not before["full sync"] and not after["full sync"] and before["schema"] == after["schema"]
    assert before["cards"] == after["cards"] and before["notes"] == after["notes"]
    assert before["notetypes"].keys() == after["notetypes"].keys()
    for there in after["notetypes"].values():
        assert "--accent: #006666" in there["css"]
        assert all('class="new"' in front for front in there["fronts"])
