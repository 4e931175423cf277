"""One session of the real program over the sample deck: makes package and profile, starts it, reads what it wrote."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from deckgen.apkg import Contents, PackedNote, PackedNotetype, pack
from deckgen.model import DeckConfig
from tests.browser.cards import sample_notes

HERE = Path(__file__).parent
PYTHON = HERE.parent.parent / ".venv-aqt" / "bin" / "python"
NOW = 1_750_000_000  # seconds


def missing() -> str:
    """What this machine lacks to run the program, or ""."""
    if not PYTHON.exists():
        return "no environment with aqt: run `make engines`"
    return "" if shutil.which("xvfb-run") else "xvfb is not installed: run tools/system_packages.sh"


def package(path: Path, changed: str = "1.2.0") -> None:
    """Write the sample deck as a package with a deck for each notetype ("Sample::qa")."""
    notetypes, notes, media = sample_notes()
    packed = [
        PackedNote(note._replace(deck=f"Sample::{note.notetype}"), (NOW - 1000 + 2 * n) * 1000, NOW, changed)
        for n, note in enumerate(notes)
    ]
    deck = DeckConfig("sample", "Sample", "sample")
    contents = Contents(deck, "", NOW, tuple(PackedNotetype(each, NOW) for each in notetypes), tuple(packed), media)
    with path.open("wb") as target:
        pack(contents, target)


def run(folder: Path, *, pictures: bool = False) -> dict:
    """Study in the real reviewer; returns what the driver saw. Pictures lie in FOLDER/out."""
    base, out, runtime = folder / "base", folder / "out", folder / "runtime"
    for each in (base, out):
        each.mkdir(parents=True)
    runtime.mkdir(mode=0o700)
    package(folder / "sample.apkg")
    env = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH")}
    env |= {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(runtime),
        "LC_ALL": "C.UTF-8",
        "QT_QPA_PLATFORM": "xcb",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu",
        "DECKGEN_GUI_OUT": str(out),
    }
    if pictures:
        env["DECKGEN_GUI_PICTURES"] = "1"
    subprocess.run([PYTHON, HERE / "make_profile.py", base, folder / "sample.apkg"], env=env, check=True, timeout=60)
    addon = base / "addons21" / "driver"
    addon.mkdir(parents=True)
    shutil.copy(HERE / "driver.py", addon / "__init__.py")
    start = ["import aqt; aqt.run()", "-b", str(base), "-p", "Test", "-l", "en_US"]
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1400x1000x24"]
    done = subprocess.run(
        ["timeout", "-k", "5", "150", *screen, str(PYTHON), "-c", *start],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    told = out / "seen.json"
    assert told.exists(), f"the program ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return json.loads(told.read_text())
