"""A full-text index as small files that a page loads one by one: it works from any host, and from a folder.

`words-XY.js` has, for every word that begins with XY, the numbers of the questions whose heading holds it and of those
that hold it elsewhere; `list-N.js` has CHUNK questions: address, heading, level, study paths, tags. Scripts rather than
JSON, because pages opened from a folder may not read other files.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from unicodedata import combining, normalize

from deckgen.entries import Entry

CHUNK = 400
_WORD = re.compile(r"[^\W_]{2,}")


def words(text: str) -> list[str]:
    r"""The words of a text, folded: "\beta_1 für Größe" -> beta, fur, grosse; what one types finds what was written."""
    folded = normalize("NFKD", text.casefold())
    return _WORD.findall("".join(char for char in folded if not combining(char)))


def index_files(entries: Iterable[tuple[str, Entry]]) -> Iterator[tuple[str, str]]:
    """Yield (name, script) for questions given as (address from the site's root, entry), in their order."""
    rows: list[list[object]] = []
    shards: dict[str, dict[str, tuple[list[int], list[int]]]] = defaultdict(dict)
    for number, (address, entry) in enumerate(entries):
        heading = set(words(entry.title))
        for word in sorted(heading | set(words(f"{entry.text} {entry.id} {' '.join(entry.tags)}"))):
            shards[word[:2]].setdefault(word, ([], []))[word not in heading].append(number)
        rows.append([address, entry.title, entry.level, " ".join(entry.paths), " ".join(entry.tags), entry.topic])
    for start in range(0, len(rows), CHUNK):
        yield f"list-{start // CHUNK}.js", _script(f"list-{start // CHUNK}", rows[start : start + CHUNK])
    for head in sorted(shards):
        yield f"words-{shard(head)}.js", _script(f"words-{shard(head)}", shards[head])
    known = sorted({shard(head) for head in shards})
    yield "known.js", _script("known", {"count": len(rows), "chunk": CHUNK, "words": known})


def shard(head: str) -> str:
    """A file name's part for words that begin so: other letters than a–z and digits by their code points."""
    return "".join(char if char.isascii() else f"-{ord(char):x}" for char in head)


def _script(name: str, value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"deckgenSearch({json.dumps(name)},{text});\n"
