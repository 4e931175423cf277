"""Brings a released deck into an Anki on this machine: into a closed collection, or through AnkiConnect."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from deckgen.addon.apply import Summary, update
from deckgen.addon.feed import FeedError
from deckgen.addon.steps import UpdateError
from deckgen.problem import Stop

ANKICONNECT = ("127.0.0.1", 8765)
ROUNDS = 3  # of syncing, until the server has nothing more to say


def into_collection(
    path: Path, source: str, *, take_new: bool = False, then: Callable[[Any], None] = lambda _: None
) -> Summary:
    """Update the closed collection at `path` from the feed at `source`; `then` gets it before it is closed.

    Stop where it is open in Anki, where there is none, and where the feed or the update is refused.
    """
    if not path.is_file():
        raise Stop(f"there is no collection at {path}", "it is the file collection.anki2 in a profile's folder")
    opened = _anki("pushing into a collection").collection.Collection
    try:
        col = opened(str(path))
    except Exception as error:
        raise Stop(f"{path.name} cannot be opened: {error}", "close Anki first: it locks its collection") from error
    try:
        done = update(col, source, "take-new" if take_new else "keep-mine")
        then(col)
        return done
    except (FeedError, UpdateError) as error:
        raise Stop(str(error), "the collection is as it was") from error
    finally:
        col.close()


def sync(col: Any, url: str, user: str, password: str) -> None:
    """Sync the collection with a sync server of one's own; Stop where that would be a full sync."""
    try:
        auth = col.sync_login(user, password, url)
        for _ in range(ROUNDS):
            out = col.sync_collection(auth, True)
            if out.required in (out.FULL_SYNC, out.FULL_UPLOAD, out.FULL_DOWNLOAD):
                raise Stop(
                    "the server asks for a full sync, which decides for one side",
                    "open this collection in Anki and sync there once",
                )
            if out.required == out.NO_CHANGES:
                break
    except Stop:
        raise
    except Exception as error:
        raise Stop(f"the sync failed: {error}", "the update is in the collection; sync again later") from error


def through_ankiconnect(package: Path, address: tuple[str, int] = ANKICONNECT) -> None:
    """Let the Anki that is open import the package. Stop where nobody listens or Anki refuses."""
    asked = json.dumps({"action": "importPackage", "version": 6, "params": {"path": str(package.resolve())}})
    try:
        with closing(HTTPConnection(*address, timeout=300)) as connection:
            connection.request("POST", "/", asked, {"Content-Type": "application/json"})
            said = json.loads(connection.getresponse().read())
    except (OSError, HTTPException, ValueError) as error:
        raise Stop(
            f"no AnkiConnect listens on {address[0]}:{address[1]}",
            "open Anki with the add-on AnkiConnect, or close it and use --collection PATH",
        ) from error
    if not isinstance(said, dict) or said.get("error") or not said.get("result"):
        raise Stop(f"Anki did not import the package: {said.get('error') if isinstance(said, dict) else said}")


def _anki(what: str) -> Any:
    try:
        import anki.collection  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise Stop(f"{what} needs Anki's library", 'pip install "deckgen[anki]"') from error
    return anki
