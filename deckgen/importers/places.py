"""Which file a question goes to: titles of sections or decks become folders and files, each name once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from deckgen.importers.piece import Title
from deckgen.naming import UNREAD

LONGEST = 50
_TAKEN = {"index", *(name.partition(".")[0] for name in UNREAD)}


def slug(title: str) -> str:
    """A folder's or file's name from a title: words in lower case, joined by "-"; letters of any script stay."""
    plain = normalize("NFKD", title.replace("'", "").replace("’", "")).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    if not words or len("".join(words)) * 2 < len(re.findall(r"[^\W_]", title)):
        words = re.findall(r"[^\W_]+", normalize("NFC", title).casefold())
    name = words[0][:LONGEST] if words else "topic"
    for word in words[1:]:
        if len(name) + len(word) >= LONGEST:
            break
        name += f"-{word}"
    return f"{name}-topic" if name in _TAKEN else name


class Places:
    """Gives each row of titles the path of a topic ("area/topic"), and remembers the titles of all folders."""

    def __init__(self, base: str, name: Title, depths: Iterable[int], *, areas: bool = False) -> None:
        """`base` is the area of `--into`, "" without; `name` the source's; `depths` how deep each piece of it lies."""
        self._base = base
        self._name = name
        depths = [*depths]
        self._deep = areas or sum(depth > 1 for depth in depths) * 2 > len(depths)
        self._names: dict[tuple[str, str], str] = {}
        self.titles: dict[str, str] = {}

    def topic(self, where: tuple[Title, ...]) -> str:
        """The topic's path; `titles` then knows its title and those of the folders above it."""
        row: tuple[Title, ...]
        if not where:
            row = (self._name,) if self._base else (self._name, self._name)
        elif self._base or (self._deep and len(where) > 1):
            row = where
        else:
            row = (*where, *where) if self._deep else (self._name, *where)
        path = self._base
        for title in row:
            path = self._below(path, title)
        return path

    def folder(self, where: tuple[Title, ...]) -> str:
        """The folder of the topic there."""
        return self.topic(where).rpartition("/")[0]

    def _below(self, path: str, title: Title) -> str:
        key = (path, title.name or title.text.casefold())
        if key not in self._names:
            wanted = title.name or slug(title.text)
            found, number = wanted, 1
            while f"{path}/{found}".strip("/") in self.titles:
                number += 1
                found = f"{wanted}-{number}"
            self._names[key] = found
            self.titles[f"{path}/{found}".strip("/")] = title.text
        return f"{path}/{self._names[key]}".strip("/")
