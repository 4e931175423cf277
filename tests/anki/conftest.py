"""Every test that asks for `anki` runs once for each Anki that learners have: see tools/anki_envs.sh."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DRIVER = Path(__file__).with_name("driver.py")
OLDER = tuple(sorted(path.stem.removeprefix("anki-") for path in ROOT.glob("requirements/anki-*.txt")))


@dataclass(frozen=True, slots=True)
class Anki:
    """A learner's collection in some Anki; calling it does steps (see driver.py) and returns an answer for each."""

    version: str
    python: Path
    collection: Path
    driver: Path = DRIVER

    def __call__(self, *steps: list[Any]) -> list[Any]:
        run = subprocess.run(
            [self.python, self.driver, self.collection],
            input=json.dumps(steps),
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": ""},
            check=False,
        )
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)

    @property
    def old(self) -> bool:
        """24.6.3 and 24.11 give an updated note the time of the import, not the package's."""
        return self.version.startswith("24.")


@pytest.fixture(params=[*OLDER, "current"])
def anki(request: pytest.FixtureRequest, tmp_path: Path) -> Anki:
    """An empty collection that looks as if it had just been synced."""
    found, python = request.param, ROOT / ".venvs" / f"anki-{request.param}" / "bin" / "python"
    if found == "current":
        found, python = version("anki"), Path(sys.executable)
    elif not python.exists():
        reason = f"no environment with Anki {found}: run tools/anki_envs.sh"
        pytest.fail(reason) if os.environ.get("DECKGEN_CI") == "1" else pytest.skip(reason)
    learner = Anki(found, python, tmp_path / "learner" / "collection.anki2")
    learner.collection.parent.mkdir()
    learner(["synced"])
    return learner
