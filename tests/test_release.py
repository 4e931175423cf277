"""Releases through the real command line: bytes, kills, refusals."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

EPOCH = "1700000000"


def deckgen(root: Path, *args: str, epoch: str | None = EPOCH, seed: str = "0", check: bool = True):
    env = os.environ | {"PYTHONHASHSEED": seed} | ({"SOURCE_DATE_EPOCH": epoch} if epoch else {})
    done = subprocess.run([sys.executable, "-m", "deckgen", *args], cwd=root, env=env, capture_output=True, text=True)
    assert not check or done.returncode == 0, done.stderr
    return done


@pytest.fixture
def project(tmp_path: Path) -> Path:
    deckgen(tmp_path, "new", "my-deck")
    return tmp_path / "my-deck"


def outputs(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in [*sorted((root / "output").rglob("*")), root / "ledger.jsonl"]
        if path.is_file()
    }


def test_the_same_content_and_ledger_give_the_same_bytes_anywhere(project: Path):
    deckgen(project, "release")
    subprocess.run(
        "git init -q && git add -A && git -c user.name=a -c user.email=a@b commit -qm x", shell=True, cwd=project
    )
    subprocess.run(["git", "clone", "-q", project, project.parent / "clone"], check=True)
    deckgen(project.parent / "clone", "release", epoch="1800000000", seed="7")
    assert outputs(project.parent / "clone") == outputs(project)


def test_a_dev_build_depends_on_content_alone(project: Path):
    elsewhere = project.parent / "elsewhere"
    shutil.copytree(project, elsewhere)
    deckgen(project, "build", epoch=None, seed="1")
    deckgen(elsewhere, "build", epoch=None, seed="2")
    (package,) = (project / "output").glob("*.apkg")
    assert package.name == "my-deck-0.0.0+dev.apkg"
    assert package.read_bytes() == (elsewhere / "output" / package.name).read_bytes()


def edit(project: Path, old: str, new: str) -> None:
    path = project / "content/first-steps/examples.md"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_diff_says_what_a_release_would_change(project: Path):
    first = json.loads(deckgen(project, "diff", "--json").stdout)
    assert (first["version"], first["next"], len(first["added"])) == (None, "0.1.0", 4)
    deckgen(project, "release")
    edit(project, "97 has no divisor", "97 has none")
    edit(project, "#question-id level=basic", "#renamed was=question-id level=basic")
    changes = json.loads(deckgen(project, "diff", "--json").stdout)
    assert changes == {
        "version": "0.1.0",
        "next": "0.1.1",
        "added": [],
        "changed": ["renamed", "prime-91"],
        "rerendered": [],
        "moved": [],
        "retired": [],
    }


def test_a_release_with_nothing_new_keeps_the_version(project: Path):
    deckgen(project, "release")
    before = outputs(project)
    assert "nothing new since 0.1.0" in deckgen(project, "release", epoch="1800000000").stdout
    assert outputs(project) == before


def test_a_dry_run_writes_nothing(project: Path):
    assert "would release 0.1.0" in deckgen(project, "release", "--dry-run").stdout
    assert not (project / "ledger.jsonl").exists()
    assert not (project / "output").exists()


def test_a_renamed_deck_is_refused_unless_meant(project: Path):
    deckgen(project, "release")
    index = project / "content/first-steps/index.md"
    index.write_text(index.read_text().replace("01 First steps", "02 First steps"))
    refused = deckgen(project, "release", check=False)
    assert (refused.returncode, "deck-renamed" in refused.stderr) == (1, True)
    assert "released 0.1.1" in deckgen(project, "release", "--rename-decks").stdout


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.write_text("{}"), "format None"),
        (
            lambda path: path.write_text(path.read_text().replace('"deck": "my-deck"', '"deck": "other"', 1)),
            "belongs to",
        ),
        (lambda path: path.write_text("\n".join(path.read_text().splitlines()[:-1])), "first line says"),
        (lambda path: path.write_bytes(b"\xff\xfe"), "cannot be read"),
    ],
)
def test_a_broken_or_foreign_ledger_stops_everything(project: Path, damage, message):
    deckgen(project, "release")
    damage(project / "ledger.jsonl")
    before = outputs(project)
    for command in ("check", "build", "release"):
        stopped = deckgen(project, command, check=False)
        assert (stopped.returncode, message in stopped.stderr) == (2, True), stopped.stderr
        assert "Traceback" not in stopped.stderr
    assert outputs(project) == before


KILLER = """
import os, sys
import deckgen.output
limit, calls = int(sys.argv[1]), 0
def killing(name, real):
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == limit:
            if name == "write" and isinstance(args[0], (bytes, memoryview)):
                real(args[0][: len(args[0]) // 2])
            os.kill(os.getpid(), 9)
        return real(*args, **kwargs)
    return call
for name in ("replace", "fsync", "open"):
    setattr(os, name, killing(name, getattr(os, name)))
from pathlib import Path
real_open, real_replace = Path.open, Path.replace
Path.replace = killing("replace", real_replace)
def opening(self, *args, **kwargs):
    file = real_open(self, *args, **kwargs)
    if "w" in (args[0] if args else ""):
        class Torn:
            def __getattr__(self, name): return getattr(file, name)
            def __enter__(self): return self
            def __exit__(self, *_): file.close()
            def write(self, data):
                return killing("write", file.write)(data) if False else write(data)
        write = killing("write", file.write)
        return Torn()
    return file
Path.open = opening
sys.argv = ["deckgen", "release", "--no-rehearse"]
from deckgen.cli import main
main()
"""


def test_killed_at_any_moment_release_leaves_the_old_state_or_the_new_one(project: Path):
    deckgen(project, "release")
    edit(project, "97 has no divisor", "97 has none")
    old = outputs(project)
    reference = project.parent / "reference"
    shutil.copytree(project, reference)
    deckgen(reference, "release", "--no-rehearse", epoch="1700100000")
    new = outputs(reference)
    env = os.environ | {"SOURCE_DATE_EPOCH": "1700100000"}
    for moment in range(1, 200):
        victim = project.parent / f"victim-{moment}"
        shutil.copytree(project, victim)
        done = subprocess.run([sys.executable, "-c", KILLER, str(moment)], cwd=victim, env=env, capture_output=True)
        after = {name: data for name, data in outputs(victim).items() if not name.endswith(".partial")}
        assert after["ledger.jsonl"] in (old["ledger.jsonl"], new["ledger.jsonl"])
        if after["ledger.jsonl"] == new["ledger.jsonl"]:
            assert after["output/my-deck-0.1.1.apkg"] == new["output/my-deck-0.1.1.apkg"]
        assert all(after[name] in (old.get(name), new.get(name)) for name in after)
        deckgen(victim, "release", "--no-rehearse", epoch="1700100000")
        assert outputs(victim) == new
        shutil.rmtree(victim)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
    assert moment > 8


def test_line_separators_in_names_leave_the_ledger_readable(project: Path):
    index = project / "content/first-steps/index.md"
    index.write_text(index.read_text().replace("01 First steps", "01\\u2028First"))
    edit(project, "{#prime-91", '{#prime-91 guid="a\u2028b"')
    deckgen(project, "release")
    assert "nothing new since 0.1.0" in deckgen(project, "release").stdout


def test_a_ledger_that_is_a_broken_link_is_not_taken_for_none(project: Path):
    (project / "ledger.jsonl").symlink_to("nowhere")
    assert deckgen(project, "release", check=False).returncode == 2


def test_a_guid_does_not_carry_a_released_note_into_another_notetype(project: Path):
    deckgen(project, "release")
    rows = [json.loads(line) for line in (project / "ledger.jsonl").read_text().split("\n")[1:-1]]
    guid = next(row["guid"] for row in rows if row.get("id") == "prime-91")
    edit(project, "{#prime-91", "{#other")
    (project / "content/first-steps/gaps.md").write_text(f'## A {{{{c1::gap}}}}. {{#gap .cloze guid="{guid}"}}\n')
    refused = deckgen(project, "release", check=False)
    assert (refused.returncode, "notetype-changed" in refused.stderr) == (1, True), refused.stderr


def test_was_names_a_released_id_also_before_the_first_release(project: Path):
    edit(project, "#question-id level=basic", "#renamed was=question-id level=basic")
    refused = deckgen(project, "release", check=False)
    assert (refused.returncode, "was-unknown" in refused.stderr) == (1, True)
