from hypothesis import given
from hypothesis import strategies as st

from deckgen.model import Question, Topic
from deckgen.order import APART, count_due, in_order
from deckgen.problem import Span


def topic(path: str, *questions: str) -> Topic:
    """Questions as "id" or "id<prerequisite"."""
    made = [q.partition("<") for q in questions]
    return Topic(path, "", path, tuple(Question(i, "qa", (), Span(""), after=(a,) if a else ()) for i, _, a in made))


def order(*topics: Topic) -> str:
    return " ".join(question.id for _, question in in_order(topics))


def test_questions_come_in_the_projects_order():
    assert order(topic("a/x", "1", "2"), topic("b/y", "3")) == "1 2 3"


def test_after_puts_a_question_right_behind_its_prerequisite():
    assert order(topic("a/x", "1<3", "2", "3", "4")) == "2 3 1 4"
    assert order(topic("a/x", "1<2", "2<3"), topic("b/y", "3", "4")) == "3 2 1 4"


def test_cycles_and_unknown_prerequisites_lose_nothing():
    assert order(topic("a/x", "1<2", "2<1", "3<nowhere")) == "3 1 2"


def test_a_second_card_waits_for_the_end_of_its_topic():
    cards = count_due([("d", "t")] * 3 + [("e", "u")], [(0, 1), (0,), (0, 1), (0,)])
    assert cards == [((0, 1), (1, 4)), ((0, 2),), ((0, 3), (1, 5)), ((0, 6),)]


def test_siblings_stay_apart_across_short_topics_of_one_deck():
    places = [("d", f"t{index // 5}") for index in range(200)]
    cards = count_due(places, [(0, 1) if index % 5 == 0 else (0,) for index in range(200)])
    gaps = [dues[1][1] - dues[0][1] for dues in cards[:100] if len(dues) > 1]
    assert min(gaps) >= APART


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=60))
def test_every_card_gets_a_due_of_its_own(shape):
    places = sorted((f"d{topic % 2}", f"t{topic}") for topic, _ in shape)
    ordinals = [tuple(range(count)) for _, count in shape]
    cards = count_due(places, ordinals)
    assert [tuple(sorted(o for o, _ in dues)) for dues in cards] == ordinals
    assert sorted(due for dues in cards for _, due in dues) == list(range(1, sum(map(len, ordinals)) + 1))
