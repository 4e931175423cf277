"""Disks that refuse: nothing is torn, nothing is lost, exit code 2."""

import os
import subprocess
from pathlib import Path

import pytest

from deckgen.output import write
from deckgen.problem import Stop
from tests.test_release import deckgen, outputs


@pytest.fixture
def disk(tmp_path: Path):
    """A file system of its own: `disk(options)` mounts it; needs root, as CI has."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options: str) -> Path:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
        )
        if done.returncode:
            reason = f"cannot mount a file system: {done.stderr.decode().strip()}"
            pytest.fail(reason) if os.environ.get("DECKGEN_CI") == "1" else pytest.skip(reason)
        return folder

    yield mount
    subprocess.run(["umount", folder], capture_output=True, check=False)


def test_a_full_disk_leaves_the_old_release(disk):
    root = disk("size=8m")
    deckgen(root, "new", "deck")
    project = root / "deck"
    deckgen(project, "release")
    before = outputs(project)
    question = project / "content/first-steps/examples.md"
    question.write_text(question.read_text().replace("97 has no", "97 has not any"))
    filler = root / "filler"
    filler.write_bytes(os.urandom(1024))
    try:
        while True:
            with filler.open("ab") as file:
                file.write(bytes(4096))
    except OSError:
        pass
    for command in ("release", "build"):
        stopped = deckgen(project, command, epoch="1700100000", check=False)
        assert (stopped.returncode, "the disk is full" in stopped.stderr) == (2, True), stopped.stderr
    assert outputs(project) == before
    filler.unlink()
    assert "released 0.1.1" in deckgen(project, "release", epoch="1700100000").stdout


def test_a_read_only_project_stops_with_a_hint(disk):
    root = disk("size=4m")
    deckgen(root, "new", "deck")
    subprocess.run(["mount", "-o", "remount,ro", root], check=True)
    for command in ("build", "release"):
        stopped = deckgen(root / "deck", command, check=False)
        assert (stopped.returncode, "hint:" in stopped.stderr) == (2, True), stopped.stderr
    assert deckgen(root / "deck", "check").returncode == 0


def test_the_same_bytes_are_not_written_again(tmp_path: Path):
    path = tmp_path / "a"
    write(path, b"x")
    path.chmod(0o400)
    before = path.stat()
    write(path, b"x")
    assert path.stat().st_mtime_ns == before.st_mtime_ns and path.stat().st_ino == before.st_ino


def test_what_a_killed_run_left_is_swept(tmp_path: Path):
    (tmp_path / ".a.999999999.partial").write_bytes(b"half")
    write(tmp_path / "a", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_writer_that_fails_leaves_what_was_there(tmp_path: Path):
    write(tmp_path / "a", b"old")

    def fails(file):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(Stop, match="cannot write a"):
        write(tmp_path / "a", fails)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]
