"""A small deck made of values, for tests of packages."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from deckgen.apkg import Contents, PackedNote, PackedNotetype, pack
from deckgen.cards import card_ordinals
from deckgen.model import DeckConfig, Field, Media, Note, Notetype, Template

NOW = 1_700_000_000
QA = Notetype(
    "qa",
    "Demo Question",
    "standard",
    1_700_000_000_001,
    (
        Field("id", "ID", "id", 11),
        Field("question", "Question", "heading", 12, sort=True),
        Field("answer", "Answer", "body", 13),
        Field("changed", "Changed", "changed", 14),
        Field("notes", "My notes", "learner", 15, about="Yours."),
    ),
    (
        Template("ask", "Ask", "{{Question}}", "{{FrontSide}}<hr id=answer>{{Answer}}", 21),
        Template("name", "Name", "{{#Answer}}{{hint:Answer}}{{/Answer}}", "{{Question}}", 22),
    ),
    ".card { color: black }",
)
CLOZE = Notetype(
    "cloze",
    "Demo Cloze",
    "cloze",
    1_700_000_000_002,
    (Field("id", "ID", "id", 31), Field("text", "Text", "heading", 32, sort=True)),
    (Template("gap", "Gap", "{{cloze:Text}}", "{{cloze:Text}}", 33),),
    "",
)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<path d='M0 0h1v1z'/>" * 50 + b"</svg>"
NOISE = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(60))
PICTURES = tuple(
    Media(name, name, data, hashlib.sha256(data).hexdigest()) for name, data in (("z-1.svg", SVG), ("a-2.png", NOISE))
)


def note(
    number: int,
    question: str = "What?",
    answer: str = "That.",
    *,
    notetype: Notetype = QA,
    deck: str = "Demo::A::B",
    due: int = 0,
    mod: int = NOW,
    tags: tuple[str, ...] = ("demo::x", "demo::y"),
) -> PackedNote:
    """The note "q-NUMBER": its id, guid and place follow from the number."""
    fields = (f"q-{number}", question, answer, "", "")[: len(notetype.fields)]
    cards = tuple((ordinal, due or number + 1) for ordinal in card_ordinals(notetype, fields))
    value = Note(f"guid{number}", fields[0], notetype.key, "a/b", deck, fields, tags, (), cards, "", "")
    return PackedNote(value, (NOW * 10 + number) * 100, mod, "0.1.0")


def demo(
    *notes: PackedNote,
    qa: Notetype = QA,
    mod: int = NOW,
    media: tuple[Media, ...] = (),
    description: str = "<b>Demo</b>",
) -> Contents:
    """A package of these notes; `qa` and `mod` are the notetype and its time."""
    kept = {packed.note.notetype for packed in notes}
    notetypes = tuple(PackedNotetype(notetype, mod) for notetype in (qa, CLOZE) if notetype.key in kept)
    return Contents(DeckConfig("demo", "Demo", "demo"), description, NOW, notetypes, notes, media)


def many(count: int) -> tuple[PackedNote, ...]:
    return tuple(note(number, f"What is <b>{number}</b> &amp; <i>co</i>?") for number in range(count))


def packed(contents: Contents) -> bytes:
    target = io.BytesIO()
    pack(contents, target)
    return target.getvalue()


def saved(folder: Path, contents: Contents, name: str = "demo.apkg") -> str:
    """The package as a file, for Anki."""
    path = folder / name
    path.write_bytes(packed(contents))
    return str(path)
