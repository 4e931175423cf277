"""Which notes a subset build takes: filters of one kind add, different kinds narrow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from deckgen.model import LEVELS, Note
from deckgen.problem import Problem, Span, did_you_mean


@dataclass(frozen=True, slots=True)
class Filters:
    """What `build` was asked for; topics as paths ("llms", "llms/prompting"), `*` globs everywhere."""

    topics: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    exclude_tags: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.topics, self.levels, self.paths, self.tags, self.exclude_tags))

    @property
    def slug(self) -> str:
        """A name for the subset's file: the filters' words, joined by "-"."""
        words = [*self.topics, *self.levels, *self.paths, *self.tags, *(f"no-{tag}" for tag in self.exclude_tags)]
        kept = "".join(c if c.isalnum() or c in "-_." else "-" for c in "-".join(words).replace("::", "-"))
        return kept.strip("-.")[:80] or "subset"


def select(notes: Iterable[Note], root: str, filters: Filters) -> tuple[Note, ...]:
    """The notes that pass all kinds of filters, in their order. `root` is the deck's tag."""
    kinds = [
        [f"{root}::topic::{topic.strip('/').replace('/', '::')}" for topic in filters.topics],
        [f"{root}::level::{LEVELS.get(level, level)}" for level in filters.levels],
        [f"{root}::path::{path}" for path in filters.paths],
        [pattern for tag in filters.tags for pattern in _tag(root, tag)],
    ]
    excluded = [pattern for tag in filters.exclude_tags for pattern in _tag(root, tag)]
    return tuple(
        note
        for note in notes
        if all(not patterns or _matches(note.tags, patterns) for patterns in kinds)
        and not _matches(note.tags, excluded)
    )


def nothing(notes: Iterable[Note], root: str, filters: Filters) -> Problem:
    """The problem that no note passes, with the closest tag there is as a hint."""
    if not filters:
        return Problem(Span("content"), "no-questions", "the project has no questions", "write one: see deckgen new")
    known = {tag for note in notes for tag in note.tags}
    asked = [f"{root}::topic::{topic.replace('/', '::')}" for topic in filters.topics]
    asked += [f"{root}::path::{path}" for path in filters.paths] + [f"{root}::about::{tag}" for tag in filters.tags]
    unknown = [tag for tag in asked if not _matches(known, [tag])]
    hint = did_you_mean(unknown[0], known) if unknown else "filters of different kinds narrow each other"
    return Problem(Span("content"), "no-match", "no question matches these filters", hint)


def _tag(root: str, tag: str) -> list[str]:
    """A tag as `--tag` takes it: an author's own ("adam"), or a path under the root, with or without the root."""
    return [f"{root}::about::{tag}", f"{root}::{tag}", *([tag] if f"{tag}::".startswith(f"{root}::") else [])]


def _matches(tags: Iterable[str], patterns: Iterable[str]) -> bool:
    """Whether a tag is, or lies below, one of the patterns; Anki compares tags without case."""
    folded = [tag.casefold() for tag in tags]
    return any(
        fnmatchcase(tag, pattern) or fnmatchcase(tag, f"{pattern}::*")
        for pattern in (pattern.casefold() for pattern in patterns)
        for tag in folded
    )
