"""What anybody would write from the same libraries: python benchmarks/baseline.py DIR OUT.apkg."""

import re
import sys
from pathlib import Path

import genanki
import latex2mathml.converter
import markdown

MODEL = genanki.Model(
    1607392319,
    "Measured",
    fields=[{"name": "Question"}, {"name": "Answer"}],
    templates=[{"name": "Card", "qfmt": "{{Question}}", "afmt": "{{FrontSide}}<hr>{{Answer}}"}],
)


def html(text):
    text = re.sub(r"\$\$(.+?)\$\$", lambda m: latex2mathml.converter.convert(m[1], display="block"), text, flags=re.S)
    text = re.sub(r"\$(.+?)\$", lambda m: latex2mathml.converter.convert(m[1]), text)
    return markdown.markdown(text, extensions=["tables", "fenced_code"])


deck = genanki.Deck(2059400110, "Measured")
for path in sorted(Path(sys.argv[1]).glob("content/**/*.md")):
    for part in re.split(r"^## ", path.read_text(), flags=re.M)[1:]:
        heading, answer = part.split("\n", 1)
        question, id_ = re.match(r"(.*?) \{#(\S+)", heading).groups()
        deck.add_note(genanki.Note(MODEL, [html(question), html(answer)], guid=genanki.guid_for(id_)))
genanki.Package(deck).write_to_file(sys.argv[2])
