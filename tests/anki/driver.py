"""Runs inside an environment that has some version of Anki: does steps to a collection, prints what it saw as JSON.

python driver.py COLLECTION < steps.json; a step is [name, argument…] of a function below; one answer a step.
Nothing is asserted here: the tests read the answers.
"""

import json
import sys
import time
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageRequest  # first: its siblings import each other in circles
from anki.scheduler.v3 import CardAnswer

from anki.cards import Card  # isort: skip


def synced(col):
    """Make the collection look as after a sync: nothing but a schema change would force a full one."""
    col.db.execute("update col set scm = 1000000000000, ls = 1000000000001, usn = 1")


def import_(col, package, **options):
    """Import with the options that Anki's own dialog begins with, unless told otherwise."""
    presets = col._backend.get_import_anki_package_presets()
    for name, value in options.items():
        setattr(presets, name, value)
    log = col.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=presets)).log
    col.models._clear_cache()
    return {kind: len(getattr(log, kind)) for kind in ("new", "updated", "duplicate", "conflicting")}


def answer(col, count):
    """Answer `count` cards of the first deck with different ratings; return their ids."""
    seen = []
    select(col)
    for number in range(count):
        queued = col.sched.get_queued_cards().cards
        if not queued:
            break
        card = Card(col, backend_card=queued[0].card)
        card.start_timer()
        rating = (CardAnswer.GOOD, CardAnswer.EASY, CardAnswer.HARD, CardAnswer.AGAIN)[number % 4]
        col.sched.answer_card(col.sched.build_answer(card=card, states=queued[0].states, rating=rating))
        seen.append(card.id)
    return seen


def select(col, name=None):
    """Select a deck: the one named, or the first that is not "Default"."""
    names = sorted(deck.name for deck in col.decks.all_names_and_ids() if deck.id != 1)
    col.decks.select(col.decks.id_for_name(name or names[0]))


def queue(col, count):
    """The first `count` new cards as [note's first field, ordinal], with the daily limit raised to `count`."""
    config = col.decks.get_config(1)
    config["new"]["perDay"] = count
    col.decks.update_config(config)
    select(col)
    cards = [Card(col, backend_card=one.card) for one in col.sched.get_queued_cards(fetch_limit=count).cards]
    return [[card.note().fields[0], card.ord] for card in cards]


def suspend(col, ids):
    col.sched.suspend_cards(ids)


def bury(col, ids):
    col.sched.bury_cards(ids)


def flag(col, ids):
    col.set_user_flag_for_cards(3, ids)


def edit(col, first, field, text):
    """Change a field of the note whose first field is `first`, as a learner does."""
    note = col.get_note(next(nid for nid, fields in _notes(col) if fields[0] == first))
    note[field] = text
    col.update_note(note)


def style(col, notetype, css):
    """Change a notetype's CSS, as a learner does."""
    changed = col.models.by_name(notetype)
    changed["css"] = css
    col.models.update_dict(changed)


def add(col, notetype, *fields):
    """Add a note to the default deck and return its cards' ordinals."""
    note = col.new_note(col.models.by_name(notetype))
    for index, value in enumerate(fields):
        note.fields[index] = value
    col.add_note(note, 1)
    return sorted(card.ord for card in note.cards())


def wait(col):
    """Let the clock reach the next second: mods count seconds."""
    time.sleep(1 - time.time() % 1 + 0.01)
    return int(time.time())


def undo(col):
    col.undo()


def check(col):
    """What "Check database" has to say, how many cards are empty, and what "Check media" misses."""
    media = col.media.check()
    problems, fine = col.fix_integrity()
    empty = sum(len(note.card_ids) for note in col.get_empty_cards().notes)
    return {
        "said": problems,
        "fine": fine,
        "empty": empty,
        "missing": list(media.missing),
        "unused": list(media.unused),
    }


def look(col):
    """Everything a test might ask about."""
    notes = {}
    for nid, fields in _notes(col):
        note = col.get_note(nid)
        csum, sfld = col.db.first("select csum, cast(sfld as text) from notes where id = ?", nid)
        notes[fields[0]] = {
            "id": nid,
            "guid": note.guid,
            "mod": note.mod,
            "fields": dict(note.items()),
            "tags": note.tags,
            "csum": csum,
            "sort": sfld,
            "notetype": note.note_type()["name"],
            "decks": [col.decks.name(card.did) for card in sorted(note.cards(), key=lambda card: card.ord)],
            "due": [card.due for card in sorted(note.cards(), key=lambda card: card.ord)],
        }
    ours = [model for model in col.models.all() if any(field["name"] == "ID" for field in model["flds"])]
    # What a schedule is; mod and usn of a card are bookkeeping.
    scheduling = "id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data"
    return {
        "notes": notes,
        "twice": col.db.scalar("select count(*) - count(distinct guid) from notes"),
        "cards": col.db.all(f"select {scheduling} from cards order by id"),
        "revlog": col.db.all("select * from revlog order by id"),
        "notetypes": {
            model["name"]: {
                "id": model["id"],
                "css": model["css"],
                "fields": [field["name"] for field in model["flds"]],
                "about": [field.get("description", "") for field in model["flds"]],
                "fronts": [template["qfmt"] for template in model["tmpls"]],
            }
            for model in ours
        },
        "decks": {deck["name"]: deck.get("desc", "") for deck in col.decks.all()},
        "media": sorted(path.name for path in Path(col.media.dir()).iterdir()),
        "schema": col.db.scalar("select scm from col"),
        "full sync": bool(col.schema_changed()),
    }


def render(col, first):
    """[question, answer] of the first card of a note, as HTML."""
    card = col.get_note(next(nid for nid, fields in _notes(col) if fields[0] == first)).cards()[0]
    return [card.question(), card.answer()]


def _notes(col):
    rows = col.db.all("select id, flds from notes order by id")
    return [(nid, fields.split("\x1f")) for nid, fields in rows]


def main():
    answer_to, sys.stdout = sys.stdout, sys.stderr  # Anki prints there what it thinks of a slow machine
    col = Collection(sys.argv[1])
    answers = []
    for name, *arguments in json.load(sys.stdin):
        options = arguments.pop() if arguments and isinstance(arguments[-1], dict) else {}
        answers.append(globals()["import_" if name == "import" else name](col, *arguments, **options))
    col.close()
    json.dump(answers, answer_to)


if __name__ == "__main__":
    main()
