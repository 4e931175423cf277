"""Sources that mean harm, or are broken: a clear problem, nothing outside the project, nothing half-written."""

from __future__ import annotations

import io
import json
import os
import random
import re
import sqlite3
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.importers.apkg import read_package
from deckgen.importers.archive import Bad
from deckgen.importers.collection import read_collection
from deckgen.importers.crowdanki import read_crowdanki
from deckgen.importers.markdown import read_markdown
from tests.importing import imported, project
from tests.small import demo, note, packed
from tests.test_release import deckgen


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    deckgen(folder, "new", "deck")
    return folder / "deck"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and not p.is_symlink()}


def refused(root: Path, source: Path, code: int = 1) -> str:
    """What a refused import says; nothing was written anywhere."""
    before = snapshot(root.parent)
    done = deckgen(root, "import", str(source), check=False)
    assert (done.returncode, "Traceback" in done.stderr, snapshot(root.parent)) == (code, False, before), done.stderr
    return done.stderr


def database(fields: str = "Q\x1fA", schema: str = "") -> bytes:
    """A legacy collection with one note of the notetype Basic."""
    db = sqlite3.connect(":memory:")
    model = {"name": "Basic", "type": 0, "css": "", "sortf": 0, "flds": [{"name": "Front"}, {"name": "Back"}]}
    model["tmpls"] = [{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}"}]
    db.executescript(
        "CREATE TABLE col (models, decks); CREATE TABLE notes (id, guid, mid, tags, flds);"
        "CREATE TABLE cards (nid, ord, did, odid, due, type);" + schema
    )
    db.execute("INSERT INTO col VALUES (?, ?)", (json.dumps({"5": model}), json.dumps({"1": {"name": "Deck"}})))
    db.execute("INSERT INTO notes VALUES (1, 'guid', 5, '', ?)", (fields,))
    db.execute("INSERT INTO cards VALUES (1, 0, 1, 0, 1, 0)")
    db.commit()
    return db.serialize()


def package(entries: dict[str, bytes], path: Path, *, level: int = 9) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


TRICKS = [
    "../../evil.svg",
    "/etc/evil.svg",
    "C:\\evil.svg",
    "..\\evil.svg",
    "a/../evil.svg",
    "evil\0.svg",
    "x" * 300,
    "",
]


@pytest.mark.parametrize("modern", [False, True])
def test_path_tricks_in_the_media_map(root, tmp_path, modern):
    good = "a.svg"
    names = [*TRICKS, good]
    html = "Q" + "".join(f'<img src="{name}">' for name in names) + "\x1fA"
    files = {str(number): b"<svg xmlns='http://www.w3.org/2000/svg'/>" for number in range(len(names))}
    if modern:
        entries = b"".join(
            b"\x0a" + bytes([len(e) & 127 | 128, len(e) >> 7]) + e
            for name in names
            for e in [b"\x0a" + bytes([len(name.encode()) & 127 | 128, len(name.encode()) >> 7]) + name.encode()]
        )
        squeeze = zstandard.ZstdCompressor().compress
        held = {"collection.anki21b": squeeze(database(html)), "media": squeeze(entries)}
        held |= {name: squeeze(data) for name, data in files.items()}
    else:
        held = {"collection.anki2": database(html), "media": json.dumps(dict(enumerate(names))).encode(), **files}
    source = package(held, tmp_path / "tricks.apkg")
    outside = snapshot(tmp_path)
    before = snapshot(root)
    done = deckgen(root, "import", str(source), "--dry-run")
    assert done.stderr.count("warning[media-name]") == len(TRICKS), done.stderr
    assert done.stdout == "1 question in 1 topic, 1 media\n"
    assert (snapshot(tmp_path), snapshot(root)) == (outside, before)


def test_zip_bombs(root, tmp_path):
    bomb = package({"collection.anki2": bytes(300_000_000)}, tmp_path / "bomb.apkg")
    assert bomb.stat().st_size < 1_000_000
    assert "error[too-large]" in refused(root, bomb)
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(100_001):
            archive.writestr(str(number), b"")
    (tmp_path / "many.apkg").write_bytes(many.getvalue())
    assert "error[too-large]" in refused(root, tmp_path / "many.apkg")


def test_a_zstd_bomb_is_stopped_while_it_unpacks():
    compressor = zstandard.ZstdCompressor(level=1).compressobj()
    data = b"".join(compressor.compress(bytes(1 << 24)) for _ in range(70)) + compressor.flush()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("collection.anki21b", data)
    tracemalloc.start()
    found = read_package(buffer.getvalue(), "bomb.apkg", project({}))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [problem.code for problem in found.problems] == ["too-large"]
    assert peak < 2_500_000_000


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.apkg", b"", "no package"),
        ("garbage.apkg", bytes(range(256)) * 40, "no package"),
        ("cut.apkg", packed(demo(note(1)))[:-200], "no package"),
        ("garbage.md", bytes(range(256)), "not UTF-8"),
        ("nul.md", b"# What?\0", "control"),
        ("cell.csv", b'a,"' + b"x" * 10_000_000 + b'"\n', "cell"),
        ("huge.json", b'{"notes": [' + b"[" * 200_000, "cannot be read"),
        ("wrong.json", b'{"notes": 5}', "cannot be read"),
        ("wide.csv", "\ufeffa,b\n".encode("utf-16-le")[:5] + b"\x00\xd8", "UTF-16"),
    ],
)
def test_broken_files_are_one_clear_problem(root, tmp_path, name, data, says):
    (tmp_path / name).write_bytes(data)
    said = refused(root, tmp_path / name)
    assert said.startswith(f"{name}") and says.casefold() in said.casefold(), said


