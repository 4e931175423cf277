"""The add-on inside Anki: its menu, when it checks, and the folders that it watches."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aqt import gui_hooks
from aqt.qt import QAction, QApplication, QFileDialog, QInputDialog, QMenu, QTimer, qconnect
from aqt.utils import tooltip

from . import dialogs, log, texts
from .apply import Prepared
from .flow import TITLE, Flow
from .plan import Plan
from .state import forget, subscriptions

EVERY = 1000  # ms between looks at a watched folder


def start(mw: Any) -> Sync:
    """Add the menu and the checks to Anki's main window."""
    return Sync(mw)


class Sync(Flow):
    """The add-on's one object; `mw.deckgen_sync` leads to it."""

    def __init__(self, mw: Any) -> None:
        super().__init__(mw)
        self.seen: dict[str, float] = {}
        self.folders: list[str] = []
        self.due = False
        mw.deckgen_sync = self
        menu = QMenu(TITLE, mw)
        for text, call in (
            ("Subscribe to a deck…", self.subscribe),
            ("Check for updates", self.check),
            ("Conflicts…", self.conflicts),
            ("Unsubscribe…", self.unsubscribe),
            ("Copy log", self.copy_log),
        ):
            action = QAction(text, mw)
            qconnect(action.triggered, lambda _=False, call=call: call())
            menu.addAction(action)
        mw.form.menuTools.addMenu(menu)
        self.menu = menu
        gui_hooks.profile_did_open.append(self.opened)
        gui_hooks.sync_did_finish.append(self.synced)
        gui_hooks.profile_will_close.append(self.closing)
        self.timer = QTimer(mw)
        qconnect(self.timer.timeout, self.look)
        self.timer.start(EVERY)

    def option(self, name: str) -> bool:
        """A value of the add-on's configuration."""
        config = self.mw.addonManager.getConfig(__name__) or {}
        return bool(config.get(name, True))

    def opened(self) -> None:
        """A profile opened: check, and say nothing where there is nothing; after the sync, where Anki begins with one.

        What another device has taken already comes with the sync.
        """
        self.seen = {}
        self.remember()
        self.due = self.option("check at start")
        if not self.mw.can_auto_sync():
            self.synced()

    def synced(self) -> None:
        """A sync is over (or none was due): the subscriptions may be others now."""
        self.remember()
        due, self.due = self.due, False
        if due and subscriptions(self.mw.col):
            self.check(quiet=True)

    def closing(self) -> None:
        """The profile closes: what was asked about it is not to be answered in another one."""
        self.folders, self.due = [], False
        self.profile += 1
        if self.window is not None and self.window.isVisible():
            self.window.reject()
        self.window = None

    def remember(self) -> None:
        """Note the watched folders, so that looking at them asks nothing of the collection, which may be at work."""
        sources = [row.source for row in subscriptions(self.mw.col).values()]
        self.folders = [source for source in sources if _changed(source) is not None]
        if not self.option("watch folders"):
            self.folders = []

    def check(self, quiet: bool = False) -> None:
        """Look for updates of every deck that this collection follows, one after the other."""
        sources = [row.source for row in subscriptions(self.mw.col).values() if row.source]
        if not sources and not quiet:
            tooltip("This profile follows no deck yet: Tools → Deckgen Sync → Subscribe.", parent=self.mw)
        self._next(sources, quiet)

    def _next(self, sources: list[str], quiet: bool) -> None:
        if sources and self.mw.col is not None:
            self.fetch(sources[0], quiet=quiet, then=lambda: self._next(sources[1:], quiet))

    # --- menu -------------------------------------------------------------------------------------------------------

    def subscribe(self) -> None:
        """Ask for a feed, then show what it would bring."""

        def browse() -> str:
            return str(QFileDialog.getExistingDirectory(self.mw, "Folder of the feed"))

        self.window = dialogs.subscribe(self.mw, browse, self.fetch)

    def conflicts(self) -> None:
        """Show the conflicts of every deck, one deck after the other."""
        sources = [row.source for row in subscriptions(self.mw.col).values() if row.source]
        if not sources:
            self.check()
            return
        self._conflicts(sources)

    def _conflicts(self, sources: list[str]) -> None:
        if not sources or self.mw.col is None:
            return

        profile = self.profile

        def then() -> None:
            if self.profile == profile:
                self._conflicts(sources[1:])

        def show(found: Prepared, plan: Plan, folder: Path) -> None:
            def finished() -> None:
                shutil.rmtree(folder, ignore_errors=True)
                self.busy = False
                then()

            def failed(error: Exception) -> None:
                finished()
                self.complain(error, False)

            def chosen(resolve: dict[str, str]) -> None:
                self.apply(found, finished, failed, resolve=resolve)

            if not plan.conflicts:
                finished()
                tooltip(f"{found.feed.name}: no conflicts.", parent=self.mw)
                return
            notes = found.package.notes
            rows = [(texts.plain(notes[each.guid].fields[1]), each) for each in plan.conflicts]
            self.window = dialogs.conflicts(self.mw, self.mw.col.media.dir(), rows, chosen)
            qconnect(self.window.rejected, finished)

        self.fetch(sources[0], whole=True, then=then, show=show)

    def unsubscribe(self) -> None:
        """Stop following a deck; every card stays."""
        rows = subscriptions(self.mw.col)
        names = {f"{row.name} ({row.source})": deck for deck, row in rows.items()}
        if not names:
            self.check()
            return
        label = "Stop following this deck? Every card, note and review stays."
        name, ok = QInputDialog.getItem(self.mw, "Unsubscribe", label, list(names), 0, False)
        if ok:
            forget(self.mw.col, names[name])
            self.remember()
            log.write(f"unsubscribed from {name}")
            tooltip(f"No longer following {rows[names[name]].name}.", parent=self.mw)

    def copy_log(self) -> None:
        """Put the log on the clipboard."""
        clipboard = QApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(log.read())
        tooltip("The log is on the clipboard.", parent=self.mw)

    # --- an author's folder -----------------------------------------------------------------------------------------

    def look(self) -> None:
        """Whether the feed in a folder of this machine is another one than a second ago."""
        if self.busy or self.mw.col is None or self.mw.progress.busy():
            return
        for source in self.folders:
            changed = _changed(source)
            if changed is not None and self.seen.setdefault(source, changed) != changed:
                self.seen[source] = changed
                self.fetch(source, quiet=True)
                return


def _changed(source: str) -> float | None:
    """When the feed.json of a local folder was written; None for addresses and for what is not there."""
    if not source or urlsplit(source).scheme.lower() in ("http", "https", "file"):
        return None
    path = Path(source).expanduser()
    try:
        return (path if path.name == "feed.json" else path / "feed.json").stat().st_mtime
    except OSError:
        return None
