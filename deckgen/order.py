"""In which order new cards come: through the whole project, siblings apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

from deckgen.model import Named, Question, Topic

APART = 60  # new cards between two cards of one note where the deck is long enough: three days at Anki's default of 20


Asked = TypeVar("Asked", bound=Named)


def in_order(topics: tuple[Topic, ...]) -> list[tuple[Topic, Question]]:
    """Every question in the project's order (`ordered`)."""
    return ordered([(topic, question) for topic in topics for question in topic.questions])


def ordered(pairs: list[tuple[Topic, Asked]]) -> list[tuple[Topic, Asked]]:
    """Questions, each with its topic, in the order of learning: `after` puts one right behind its last prerequisite.

    Questions in a cycle of `after`, or behind an unknown id, keep their place at the end (the checks report them).
    """
    if not any(question.after for _, question in pairs):
        return pairs
    known = {question.id for _, question in pairs}
    waiting: dict[str, list[tuple[Topic, Asked]]] = defaultdict(list)
    placed: dict[str, None] = {}
    placed_pairs: list[tuple[Topic, Asked]] = []

    def place(pair: tuple[Topic, Asked]) -> None:
        ready = [pair]
        while ready:
            _, question = current = ready.pop()
            if missing := [id_ for id_ in question.after if id_ in known and id_ not in placed]:
                waiting[missing[0]].append(current)
                continue
            placed[question.id] = None
            placed_pairs.append(current)
            ready += reversed(waiting.pop(question.id, []))

    for pair in pairs:
        place(pair)
    return placed_pairs + [pair for stuck in waiting.values() for pair in stuck]


def count_due(
    places: Sequence[tuple[str, str]], ordinals: Sequence[Sequence[int]]
) -> list[tuple[tuple[int, int], ...]]:
    """Return each note's cards as (ordinal, due), dues counted from 1 through the whole project.

    `places` are (deck, topic) of the notes in the project's order, `ordinals` their cards. A note's further card is due
    after its topic's last first card, and at least APART cards after its sibling where its deck is long enough: Anki
    offers new cards deck by deck, and does not bury new siblings by default.
    """
    ends = {topic: index for index, (_, topic) in enumerate(places)}
    deck_ends = {deck: index for index, (deck, _) in enumerate(places)}
    dues: list[list[tuple[int, int]]] = [[] for _ in places]
    pending: dict[str, list[tuple[int, int, int]]] = defaultdict(list)  # deck -> (round, note's index, sibling's due)
    due = 0
    for index, (deck, topic) in enumerate(places):
        if ordinals[index]:
            due += 1
            dues[index].append((ordinals[index][0], due))
            if len(ordinals[index]) > 1:
                pending[deck].append((1, index, due))
        last_of_deck = deck_ends[deck] == index
        if not pending[deck] or not (last_of_deck or ends[topic] == index):
            continue
        queue = sorted(pending.pop(deck))
        while queue:
            round_, note, sibling = queue.pop(0)
            ripe = ends[places[note][1]] <= index and due + 1 - sibling >= APART
            if not (ripe or last_of_deck):
                pending[deck].append((round_, note, sibling))
                continue
            due += 1
            dues[note].append((ordinals[note][round_], due))
            if round_ + 1 < len(ordinals[note]):
                target = queue if last_of_deck else pending[deck]
                target.append((round_ + 1, note, due))
    return [tuple(cards) for cards in dues]
