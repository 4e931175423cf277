"""Plain text takes a shorter way than Markdown's, and must come out the same."""

import random

from deckgen.model import DeckConfig, Text
from deckgen.problem import Span
from deckgen.render import Renderer

PIECES = (
    "ab|Z1|.|, |;| : |!|? |'|\"|(|)| - |+|=|/|# |{|}|~|^|$x$|$$y$$|$|$x$, |{{c1:: |}}|é| – |--|==|1. |http://a.b|\xa0"
)


def test_the_short_way_and_markdowns_own_give_the_same():
    dice = random.Random(5)
    short, long = (Renderer(DeckConfig("d", "D", "d"), ()) for _ in "ab")
    long._plain = lambda *_, **__: None
    plain = 0
    for _ in range(3000):
        pieces = dice.choices(
            [*PIECES.split("|"), " ", "  ", "\n", "\n\n", "\n\n\n", "> ", "    "], k=dice.randint(1, 9)
        )
        if text := "".join(pieces).strip():
            inline = "\n" not in text and dice.random() < 0.5
            made = [each._block(Text(text, Span("x", 1, 1)), inline=inline) for each in (short, long)]
            assert made[0] == made[1], text
            plain += short._plain(text, inline=inline) is not None
    assert plain > 500
