"""A project whose second release holds every kind of change, and learners in an old and a new Anki who follow it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.anki.conftest import ROOT, Anki
from tests.anki.test_releases import Author

FIRST = {
    "deck.yaml": "id: demo\nname: Demo\nsubdecks: area\ntag: demo\ndescription: A deck.\n",
    "content/a/index.md": "---\ntitle: Alpha\norder: 1\ndeck: 01 Alpha\n---\n",
    "content/b/index.md": "---\ntitle: Beta\norder: 2\ndeck: 02 Beta\n---\n",
    "content/a/texts.md": """---
title: Texts
order: 1
---

## What changes its answer? {#answered}

The old answer.

### Hint
An old hint.

## What changes its hint? {#hinted}

An answer.

### Hint
A hint with a mistake.

## What changes its question, before? {#asked}

An answer.

## What changes its tag? {#tagged tags="old"}

An answer.

## What gets a hint? {#bare}

An answer.

## What never changes? {#same}

An answer.
""",
    "content/a/gaps.md": """---
title: Gaps
order: 2
---

## One is {{c1::1}}, two is {{c2::2}}. {#gaps .cloze}

## Which one is right? {#choice .choice}

- [x] This.
- [ ] That.

## A law {#law .formula}

$$ a = b $$
""",
    "content/a/leaving.md": """---
title: Leaving
order: 3
---

## Where is this? {#moving}

Here.

## And this? {#moving2}

Here.
""",
    "content/b/rest.md": """---
title: Rest
order: 1
---

## What is dropped? {#dropped}

This.

## What stays? {#stays}

This.
""",
    "media/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>',
}
ADDED = "\n## What is new here? {#new}\n\nThis.\n\n![a dot](dot.svg)\n"
EDITS = (
    ("a/texts.md", "The old answer.", "The new answer."),
    ("a/texts.md", "A hint with a mistake.", "A mended hint."),
    ("a/texts.md", "question, before?", "question, after?"),
    ("a/texts.md", 'tags="old"', 'tags="fresh"'),
    ("a/texts.md", "{#bare}\n\nAn answer.\n", "{#bare}\n\nAn answer.\n\n### Hint\nIt has one now.\n"),
    ("a/gaps.md", "two is {{c2::2}}.", "two is {{c2::2}}, three is {{c3::3}}."),
    ("b/rest.md", "## What is dropped? {#dropped}\n\nThis.\n\n", ""),
)


@dataclass(frozen=True, slots=True)
class Publisher(Author):
    """An author whose feed can be read at several versions."""

    def publish(self, *options: str) -> str:
        """Release, and return a copy of the feed as it is then."""
        self.run("release", *options, now=1_750_000_000 + 86_400 * len(list(self.root.parent.glob("feed-*"))))
        copy = self.root.parent / f"feed-{len(list(self.root.parent.glob('feed-*'))) + 1}"
        shutil.copytree(self.root / "output" / "feed", copy)
        return str(copy)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Feeds:
    """Folders: the first release; the second with every kind of change; the third, where what was dropped is back."""

    author: Publisher
    first: str
    second: str
    third: str


@pytest.fixture(scope="session")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Feeds:
    author = Publisher(tmp_path_factory.mktemp("sync") / "demo")
    for name, text in FIRST.items():
        author.write(name, text)
    shutil.copytree(ROOT / "templates", author.root / "templates")
    first = author.publish()
    for edit in EDITS:
        author.edit(*edit)
    texts = author.root / "content" / "a" / "texts.md"
    texts.write_text(texts.read_text(encoding="utf-8") + ADDED, encoding="utf-8")
    (author.root / "content/a/leaving.md").rename(author.root / "content/b/leaving.md")
    author.write("content/c/index.md", "---\ntitle: Gamma\norder: 3\ndeck: 03 Gamma\n---\n")
    author.write("content/c/fresh.md", "---\ntitle: Fresh\n---\n\n## What is newer? {#newer}\n\nThat.\n")
    for name, text in (("style.css", "\n.fresh { color: red }\n"), ("qa/front.html", "<i>fresh</i>\n")):
        path = author.root / "templates" / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    second = author.publish()
    author.write("content/b/rest.md", FIRST["content/b/rest.md"])
    return Feeds(author, first, second, author.publish())


@pytest.fixture(params=os.environ.get("DECKGEN_ANKI", "24.6.3 current").split())
def learner(request: pytest.FixtureRequest, tmp_path: Path) -> Anki:
    """An empty collection that looks as if it had just been synced, in the oldest Anki or the newest."""
    return at(request.param, tmp_path / "learner")


def at(name: str, folder: Path) -> Anki:
    """A learner in that Anki, whose collection lies in `folder`."""
    python = ROOT / ".venvs" / f"anki-{name}" / "bin" / "python"
    if name == "current":
        name, python = version("anki"), Path(sys.executable)
    elif not python.exists():
        reason = f"no environment with Anki {name}: run tools/anki_envs.sh"
        pytest.fail(reason) if os.environ.get("DECKGEN_CI") == "1" else pytest.skip(reason)
    learner = Anki(name, python, folder / "collection.anki2", Path(__file__).with_name("follower.py"))
    folder.mkdir()
    learner(["synced"])
    return learner
