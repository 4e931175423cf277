"""What a build does, counted, not timed: it costs what changed."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.generate import generate
from deckgen import cache, mathml, prepared
from deckgen.commands.build import build
from deckgen.render import Renderer

TEMPLATES = Path(__file__).parent.parent / "templates"
counted: Counter[str] = Counter()
watched = ""


def audit(event: str, given: tuple[object, ...]) -> None:
    if event == "open" and watched and str(given[0]).startswith(watched) and "cache.sqlite" not in str(given[0]):
        writes = bool(int(given[2] or 0) & (os.O_WRONLY | os.O_RDWR))
        counted["written" if writes else "read"] += 1


sys.addaudithook(audit)  # cannot be taken away again: `watched` turns it off


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project of 120 questions in three files, with templates of its own; whatever a build does is counted."""
    global watched  # noqa: PLW0603
    generate(tmp_path, 120)
    shutil.copytree(TEMPLATES, tmp_path / "templates", ignore=shutil.ignore_patterns("*.md"))
    monkeypatch.chdir(tmp_path)

    def count(owner: object, name: str, what: str) -> None:
        real = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *given, **more: (counted.update([what]), real(*given, **more))[1])

    count(prepared.Workshop, "prepare", "parsed")
    count(Renderer, "question", "rendered")  # a field at a time
    count(mathml, "convert", "formulas")
    connect = cache.sqlite3.connect

    def connected(*given, **more):
        db = connect(*given, **more)
        db.set_trace_callback(lambda _: counted.update(["statements"]))
        return db

    monkeypatch.setattr(cache.sqlite3, "connect", connected)
    watched = str(tmp_path)
    yield tmp_path
    watched = ""
    gc.enable()
    gc.unfreeze()


def run(*options: str) -> dict[str, int]:
    counted.clear()
    prepared._workshop.cache_clear()
    build.main(["--jobs", "1", *options], standalone_mode=False)
    return dict(counted)


def test_a_build_costs_what_changed(project: Path):
    files = sum(path.is_file() for path in project.rglob("*"))
    cold = run()
    # Every formula occurs twice at most: once within a line, once on display.
    # Of a question's three fields one is plain words, which no renderer need see.
    assert (cold["parsed"], cold["rendered"]) == (3, 120) and 230 <= cold["formulas"] <= 240
    # Three looks at every file: did anything change, the build itself, did anything change meanwhile.
    assert cold["read"] <= 3 * files + 5 and cold["written"] == 1  # the package

    assert run() == {"read": files + 1, "statements": 2}  # and the package: is it still what was written?

    path = project / "content/area-000/topic-01.md"
    path.write_text("\n" + path.read_text().replace("### Pitfalls\n", "### Pitfalls\nNot so ", 1))
    one = run()  # words only: no renderer is needed, nor the two formulas of the other fields
    assert one["parsed"] == 1 and not one.keys() & {"rendered", "formulas"}
    assert one["statements"] < 40 and one["written"] == 1

    path.write_text(path.read_text().replace("### Pitfalls\n", "### Pitfalls\nNot $x_1$ so ", 1))
    formula = run()
    assert (formula["parsed"], formula["rendered"], formula["formulas"]) == (1, 1, 1)

    path.write_text(path.read_text().replace("\n- ", "\n- Then ", 1))
    beside = run()  # the field with both formulas is rendered, and they are known
    assert (beside["parsed"], beside["rendered"]) == (1, 1) and "formulas" not in beside

    style = project / "templates/style.css"
    style.write_text(style.read_text() + "\n.card { color: red }\n")
    look = run()
    assert {what: look.get(what, 0) for what in ("parsed", "rendered", "formulas", "written")} == {
        "parsed": 0,
        "rendered": 0,
        "formulas": 0,
        "written": 1,
    }


def test_a_new_title_of_an_area_renders_nothing(project: Path):
    run()
    (project / "content/area-000/index.md").write_text("---\ntitle: Another\n---\n")
    again = run()
    assert again["parsed"] == 3 and "rendered" not in again and "formulas" not in again


def test_help_imports_nothing_heavy():
    import subprocess

    code = "import sys, deckgen.cli; deckgen.cli.cli.main(['--help'], standalone_mode=False); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"markdown", "latex2mathml", "genanki", "yaml", "sqlite3", "jinja2", "nh3"} & set(loaded)
