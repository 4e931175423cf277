"""Packaging 10,000 rendered notes: genanki's own writer against deckgen's, on the same notes in the same run.

python benchmarks/packaging.py [NOTES]: from rendered fields to a finished file, the best of five rounds taken in turns.
Counted is all that lies between: each side makes its own note objects, finds the cards, writes. Three kinds of notes:
the different questions of generate.py; 500 short ones from this deck's words and formulas, without media; the deck's
own with theirs. The last two come over and over with ids of their own: deflate looks back 32 KB, a dozen notes.
"""

from __future__ import annotations

import gc
import random
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import genanki
from generate import generate

from deckgen.apkg import Contents, PackedNote, pack
from deckgen.build import build, contents
from deckgen.cards import card_ordinals
from deckgen.check import check
from deckgen.formulas import find_formulas
from deckgen.ledger import Ledger
from deckgen.model import Notetype, Project, Topic
from deckgen.parse import parse_markdown
from deckgen.project import read_project

ROOT = Path(__file__).parents[1]
NOW = 1_750_000_000
ROUNDS = 5


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    project, _ = read_project(ROOT)
    assert project is not None
    faulty = {problem.span.path for problem in check(project) if problem.level == "error"}
    project = replace(project, topics=tuple(topic for topic in project.topics if topic.source not in faulty))
    print(f"{'':24}{'bytes of':>10}{'genanki':>10}{'deckgen':>10}{'times':>8}{'genanki':>10}{'deckgen':>10}{'size':>8}")
    print(f"{count:<8,} notes{'fields':>20}{'seconds':>10}{'seconds':>10}{'faster':>8}{'MB':>10}{'MB':>10}{'1 /':>8}")
    brief = packable(replace(project, topics=(short(project),)), count)
    with TemporaryDirectory() as folder:
        generate(Path(folder) / "project", count)
        generated, _ = read_project(Path(folder) / "project")
        assert generated is not None
        different = rendered(generated)
    for name, packing in (
        ("generated", different),
        ("short", replace(brief, media=())),
        ("this deck's own", packable(project, count)),
    ):
        print(f"{name:24}{row(packing)}", flush=True)


def row(packing: Contents) -> str:
    """One line of figures for these notes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        for item in packing.media:
            path.with_name(item.name).write_bytes(item.data)
        rounds = [(timed(theirs, packing, path), timed(ours, packing, path)) for _ in range(ROUNDS)]
    (their_time, their_size), (our_time, our_size) = (min(one) for one in zip(*rounds, strict=True))
    fields = sum(len(value.encode()) for one in packing.notes for value in one.note.fields) / len(packing.notes)
    return (
        f"{fields:10,.0f}{their_time:10.2f}{our_time:10.2f}{their_time / our_time:8.1f}"
        f"{their_size / 1e6:10.1f}{our_size / 1e6:10.1f}{their_size / our_size:8.1f}"
    )


def timed(write: Callable[[Contents, Path], None], packing: Contents, path: Path) -> tuple[float, int]:
    """Seconds and bytes of one writing."""
    gc.collect()
    start = time.perf_counter()
    write(packing, path)
    return time.perf_counter() - start, path.stat().st_size


def ours(packing: Contents, path: Path) -> None:
    """Find each note's cards, join notes with ids and mods, and write the package."""
    notetypes = {one.notetype.key: one.notetype for one in packing.notetypes}
    notes = []
    for one in packing.notes:
        assert card_ordinals(notetypes[one.note.notetype], one.note.fields)
        notes.append(PackedNote(one.note, one.id, one.mod, one.changed))
    with path.open("wb") as file:
        pack(replace(packing, notes=tuple(notes)), file)


def theirs(packing: Contents, path: Path) -> None:
    """The same notes in genanki's decks, written by genanki; media lie beside the package."""
    models = {one.notetype.key: model(one.notetype) for one in packing.notetypes}
    decks: dict[str, genanki.Deck] = {}
    for one in packing.notes:
        note = one.note
        if note.deck not in decks:
            decks[note.deck] = genanki.Deck(len(decks) + 2, note.deck)
        due = note.cards[0][1]
        decks[note.deck].add_note(
            genanki.Note(models[note.notetype], list(note.fields), tags=note.tags, guid=note.guid, due=due)
        )
    files = [path.with_name(item.name) for item in packing.media]
    genanki.Package(list(decks.values()), files).write_to_file(path, NOW)


def model(notetype: Notetype) -> genanki.Model:
    return genanki.Model(
        notetype.id,
        notetype.name,
        fields=[{"name": field.name} for field in notetype.fields],
        templates=[{"name": t.name, "qfmt": t.front, "afmt": t.back} for t in notetype.templates],
        css=notetype.css,
        model_type=int(notetype.kind == "cloze"),
    )


def packable(project: Project, count: int) -> Contents:
    """The project's notes rendered, and repeated up to `count` with guids, ids and first fields of their own."""
    whole = rendered(project)
    notes = [again(one, number) for number, one in enumerate(islice(cycle(whole.notes), count))]
    return replace(whole, notes=tuple(notes))


def rendered(project: Project) -> Contents:
    built, problems = build(project, Ledger(project.deck.id), NOW)
    assert built is not None, [problem for problem in problems if problem.level == "error"]
    return contents(built)


def again(one: PackedNote, number: int) -> PackedNote:
    fields = (f"{one.note.fields[0]}-{number}", *one.note.fields[1:])
    guid = "".join(
        random.Random(number).choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=10)
    )
    cards = tuple((ordinal, number + 1) for ordinal, _ in one.note.cards)
    note = one.note._replace(guid=guid, fields=fields, cards=cards)
    return one._replace(note=note, id=NOW * 1000 + 100 * number)


def short(project: Project) -> Topic:
    """500 questions as short as a flash card: heading and first sentence from the content, two formulas."""
    pick = random.Random(1)
    texts = [[text.markdown for _, text in q.fields] for topic in project.topics for q in topic.questions]
    headings = [fields[0] for fields in texts if "{{c" not in fields[0]]
    whole = [text for fields in texts for text in fields if "{{c" not in text]
    found = {formula.tex for text in whole for formula in find_formulas(text) if 10 <= len(formula.tex) <= 40}
    formulas = sorted(tex for tex in found if "\n" not in tex)
    answers = [line for text in whole for line in re.findall(r"^\*\*([^$\n]{30,120})\*\*$", text, re.M)]
    lines = ["---", "title: Short", "---"]
    for number in range(500):
        one, two = pick.sample(formulas, 2)
        lines += [
            f"\n## {pick.choice(headings)} {{#short-{number}}}\n",
            f"{pick.choice(answers)} See ${one}$ and ${two}$.",
        ]
    topic, problems = parse_markdown("\n".join(lines), "content/short/short.md", project.notetypes)
    assert topic is not None and not problems, problems
    return topic


if __name__ == "__main__":
    main()
