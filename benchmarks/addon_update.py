"""10,000 notes of which 1 % changed: what an update moves and how long it takes, beside Anki's own import of the delta.

python benchmarks/addon_update.py [NOTES]   prints bytes and the best of five runs of each, in seconds
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageRequest

from deckgen.addon.apply import update

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
PER_TOPIC = 100
WORDS = ["".join(random.Random(n).choices("etaoinshrdlu", k=3 + n % 9)) for n in range(4000)]


def write(root: Path, edited: bool) -> None:
    """The project; `edited` changes one question of each topic (1 %)."""
    (root / "content" / "a").mkdir(parents=True, exist_ok=True)
    (root / "deck.yaml").write_text("id: bench\nname: Bench\ntag: bench\n")
    (root / "content/a/index.md").write_text("---\ntitle: A\norder: 1\ndeck: 01 A\n---\n")
    chance = random.Random(1)  # the same words every time
    for topic in range(COUNT // PER_TOPIC):
        text = f"---\ntitle: T{topic}\norder: {topic}\n---\n"
        for number in range(PER_TOPIC):
            name = f"q{topic}-{number}"
            words = " ".join(chance.choices(WORDS, k=70))  # about 560 bytes a note, as real ones have
            more = " Corrected." if edited and number == 7 else ""
            text += (
                f"\n## What is {name} of {words[:50]}? {{#{name}}}\n\nIt is {words}.{more}\n\n### Hint\n{name} again\n"
            )
        (root / "content" / "a" / f"t{topic}.md").write_text(text)


def release(root: Path, now: int) -> None:
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(now)}
    subprocess.run([sys.executable, "-m", "deckgen", "release"], cwd=root, env=env, check=True, capture_output=True)


def timed(base: Path, folder: Path, name: str, work) -> float:
    """Seconds that `work` takes on a fresh copy of the collection at `base`."""
    copy = folder / name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(base, copy)
    col = Collection(str(copy / "c.anki2"))
    begin = time.perf_counter()
    work(col)
    spent = time.perf_counter() - begin
    assert col.db.scalar("select count() from notes where flds like '%Corrected.%'") == COUNT // PER_TOPIC
    col.close()
    return spent


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root, feed = folder / "project", folder / "project" / "output" / "feed"
        write(root, False)
        release(root, 1_750_000_000)
        (folder / "base").mkdir()
        col = Collection(str(folder / "base" / "c.anki2"))
        update(col, str(feed))
        col.close()
        write(root, True)
        release(root, 1_760_000_000)
        said = json.loads((feed / "feed.json").read_text())
        delta = said["deltas"][0]
        moved = (feed / "feed.json").stat().st_size + delta["package"]["size"] + delta["notes"]["size"]
        print(
            f"package {said['package']['size']:,} B; an update moves {moved:,} B, {moved / said['package']['size']:.2%}"
        )

        def plain(col: Collection) -> None:
            options = col._backend.get_import_anki_package_presets()
            path = str(feed / delta["package"]["url"])
            col.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options))

        ours, theirs = [], []
        for _ in range(5):
            ours.append(timed(folder / "base", folder, "ours", lambda col: update(col, str(feed))))
            theirs.append(timed(folder / "base", folder, "theirs", plain))
        print(f"update {min(ours):.3f} s, Anki's import {min(theirs):.3f} s: {min(ours) / min(theirs):.2f} times")


if __name__ == "__main__":
    main()
