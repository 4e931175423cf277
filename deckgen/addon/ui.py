"""The add-on inside Anki: its menu, checks in the background, and the way from a check to an update.

Network and hashing run in Anki's background threads without the collection, so that nothing waits for a slow host.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from anki.collection import OpChanges
from aqt import gui_hooks
from aqt.operations import CollectionOp, QueryOp
from aqt.qt import QAction, QApplication, QFileDialog, QInputDialog, QMenu, QTimer, qconnect
from aqt.utils import tooltip

from . import dialogs, log, texts
from .apply import Prepared, Resolve, Summary, carry_out, prepare, preview
from .feed import FeedError
from .net import Offline
from .plan import KEEP_MINE, Plan
from .state import Subscription, forget, store, subscriptions
from .steps import UpdateError, changed_looks

TITLE = "Deckgen Sync"
EVERY = 1000  # ms between looks at a watched folder


@dataclass
class Done:
    """What Anki's CollectionOp wants of a result: what changed; and ours beside it."""

    changes: Any
    summary: Summary


def start(mw: Any) -> Sync:
    """Add the menu and the checks to Anki's main window."""
    return Sync(mw)


class Sync:
    """The add-on's one object; `mw.deckgen_sync` leads to it."""

    def __init__(self, mw: Any) -> None:
        self.mw = mw
        self.busy = False
        self.window: Any = None
        self.seen: dict[str, float] = {}
        self.folders: list[str] = []
        self.due = False
        self.profile = 0  # counts up, so that what was begun in one profile does not go on in the next
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

    # --- from a source to an update ---------------------------------------------------------------------------------

    def check(self, quiet: bool = False) -> None:
        """Look for updates of every deck that this collection follows, one after the other."""
        sources = [row.source for row in subscriptions(self.mw.col).values() if row.source]
        if not sources and not quiet:
            tooltip("This profile follows no deck yet: Tools → Deckgen Sync → Subscribe.", parent=self.mw)
        self._next(sources, quiet)

    def _next(self, sources: list[str], quiet: bool) -> None:
        if sources and self.mw.col is not None:
            self.fetch(sources[0], quiet=quiet, then=lambda: self._next(sources[1:], quiet))

    def fetch(
        self,
        source: str,
        *,
        quiet: bool = False,
        whole: bool = False,
        then: Callable[[], None] = lambda: None,
        show: Callable[[Prepared, Plan, Path], None] | None = None,
    ) -> None:
        """Download in the background, then preview; `then` is called when all is done."""
        if self.busy:
            return
        self.busy = True
        profile = self.profile
        known, folder = subscriptions(self.mw.col), Path(tempfile.mkdtemp(prefix="deckgen"))

        def finished() -> None:
            shutil.rmtree(folder, ignore_errors=True)
            self.busy = False
            if self.mw.col is not None and self.profile == profile:
                self.remember()
                then()

        def failed(error: Exception) -> None:
            log.write(f"{source}: {error!r}")
            finished()
            if not (quiet and isinstance(error, Offline)):
                self.complain(error, quiet)

        def ready(found: Prepared | Subscription) -> None:
            if self.mw.col is None or self.profile != profile:
                finished()
            elif isinstance(found, Subscription):
                if found not in known.values():
                    store(self.mw.col, found)
                finished()
                if not quiet:
                    tooltip(f"{found.name} {found.version} is up to date.", parent=self.mw)
            else:
                self._planned(found, folder, finished, failed, show)

        op = QueryOp(parent=self.mw, op=lambda _: prepare(known, source, folder, whole=whole), success=ready)
        op.failure(failed).without_collection().run_in_background()

    def _planned(
        self,
        found: Prepared,
        folder: Path,
        finished: Callable[[], None],
        failed: Callable[[Exception], None],
        show: Callable[[Prepared, Plan, Path], None] | None,
    ) -> None:
        def planned(answer: tuple[Plan, tuple[str, ...]]) -> None:
            plan, looks = answer
            if show is not None:
                show(found, plan, folder)
                return
            if "+dev" in found.feed.version:  # only an author's own `deckgen watch` makes these: no questions
                self.apply(found, finished, failed, quiet=True)
                return
            verb = "Update" if found.before.version else "Subscribe"

            def decided(yes: bool) -> None:
                if yes:
                    self.apply(found, finished, failed)
                else:
                    finished()

            html = texts.preview(found, plan, looks)
            self.window = dialogs.page(self.mw, TITLE, html, yes=verb, no="Not now", done=decided)

        def op(col: Any) -> tuple[Plan, tuple[str, ...]]:
            return preview(col, found), changed_looks(col, found.notes, found.package)

        QueryOp(parent=self.mw, op=op, success=planned).failure(failed).run_in_background()

    def apply(
        self,
        found: Prepared,
        finished: Callable[[], None],
        failed: Callable[[Exception], None],
        *,
        resolve: Resolve = KEEP_MINE,
        quiet: bool = False,
    ) -> None:
        """Back up, carry out, say what was done."""

        def op(col: Any) -> Done:
            if not quiet:
                col.create_backup(backup_folder=self.mw.pm.backupFolder(), force=True, wait_for_completion=True)
            # Made anew: a review or a sync may have come between the preview and now.
            return Done(_changes(), carry_out(col, found, preview(col, found, resolve)))

        def success(done: Done) -> None:
            log.write(f"{found.before.source}: {found.before.version or 'new'} -> {done.summary}")
            finished()
            if quiet:
                tooltip(f"{found.feed.name}: {done.summary.updated + done.summary.added} changed", parent=self.mw)
                return
            html = texts.summary(found.feed, found.before.version, done.summary)
            self.window = dialogs.page(self.mw, TITLE, html)

        CollectionOp(self.mw, op).success(success).failure(failed).run_in_background()

    def complain(self, error: Exception, quiet: bool) -> None:
        """Show what went wrong; a fault of ours is for Anki's own window."""
        if not isinstance(error, (FeedError, UpdateError)):
            raise error
        text = f"{error}\n\nYour collection was not changed."
        if quiet:
            tooltip(text, period=6000, parent=self.mw)
        else:
            html = f"<h3>{escape(TITLE)}</h3><p>{escape(str(error))}</p><p>Your collection was not changed.</p>"
            self.window = dialogs.page(self.mw, TITLE, html)

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


def _changes() -> OpChanges:
    """All kinds of changes, so that every window of Anki shows the new state; of those this Anki knows."""
    changes = OpChanges()
    for field in changes.DESCRIPTOR.fields:
        setattr(changes, field.name, True)
    return changes
