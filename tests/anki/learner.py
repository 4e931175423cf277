"""A real Anki in this process: an author's old deck, a learner who studies it, packages of all kinds."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

from anki.collection import (  # isort: skip
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageRequest,
    ImportCsvRequest,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1v1z"/></svg>'


@contextmanager
def collection(path: Path):
    """A collection that is closed at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    col = Collection(str(path))
    try:
        yield col
    finally:
        col.close()


def add(col: Collection, notetype: str, deck: str, *fields: str, tags: str = "") -> None:
    note = col.new_note(col.models.by_name(notetype))
    for index, value in enumerate(fields):
        note.fields[index] = value
    note.tags = tags.split()
    col.add_note(note, col.decks.id(deck))


def old_deck(col: Collection) -> None:
    """What people have: Anki's own notetypes, its editor's HTML, MathJax, a picture, a sound."""
    (Path(col.media.dir()) / "a curve.svg").write_bytes(SVG)
    (Path(col.media.dir()) / "ping.mp3").write_bytes(b"ID3 no music")
    add(
        col,
        "Basic",
        "Old::Trees",
        "What is a&nbsp;<b>tree</b>?",
        "<div>A graph</div><div>without cycles</div>",
        tags="graph hard",
    )
    add(col, "Basic", "Old::Trees", "Depth of \\(n\\) leaves?", "At least \\[\\log_2 n\\]<br>and at most \\(n-1\\).")
    add(col, "Basic", "Old::Sums", 'See<br><img src="a curve.svg">', "It falls. [sound:ping.mp3]")
    add(
        col,
        "Basic (and reversed card)",
        "Old::Sums",
        "one",
        "<ul><li>two</li><li>three<ul><li>four</li></ul></li></ul>",
    )
    add(col, "Cloze", "Old::Sums", "The sum is {{c1::\\(\\frac{n}{2}\\)}} and {{c2::more}}", "Gauss, <i>1786</i>")
    add(col, "Basic", "Old::Sums", "Code?", "<pre>def f(x):\n\n    return x * 2 < 3</pre>")
    add(
        col,
        "Basic",
        "Old::Sums",
        "<script>alert(1)</script>Why?",
        'So. <a href="javascript:x">y</a> &lt;b&gt; 2*3*4 a_b_c',
    )


def export(col: Collection, path: Path, *, legacy: bool) -> Path:
    """The whole collection as .apkg or .colpkg."""
    if path.suffix == ".colpkg":
        col.export_collection_package(str(path), include_media=True, legacy=legacy)
    else:
        options = ExportAnkiPackageOptions(with_scheduling=False, with_media=True, legacy=legacy)
        col.export_anki_package(out_path=str(path), options=options, limit=None)
    return path


def import_package(col: Collection, path: Path) -> dict[str, int]:
    """Import as Anki's dialog would; how many notes were new, updated …"""
    presets = col._backend.get_import_anki_package_presets()
    log = col.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=presets)).log
    col.models._clear_cache()
    return {kind: len(getattr(log, kind)) for kind in ("new", "updated", "duplicate", "conflicting")}


def import_csv(col: Collection, path: Path) -> dict[str, int]:
    """Import a text file with what its header lines say."""
    metadata = col.get_csv_metadata(path=str(path), delimiter=None)
    log = col.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log
    return {kind: len(getattr(log, kind)) for kind in ("new", "updated", "duplicate", "conflicting")}


def study(col: Collection) -> list:
    """Answer some cards; returns what the schedule is then."""
    for deck in col.decks.all_names_and_ids():
        col.decks.select(deck.id)
        for _ in range(3):
            queued = col.sched.get_queued_cards().cards
            if queued:
                card = col.get_card(queued[0].card.id)
                card.start_timer()
                col.sched.answerCard(card, 3)
    return schedule(col)


def schedule(col: Collection) -> list:
    """What a learner would lose: each card's state by its note's guid, and the log of reviews."""
    cards = col.db.all(
        "select n.guid, c.ord, c.did, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses "
        "from cards c join notes n on n.id = c.nid where c.reps > 0 order by n.guid, c.ord"
    )
    return [cards, col.db.all("select * from revlog order by id")]
