"""Small sums of an import: in which order new topics come, how many questions a file takes, where prose goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from deckgen.model import Project, Question

LARGEST = 1_500_000  # bytes of a question file before another one is begun


def orders(project: Project, topics: Mapping[str, object]) -> dict[str, float]:
    """The order of each new topic: behind those of its area, none where those have none."""
    found: dict[str, float] = {}
    areas = Counter(path.rpartition("/")[0] for path in topics)
    for path in topics:
        area = path.rpartition("/")[0]
        old = [topic.order for topic in project.topics if topic.area == area]
        if areas[area] < 2 and not old:
            continue
        if all(order is not None for order in old):
            new = [order for other, order in found.items() if other.rpartition("/")[0] == area]
            found[path] = max([0.0, *(order for order in old if order is not None), *new]) // 1 + 1
    return found


def portions(questions: list[Question]) -> Iterator[tuple[Question, ...]]:
    """The questions in portions that each fit into a file."""
    portion: list[Question] = []
    size = 0
    for question in questions:
        more = sum(len(text.markdown.encode()) for _, text in question.fields) + 200
        if portion and size + more > LARGEST:
            yield tuple(portion)
            portion, size = [], 0
        portion.append(question)
        size += more
    if portion:
        yield tuple(portion)


def nearest(topic: str, topics: set[str]) -> str:
    """The folder of a new topic that is nearest to a text's place; "" where there is none."""
    folders = sorted({path.rpartition("/")[0] for path in topics})
    above = [folder for folder in folders if f"{topic}/".startswith(f"{folder}/")]
    return max(above, key=len, default=next(iter(folders), ""))
