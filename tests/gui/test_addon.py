"""Deckgen Sync in the real program: subscribe, update, undo, conflicts, bad and absent feeds, an author's folder."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from deckgen.commands.addon import packed
from tests.addon.conftest import Publisher, feeds  # noqa: F401 - a fixture
from tests.anki.conftest import ROOT
from tests.gui.session import HERE, PYTHON, missing

PROFILE = """
import sys
from pathlib import Path
from aqt.profiles import ProfileManager
manager = ProfileManager(Path(sys.argv[1]))
manager.setupMeta()
manager.meta.update(firstRun=False, defaultLang="en_US", check_for_updates=False)
manager.create("Test"); manager.load("Test")
manager.profile["autoSync"] = False
manager.save(); manager.db.close()
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A slow host: half a second before each answer. It serves what the link tmp_path/site leads to."""

    class Slow(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(0.5)
            super().do_GET()

        def log_message(self, *_: object) -> None: ...

    handler = functools.partial(Slow, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/site/feed.json"
    server.shutdown()
    server.server_close()


def saved(author: Publisher, folder: Path) -> Path:
    """The feed that `deckgen watch` makes when the author saves an edit."""
    root = folder / "project"
    shutil.copytree(author.root, root, ignore=shutil.ignore_patterns("output"))
    path = root / "content/a/texts.md"
    head, _, tail = path.read_text(encoding="utf-8").partition("{#same}\n\nAn answer.")
    path.write_text(head + "{#same}\n\nAn answer that was just saved." + tail, encoding="utf-8")
    script = (
        "import sys; from pathlib import Path; from deckgen.commands.shell import open_project, built;"
        "from deckgen.feed import dev_feed; target = Path(sys.argv[1]); target.mkdir();"
        "[(target / n).write_bytes(d) for n, d in dev_feed(built(open_project())[0], 7)]"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([os.sys.executable, "-c", script, folder / "dev"], cwd=root, env=env, check=True)
    return folder / "dev"


@pytest.fixture
def told(feeds: Any, site: str, tmp_path: Path) -> dict[str, Any]:  # noqa: F811
    """What the program saw, and pictures in tmp_path/out (or in DECKGEN_GUI_KEEP, for the documentation)."""
    if lacks := missing():
        pytest.fail(lacks) if os.environ.get("DECKGEN_CI") == "1" else pytest.skip(lacks)
    base, out, runtime = tmp_path / "base", tmp_path / "out", tmp_path / "runtime"
    base.mkdir()
    runtime.mkdir(mode=0o700)
    (out / "bad").mkdir(parents=True)
    (out / "bad" / "feed.json").write_text('{"format": 9}', encoding="utf-8")
    (tmp_path / "sync.ankiaddon").write_bytes(packed())
    env = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH")}
    env |= {
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(runtime),
        "LC_ALL": "C.UTF-8",
        "QT_QPA_PLATFORM": "xcb",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu",
        "DECKGEN_GUI_OUT": str(out),
        "DECKGEN_GUI_SITE": str(tmp_path / "site"),
        "DECKGEN_GUI_ADDRESS": site,
        "DECKGEN_GUI_ADDON": str(tmp_path / "sync.ankiaddon"),
        "DECKGEN_GUI_FEEDS": json.dumps([feeds.first, feeds.second, str(saved(feeds.author, tmp_path))]),
    }
    subprocess.run([PYTHON, "-c", PROFILE, base], env=env, check=True, timeout=60)
    driver = base / "addons21" / "driver"
    driver.mkdir(parents=True)
    shutil.copy(HERE / "addon_driver.py", driver / "__init__.py")
    start = ["import aqt; aqt.run()", "-b", str(base), "-p", "Test", "-l", "en_US"]
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1400x1000x24"]
    command = ["timeout", "-k", "5", "120", *screen, str(PYTHON), "-c", *start]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    file = out / "seen.json"
    assert file.exists(), f"the program ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    if keep := os.environ.get("DECKGEN_GUI_KEEP"):
        shutil.copytree(out, keep, dirs_exist_ok=True)
    return json.loads(file.read_text())


def test_a_learner_subscribes_updates_undoes_and_settles_conflicts(told: dict[str, Any]) -> None:
    assert told.get("failed") is None
    assert told["installed"] == "InstallOk"
    assert told["menu"][:2] == ["Subscribe to a deck…", "Check for updates"]
    texts = told["texts"]
    assert "13 new questions" in texts["preview-first"]
    assert (told["untouched"], told["notes"], told["version"]) == (0, 13, "0.1.0")
    for said in ("0.1.0 → 0.2.0", "2 new questions", "7 changed questions", "2 cards move", "1 question was dropped"):
        assert said in texts["preview"]
    assert "1 text that you edited" in texts["preview"] and "look different" in texts["preview"]
    assert told["refused"] == "0.1.0"
    version, notes, hint, answer = told["updated"]
    assert (version, notes, "A mended hint." in hint) == ("0.2.0", 15, True)
    assert answer == "<b>My own</b> answer, which says more to me."
    assert "2 new questions, 7 changed questions, 2 moved cards, 1 dropped question" in texts["summary"]
    assert "Demo 0.2.0" in told["undo"] and told["backups"] >= 1
    assert told["undone"][0] == 13 and "A hint with a mistake." in told["undone"][1]
    assert "My own answer" in texts["conflicts"] and "The new answer." in texts["conflicts"]
    assert told["ticked"] == [True] and "The new answer." in told["taken"] and told["no more conflicts"]
    assert "format 9" in texts["bad-feed"] and "not changed" in texts["bad-feed"]
    assert "404" in texts["not-there"]
    assert told["offline at start says"] is False
    assert "0.2.0" in told["log"] and "format 9" in told["log"]
    assert told["seconds until a save is seen"] < 3
    assert told["watched"].endswith("+dev.7")
    assert min(told["blocked"][:4]) < 0.1 and len(told["blocked"]) > 4  # seconds, while it fetches and hashes
