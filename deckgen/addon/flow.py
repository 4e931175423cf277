"""The way from the address of a feed to an update, in Anki's background threads.

Network and hashing run without the collection, so that nothing waits for a slow host.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from anki.collection import OpChanges
from aqt.operations import CollectionOp, QueryOp
from aqt.utils import tooltip

from . import dialogs, log, texts
from .apply import Prepared, Resolve, Summary, carry_out, prepare, preview
from .feed import FeedError
from .net import Offline
from .plan import KEEP_MINE, Plan
from .state import Subscription, store, subscriptions
from .steps import UpdateError, changed_looks

TITLE = "Deckgen Sync"


@dataclass
class Done:
    """What Anki's CollectionOp wants of a result: what changed; and ours beside it."""

    changes: Any
    summary: Summary


class Flow:
    """One update at a time: fetch, show, apply. `window` is the dialog that stands, if any."""

    def __init__(self, mw: Any) -> None:
        self.mw = mw
        self.busy = False
        self.window: Any = None
        self.profile = 0  # counts up, so that what was begun in one profile does not go on in the next

    def remember(self) -> None:
        """Called when subscriptions may have changed."""

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


def _changes() -> OpChanges:
    """All kinds of changes, so that every window of Anki shows the new state; of those this Anki knows."""
    changes = OpChanges()
    for field in changes.DESCRIPTOR.fields:
        setattr(changes, field.name, True)
    return changes
