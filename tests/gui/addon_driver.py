"""An add-on for the test profile: installs the packed Deckgen Sync and uses it as a learner does; writes what it saw.

Steps are a generator: what it yields is waited for, a condition or a number of seconds. Nothing is asserted here.
"""

import json
import os
import shutil
import sys
import time
import traceback
from pathlib import Path

from aqt import gui_hooks, mw
from aqt.qt import QApplication, QCheckBox, QDialogButtonBox, QLineEdit, QPushButton, QTextBrowser, QTimer

OUT = Path(os.environ["DECKGEN_GUI_OUT"])
SITE = Path(os.environ["DECKGEN_GUI_SITE"])  # what the host serves: a link to a feed
ADDRESS = os.environ["DECKGEN_GUI_ADDRESS"]
FEEDS = [Path(each) for each in json.loads(os.environ["DECKGEN_GUI_FEEDS"])]
seen = {"texts": {}, "blocked": []}
beat = {"last": time.monotonic(), "worst": 0.0}


def serve(feed):
    if SITE.is_symlink():
        SITE.unlink()
    SITE.symlink_to(feed)


def shot(name):
    """A picture of the add-on's window, and its text."""
    window = mw.deckgen_sync.window
    text = [each.toPlainText() for each in window.findChildren(QTextBrowser)]
    seen["texts"][name] = "\n".join(text)
    window.grab().save(str(OUT / f"{name}.png"))


def press(text):
    window = mw.deckgen_sync.window
    button = next(each for each in window.findChildren(QPushButton) if each.text().replace("&", "") == text)
    button.click()


def windowed(kind):
    """Whether a window with that button stands."""

    def there():
        window = mw.deckgen_sync.window
        if window is None or not window.isVisible():
            return False
        return any(each.text().replace("&", "") == kind for each in window.findChildren(QPushButton))

    return there


def idle():
    return not mw.deckgen_sync.busy


def note(first):
    return mw.col.get_note(mw.col.find_notes(f'"ID:{first}"')[0])


def version():
    return mw.col.get_config("deckgen")["demo"]["version"]


def steps():
    said = mw.addonManager.install(os.environ["DECKGEN_GUI_ADDON"])
    seen["installed"] = type(said).__name__
    sys.path.insert(0, mw.addonManager.addonsFolder())
    __import__("deckgen_sync")
    sync = mw.deckgen_sync
    planned = sync._planned

    def fetched(*arguments):  # network, hashing and unpacking are over, no window was made yet
        seen["blocked"].append(beat["worst"])
        planned(*arguments)

    sync._planned = fetched
    seen["menu"] = [action.text() for action in sync.menu.actions()]

    serve(FEEDS[0])
    sync.subscribe()
    yield windowed("Look")
    sync.window.findChild(QLineEdit).setText(ADDRESS)
    shot("subscribe")
    yield 0.5
    press("Look")
    beat["worst"] = 0.0
    yield windowed("Subscribe")
    shot("preview-first")
    seen["untouched"] = mw.col.note_count()
    press("Subscribe")
    yield windowed("Close")
    seen["notes"], seen["version"] = mw.col.note_count(), version()
    press("Close")

    yield 0.5
    changed = note("answered")
    changed["Answer"] = "<b>My own</b> answer, which says more to me."
    mw.col.update_note(changed)
    serve(FEEDS[1])
    for _ in range(3):  # the machine may be busy with other things once
        sync.check()
        beat["worst"] = 0.0
        yield windowed("Update")
        shot("preview")
        press("Not now")
        yield idle
        yield 0.2
    seen["refused"] = version()
    sync.check()
    yield windowed("Update")
    press("Update")
    yield windowed("Close")
    shot("summary")
    seen["backups"] = len(list(Path(mw.pm.backupFolder()).glob("*.colpkg")))
    seen["updated"] = [version(), mw.col.note_count(), note("hinted")["Hint"], note("answered")["Answer"]]
    seen["undo"] = mw.form.actionUndo.text()
    press("Close")
    mw.undo()
    yield lambda: version() == "0.1.0"
    seen["undone"] = [mw.col.note_count(), note("hinted")["Hint"]]
    sync.check()
    yield windowed("Update")
    press("Update")
    yield windowed("Close")
    press("Close")

    sync.conflicts()
    yield windowed("Take all new")
    shot("conflicts")
    press("Take all new")
    seen["ticked"] = [box.isChecked() for box in sync.window.findChildren(QCheckBox)]
    sync.window.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Apply).click()
    yield windowed("Close")
    seen["taken"] = note("answered")["Answer"]
    press("Close")
    sync.conflicts()
    yield 0.3
    yield idle
    seen["no more conflicts"] = not sync.window.isVisible()

    serve(OUT / "bad")
    sync.check()
    yield windowed("Close")
    shot("bad-feed")
    press("Close")
    SITE.unlink()
    SITE.symlink_to(OUT / "gone")
    sync.check()
    yield windowed("Close")
    shot("not-there")
    press("Close")
    rows = mw.col.get_config("deckgen")
    mw.col.set_config("deckgen", {"demo": {**rows["demo"], "source": "http://127.0.0.1:1/"}})
    sync.window = None
    sync.check(quiet=True)
    yield idle
    seen["offline at start says"] = sync.window is not None

    watched = OUT / "watched"
    shutil.copytree(FEEDS[1], watched)
    mw.col.set_config("deckgen", {"demo": {**rows["demo"], "source": str(watched)}})
    sync.synced()  # as after a sync that brought another device's subscription
    yield 1.5
    for file in sorted(FEEDS[2].iterdir(), key=lambda path: path.name == "feed.json"):
        shutil.copy(file, watched / f"{file.name}.partial")
        (watched / f"{file.name}.partial").replace(watched / file.name)
    began = time.monotonic()
    yield lambda: "saved" in note("same")["Answer"]
    seen["seconds until a save is seen"] = time.monotonic() - began
    yield idle
    seen["watched"] = version()

    sync.copy_log()
    seen["log"] = QApplication.clipboard().text()


def run():
    running = steps()
    waiting = [0.5, time.monotonic()]

    def tick():
        now = time.monotonic()
        beat["worst"], beat["last"] = max(beat["worst"], now - beat["last"]), now
        wait, since = waiting
        try:
            done = wait() if callable(wait) else now - since >= wait
            if not done and now - since > 30:
                raise TimeoutError(f"waited too long, window: {getattr(mw.deckgen_sync.window, 'windowTitle', str)()}")
            if done:
                waiting[:] = [next(running), time.monotonic()]
        except BaseException as error:
            timer.stop()
            if not isinstance(error, StopIteration):
                seen["failed"] = traceback.format_exc()
                mw.grab().save(str(OUT / "failed.png"))
            (OUT / "seen.json").write_text(json.dumps(seen))
            mw.unloadProfileAndExit()

    timer = QTimer(mw)
    timer.timeout.connect(tick)
    timer.start(10)


gui_hooks.profile_did_open.append(run)
