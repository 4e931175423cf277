"""CSV and TSV: Anki's own text files, and tables as people keep them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.importers.table import read_table
from deckgen.importers.tablefile import is_table
from tests.anki import learner
from tests.importing import imported, project, shown
from tests.test_release import deckgen


def table(text: str, name: str = "source.csv", files: dict[str, str] | None = None, **options):
    return imported(read_table(text, name, project(files or {}), lambda _: None, **options), files)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What is x?,It's a letter\nWhy?,Because\n", "source.csv"),
        ("front,back\nWhat is x?,It's a letter\nWhy?,Because\n", "source.csv"),
        ("Question;Answer\nWhat is x?;It's a letter\nWhy?;Because\n", "source.csv"),
        ("What is x?\tIt's a letter\r\nWhy?\tBecause\r\n", "source.tsv"),
        ("#separator:Pipe\n#html:false\nWhat is x?|It's a letter\nWhy?|Because\n", "source.csv"),
        ("#separator:tab\n#html:true\nWhat is x?\tIt&#39;s a letter\nWhy?\t<b></b>Because<br>\n", "source.csv"),
        ("#separator:,\n#columns:Back,Front\nIt's a letter,What is x?\nBecause,Why?\n", "source.csv"),
    ],
)
def test_two_columns_in_any_dress(text, name):
    plan = table(text, name)
    ((path, data),) = plan.files
    assert path == "content/source/source.md"
    assert data.decode() == (
        "---\ntitle: Source\n---\n\n## What is x? {#what-is-x}\n\nIt's a letter\n\n## Why? {#why}\n\nBecause\n"
    )
    assert (plan.problems, plan.summary) == ((), "2 questions in 1 topic")


def test_all_that_a_row_can_hold():
    text = (
        "Question,Answer,Tags,Topic,Level,Hint,Remark\n"
        '"What is \\(x\\)?","One line\nanother, ""quoted""\n\n- a\n  - b","a b",Maths::Letters,Basic,think,mine\n'
        "No answer?,,c,Maths::Letters,hard,,\n,only an answer\n"
    )
    plan = table(text)
    assert shown(plan) == (
        "=== content/maths/letters.md\n---\ntitle: Letters\n---\n\n"
        '## What is $x$? {#what-is-x level=basic tags="a b"}\n\n'
        'One line  \nanother, "quoted"\n\n- a\n    - b\n\n**Remark**: mine\n\n### Hint\n\nthink\n\n'
        "## No answer? {#no-answer tags=c status=draft}\n===\n"
        "source.csv:7: warning[draft]: 'no-answer' lacks something: it becomes a draft, which is not published\n"
        "source.csv:7: warning[level]: 'hard' is no level (basic, core, advanced): left out\n"
        "source.csv:8: warning[no-question]: a row without a question was left out\n"
        "2 questions in 1 topic, 1 draft"
    )


def test_what_anki_exports_as_text_comes_in_with_guids_decks_and_tags(tmp_path: Path):
    from anki.collection import DeckIdLimit

    with learner.collection(tmp_path / "author" / "collection.anki2") as col:
        learner.old_deck(col)
        col.export_note_csv(
            out_path=str(tmp_path / "notes.txt"),
            limit=DeckIdLimit(col.decks.id("Old")),
            with_html=True,
            with_tags=True,
            with_deck=True,
            with_notetype=True,
            with_guid=True,
        )
        guids = set(col.db.list("select guid from notes"))
    (tmp_path / "deck").mkdir()
    (tmp_path / "deck/deck.yaml").write_text("id: old\nname: Old\n")
    (tmp_path / "a curve.svg").write_bytes(learner.SVG)
    done = deckgen(tmp_path / "deck", "import", "../notes.txt")
    text = "".join(path.read_text() for path in sorted((tmp_path / "deck/content").rglob("*.md")))
    assert done.stdout == "7 questions in 2 topics, 1 media\n", done.stderr + text
    assert all(f"guid={guid}" in text or f'guid="{guid}"' in text for guid in guids)
    assert "Depth of $n$ leaves?" in text and "![a curve](a-curve.svg)" in text and 'tags="graph hard"' in text
    assert done.stderr.count("which a text file does not describe") == 3
    again = deckgen(tmp_path / "deck", "import", "../notes.txt")
    assert again.stdout == "0 questions in 0 topics, 7 already there\n"


def test_a_txt_file_is_a_table_or_a_document():
    assert is_table("#separator:tab\nx\ty\n") and is_table("a\tb\nc\td\n")
    assert not is_table("# A title\n\n## What?\n") and not is_table("")


CELLS = st.text(st.sampled_from('a"b,;\t\n\r#|<>&$\\{}:= \x00\x85'), max_size=8)
ROWS = st.lists(st.lists(CELLS, max_size=4).map(",".join), max_size=8).map("\n".join)
HEADERS = st.lists(
    st.sampled_from(
        ["#separator:tab", "#separator:,", "#separator:", "#html:true", "#guid column:1", "#deck column:2", "#x",
         "#notetype column:9", "#tags:a b", "#columns:a,b", "#notetype:Demo Question", "#deck:A::B", "front,back"]
    ), max_size=4,
).map(lambda lines: "\n".join([*lines, ""]))  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(HEADERS, ROWS | st.text(max_size=100))
def test_no_table_raises(head, rows):
    plan = table(head + rows)
    if plan.files:
        files = {path: data.decode() for path, data in plan.files}
        again = table(head + rows, files=files)
        assert (again.files, again.there) == ((), plan.questions)
    else:
        assert not plan.questions