def broken_databases():
    good = database()
    yield good[:700], "cut short"
    yield good[:100] + bytes(random.Random(1).randbytes(len(good) - 100)), "garbage behind the header"
    yield b"no database at all" * 100, "no SQLite"
    yield database().replace(b"guid, mid", b"gu1d, mid"), "another schema"
    endless = "CREATE VIEW cards AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT x nid FROM c;"
    yield database().replace(b"CREATE TABLE cards", b"CREATE TABLE carda"), "no cards"
    db = sqlite3.connect(":memory:")
    db.executescript(f"CREATE TABLE col(models, decks); CREATE TABLE notes(id); {endless}")
    yield db.serialize(), "a view that never ends"


@pytest.mark.parametrize(
    ("data", "what"), tuple(broken_databases()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_broken_databases(root, tmp_path, data, what):
    source = package({"collection.anki2": data, "media": b"{}"}, tmp_path / "broken.apkg")
    start = time.monotonic()
    assert "error[broken]" in refused(root, source)
    assert time.monotonic() - start < 20


def test_scripts_in_fields_are_text_or_nothing(root, tmp_path):
    html = (
        "Q <img src=x onerror=alert(1)><script>alert(2)</script><svg onload=alert(3)></svg>\x1f"
        '<a href="javascript:alert(4)">x</a><iframe src="https://evil"></iframe><b onclick="alert(5)">y</b>'
        "<scr<script>ipt>alert(6)</scr</script>ipt><style>*{}</style>"
    )
    source = package({"collection.anki2": database(html), "media": b"{}"}, tmp_path / "script.apkg")
    for options in ((), ("--allow-html",)):
        folder = tmp_path / f"deck{len(options)}"
        deckgen(tmp_path, "new", folder.name)
        told = deckgen(folder, "import", str(source), *options).stderr
        assert "<script>" in told and "javascript:" in told and "onclick" in told
        deckgen(folder, "build", "-o", str(tmp_path / "out.apkg"))
        with zipfile.ZipFile(tmp_path / "out.apkg") as archive:
            db = sqlite3.connect(":memory:")
            db.deserialize(archive.read("collection.anki2"))
        (fields,) = db.execute("SELECT flds FROM notes WHERE guid = 'guid'").fetchone()
        lowered = fields.lower()
        for bad in ("<script", "<svg", "<iframe", "onerror=", "onclick=", 'href="javascript', "<style", "<img"):
            assert bad not in lowered.replace("&lt;", "‹"), fields


def test_folders_with_loops_and_links_that_leave(root, tmp_path):
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.md").write_text("## What is a loop?\n\n![x](deep/out.svg) ![y](../secret.svg) A circle.\n")
    (tmp_path / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><!--secret--></svg>")
    (folder / "deep" / "loop").symlink_to(folder)
    (folder / "deep" / "out.svg").symlink_to(tmp_path / "secret.svg")
    (folder / "passwd.md").symlink_to("/etc/passwd")
    done = deckgen(root, "import", str(folder), "--dry-run")
    assert done.stdout == "1 question in 1 topic\n"
    assert done.stderr.count("links are not followed") == 3 and done.stderr.count("missing-media") == 2
    (folder / "deep" / "b.md").write_text("## And a tree?\n\n![a dot](../dot.svg) No circle.\n")
    (folder / "dot.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert deckgen(root, "import", str(folder), "--dry-run").stdout == "2 questions in 2 topics, 1 media\n"
    done = deckgen(root, "import", str(folder / "deep" / "loop" / "deep" / "loop"), "--dry-run")
    assert done.returncode == 0
    assert "there is no file" in refused(root, tmp_path / "nothing.md", 2)
    (tmp_path / "fifo.md").unlink(missing_ok=True)
    os.mkfifo(tmp_path / "fifo.md")
    assert "there is no file" in refused(root, tmp_path / "fifo.md", 2)
    assert "does not know" in refused(root, Path(__file__), 2)


def test_into_cannot_leave_content(root, tmp_path):
    (tmp_path / "a.md").write_text("## What?\n\nThat.\n")
    for into in ("../x", "content/../../x", "/x/..", "a b", ".git"):
        before = snapshot(root.parent)
        done = deckgen(root, "import", str(tmp_path / "a.md"), "--into", into, check=False)
        assert (done.returncode, snapshot(root.parent)) == (2, before)


def test_nothing_unread_is_overwritten_and_no_link_leads_out(tmp_path):
    deckgen(tmp_path, "new", "deck")
    root = tmp_path / "deck"
    (tmp_path / "trees.md").write_text("## What is a tree?\n\nA graph.\n")
    target = root / "content/trees/trees.md"
    target.parent.mkdir()
    target.write_bytes("## Mine? {#mine}\n\nYes.\n".encode("utf-16"))
    assert "could not be read" in refused(root, tmp_path / "trees.md", 2)
    target.unlink()
    target.parent.rmdir()
    (tmp_path / "outside").mkdir()
    target.parent.symlink_to(tmp_path / "outside")
    assert "out of the project" in refused(root, tmp_path / "trees.md", 2)


DEEP = {
    "lists": "\n".join("  " * depth + "- a" for depth in range(600)),
    "quotes": "> " * 1500 + "x",
    "brackets": "[" * 500 + "![a](" * 200,
    "elements": "<div>" * 5000 + "x",
    "tables": "<table><tr><td>" * 40 + "x",
    "footnotes": "<div class='footnote'><ol><li>" * 40 + "x",
    "gaps": "{{c1::" * 2000,
    "formulas": "\\(" * 3000 + "$a " * 2000,
    "items": "<ul><li>" * 140 + "x",
}


@pytest.mark.parametrize("what", DEEP)
def test_what_lies_deep_in_itself_is_read_in_time(what):
    start = time.monotonic()
    assert imported(read_markdown(f"## What?\n\n{DEEP[what]}\n", "x.md")).questions == 1
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("collection.anki2", database(f"Q\x1f{DEEP[what]}"))
    assert imported(read_package(buffer.getvalue(), "x.apkg", project({}))).questions == 1
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-le"])
def test_what_excel_saves_is_read(root, tmp_path, encoding):
    (tmp_path / "excel.csv").write_bytes("Question\tAnswer\r\nWas ist Größe?\tMaß\r\n".encode(encoding))
    assert deckgen(root, "import", str(tmp_path / "excel.csv"), "--dry-run").stdout.startswith("1 question in 1 topic")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 3000), st.integers(0, 3000))
def test_no_bytes_make_a_package_raise(noise, start, length):
    good = packed(demo(note(1), note(2)))
    for data in (noise, good[:start] + noise + good[start + length :]):
        found = read_package(data, "x.apkg", project({}))
        assert found.problems or found.pieces


DATABASE = database("<b>Q</b>\x1fA {{c1::x}}")


@settings(max_examples=150, deadline=None)
@given(st.binary(min_size=1, max_size=60), st.integers(0, len(DATABASE)))
def test_no_bytes_make_a_database_raise(noise, at):
    data = DATABASE[:at] + noise + DATABASE[at + len(noise) :]
    try:
        read_collection(data)
    except Bad as bad:
        assert bad.problem[0] == "broken"


WORDS = """<b> </b> <i > <p> </p> <div> </div> <ul><li> </ul> <table><tr><td> </table> <pre> </pre> <code> </code>
\\( \\) x^2 \\[ \\] [latex] [/latex] {{c1:: }} :: <math\talttext='x'> </math> &amp; &lt; &#0; \ue010 0\ue011 $ * _a_
` text <img\tsrc=a.svg> [sound:a.mp3] <script> </script> <a\thref='#x'> </a> <br> ##\th\t{#x} -\t[x]\ta
<details><summary> <sub> <h1> <!-- --> | # ``` \\ 1. <anki-mathjax> </anki-mathjax> [$] [/$] <blockquote>
[a](b) ![ ]( \x00 <sup\tid=x> <hr>"""
HTML = st.lists(
    st.sampled_from([*(word.replace("\t", " ") for word in re.split("[ \n]+", WORDS)), "\n", "\u2028", " ", "  "]),
    max_size=14,
).map("".join)


@settings(max_examples=500, deadline=None)
@given(HTML, HTML, st.booleans(), st.sampled_from(["Demo Question", "Demo Cloze", "Other", "Cloze like"]))
def test_no_field_raises_and_all_that_is_imported_builds(front, back, allow_html, name):
    from deckgen.build import build
    from deckgen.ledger import Ledger

    fields = ["ID", "Text"] if "loze" in name else ["Front", "Back"]
    model = {
        "crowdanki_uuid": "u",
        "name": name,
        "type": int("loze" in name),
        "css": "",
        "flds": [{"name": each} for each in fields],
        "tmpls": [
            {"name": "C", "qfmt": "{{cloze:Text}}" if "loze" in name else "{{Front}}", "afmt": f"{{{{{fields[1]}}}}}"}
        ],
    }
    notes = [{"guid": "g", "note_model_uuid": "u", "fields": [front, back], "tags": ["a", "b:::c"]}]
    deck = json.dumps({"name": "D", "note_models": [model], "notes": notes})
    found = read_crowdanki(deck, "d.json", project({}), lambda _: None, allow_html=allow_html)
    plan = imported(found)
    assert plan.questions == 1, plan.problems
    files = {path: data.decode() for path, data in plan.files if path.endswith(".md")}
    held = project(files, dict(found.templates))
    problems = [problem for problem in build(held, Ledger("demo"), 1)[1] if problem.level == "error"]
    assert problems == [], files
    again = imported(read_crowdanki(deck, "d.json", held, lambda _: None, allow_html=allow_html), files, held=held)
    assert (again.files, again.there) == ((), 1), (files, again.files)
