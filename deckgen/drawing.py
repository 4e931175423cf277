"""The render stage: what a memory knows is taken from it, the rest is rendered here or side by side.

Whether it came from a memory, a process beside this one or a cluster: the same questions give the same HTML.
"""

from __future__ import annotations

import hashlib
import json
import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Protocol

from deckgen.model import DeckConfig, Drawn, Media, Notetype, Question, Topic
from deckgen.problem import Problem

if TYPE_CHECKING:
    from deckgen.render import Renderer

BATCH = 50  # questions that a worker gets at a time
ENOUGH = 400  # questions to render before other processes are worth their start

Item = tuple[Topic, Question]  # the topic without its questions: it says where the file lies
Rendered = tuple[Drawn, list[Problem]]
Watch = Callable[[Iterable[Topic]], Iterable[Topic]]


class Memory(Protocol):
    """Remembers rendered questions between builds, by a key of all that decides them."""

    def get(self, key: str) -> bytes | None:
        """What was put under this key, or None."""

    def put(self, key: str, value: bytes) -> None:
        """Keep it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What rendering depends on besides the question; without media's bytes and styles, so that it travels lightly."""

    deck: DeckConfig
    media: tuple[Media, ...]
    notetypes: tuple[Notetype, ...]

    @classmethod
    def of(cls, deck: DeckConfig, media: Iterable[Media], notetypes: Iterable[Notetype]) -> Setting:
        """The setting of a project."""
        light = tuple(replace(item, data=b"") for item in media)
        return cls(deck, light, tuple(replace(each, css="", templates=()) for each in notetypes))


def draw_all(
    topics: Sequence[Topic],
    setting: Setting,
    memory: Memory | None = None,
    executor: Callable[[], Executor] | None = None,
    watch: Watch = iter,
) -> tuple[dict[str, Drawn], list[Problem]]:
    """Render every question whose notetype is known: question id -> Drawn. `watch` sees topics go by (progress).

    `executor` makes the workers where there is enough to do; one that breaks costs time, not the result.
    """
    known = {notetype.key for notetype in setting.notetypes}
    keys = _Keys(setting)
    items: list[tuple[Item, str, Drawn | None]] = []
    for topic in topics:
        light = replace(topic, questions=(), prose=None)
        for question in topic.questions:
            if question.notetype in known:
                key = keys.of(light.source, question) if memory else ""
                value = memory.get(key) if memory else None
                found = Drawn(*marshal.loads(value)) if value else None  # noqa: S302 - our own, with a checksum
                items.append(((light, question), key, found))
    fresh = _render(setting, [item for item, _, found in items if found is None], executor)
    drawn: dict[str, Drawn] = {}
    problems: list[Problem] = []
    rest = iter(items)
    for topic in watch(topics):
        for question in topic.questions:
            if question.notetype in known:
                _, key, found = next(rest)
                if found is None:
                    found, faults = next(fresh)
                    problems += faults
                    if memory and not faults:  # problems name lines: they are found anew each time
                        memory.put(key, marshal.dumps((found.fields, found.media, found.formulas)))
                drawn[question.id] = found
    return drawn, problems


def render_batch(setting: Setting, items: Iterable[Item]) -> list[Rendered]:
    """Render questions: what a worker does. Pure, but for a renderer that is kept from one batch to the next."""
    return list(_inline(setting, items))


def _render(setting: Setting, items: list[Item], executor: Callable[[], Executor] | None) -> Iterator[Rendered]:
    done = 0
    if executor and len(items) >= ENOUGH:
        try:
            with executor() as workers:
                batches = [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
                for made in workers.map(partial(render_batch, setting), batches):
                    yield from made
                    done += len(made)
        except BrokenExecutor:
            pass  # a worker was killed: what is owed is rendered here
    if done < len(items):
        yield from _inline(setting, items[done:])


def _inline(setting: Setting, items: Iterable[Item]) -> Iterator[Rendered]:
    renderer = _renderer(setting)
    notetypes = {notetype.key: notetype for notetype in setting.notetypes}
    return (renderer.question(topic, question, notetypes[question.notetype]) for topic, question in items)


@lru_cache(2)
def _renderer(setting: Setting) -> Renderer:
    from deckgen.render import Renderer  # noqa: PLC0415 - heavy, and not needed where a memory knows everything

    return Renderer(setting.deck, setting.media)


class _Keys:
    """Keys of all that decides a question's rendering, but the code: a memory is of one version of that."""

    def __init__(self, setting: Setting) -> None:
        origins = {each.key: [(field.key, field.origin) for field in each.fields] for each in setting.notetypes}
        self._notetypes = {key: _digest([key, pairs, setting.deck.macros]) for key, pairs in origins.items()}
        self._media = _digest([(item.path, item.name) for item in setting.media])

    def of(self, source: str, question: Question) -> str:
        """The question's key; the project's pictures and the file's folder count where it may show one."""
        written = [part for key, text in question.fields for part in (key, text.markdown)]
        shows = any("![" in part or "<" in part for part in written)
        place = [self._media, source.rpartition("/")[0]] if shows else []
        return _digest([self._notetypes[question.notetype], *written, *place])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()
