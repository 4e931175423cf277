"""Two devices of one learner, and a real sync server: each updates on its own, then they sync."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.addon.conftest import Feeds, at
from tests.anki.conftest import Anki


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "SYNC_USER1": "user:pass", "SYNC_BASE": str(tmp_path / "server")}
    env |= {"SYNC_HOST": "127.0.0.1", "SYNC_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "anki.syncserver"], env=env, stderr=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    process.terminate()
    process.wait()


@pytest.fixture
def devices(feeds: Feeds, server: str, tmp_path: Path) -> tuple[Anki, Anki]:
    """A desktop with the newest Anki and one with the oldest, both at the first version, both with reviews."""
    desktop, laptop = at("current", tmp_path / "desktop"), at("24.6.3", tmp_path / "laptop")
    *_, how = desktop(["update", feeds.first], ["answer", 3], ["sync", server, {"upload": True}])
    assert how == "upload"
    how, *_, normal = laptop(["sync", server, {"upload": False}], ["answer", 3], ["sync", server])
    assert (how, normal) == ("download", "normal")
    assert desktop(["sync", server]) == ["normal"]
    return desktop, laptop


def converged(first: Anki, second: Anki, server: str) -> dict[str, Any]:
    """Sync first, second, first; both hold the same then, and it was a normal sync each time."""
    for device in (first, second, first):
        assert device(["sync", server]) == ["normal"]
    (one,), (other,) = first(["everything"]), second(["everything"])
    assert one == other
    assert (one["twice"], one["twins"], len(one["decks"])) == (0, 0, 5)
    return one


@pytest.mark.parametrize("first", ["desktop", "laptop"])
def test_devices_that_update_on_their_own_agree_after_a_sync(
    devices: tuple[Anki, Anki], feeds: Feeds, server: str, first: str
) -> None:
    desktop, laptop = devices
    desktop(["answer", 2], ["edit", "answered", "My notes", "mine"])
    assert desktop(["update", feeds.second])[0]["added"] == 2
    laptop(["wait"])  # Anki leaves alone what two devices changed in one second
    laptop(["edit", "hinted", "Answer", "mine too"], ["tag", "same", "hard"], ["answer", 2])
    assert laptop(["update", feeds.second])[0]["added"] == 2
    order = (desktop, laptop) if first == "desktop" else (laptop, desktop)
    seen = converged(*order, server)
    assert len(seen["revlog"]) == 10
    assert {row["version"] for row in seen["subscriptions"].values()} == {"0.2.0"}
    assert len(seen["notes"]) == 15 and any("mine too" in note[4] for note in seen["notes"])
    desktop(["update", feeds.third])
    laptop(["update", feeds.third])
    assert len(converged(*order[::-1], server)["notes"]) == 15


def test_a_device_that_syncs_has_the_update_of_the_other(devices: tuple[Anki, Anki], feeds: Feeds, server: str) -> None:
    desktop, laptop = devices
    desktop(["update", feeds.second], ["sync", server])
    normal, said = laptop(["sync", server], ["update", feeds.second])
    assert (normal, said["version"], said["added"], said["updated"]) == ("normal", "0.2.0", 0, 0)
    converged(desktop, laptop, server)


def test_one_device_updates_and_the_other_imports_the_package(
    devices: tuple[Anki, Anki], feeds: Feeds, server: str
) -> None:
    desktop, laptop = devices
    desktop(["update", feeds.second])
    laptop(["import", f"{feeds.second}/latest.apkg"])
    for device in (desktop, laptop, desktop):
        assert device(["sync", server]) == ["normal"]
    (one,), (other,) = desktop(["everything"]), laptop(["everything"])
    assert (one["notes"], one["twice"], one["twins"]) == (other["notes"], 0, 0)
