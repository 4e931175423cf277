"""tests/anki/driver.py with the add-on: the same steps, and `update`. The add-on is loaded as Anki loads it, without
the rest of deckgen."""

import dataclasses
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path += [str(ROOT / "tests" / "anki"), str(ROOT / "deckgen")]

import driver  # noqa: E402 - after the path; it imports anki's modules in an order that works
from driver import *  # noqa: E402, F403
from driver import _notes, main, synced  # noqa: E402

from addon import apply, net, state  # noqa: E402  # isort: skip

net.PAUSES = (0.05, 0.05)


def update(col, source, **options):
    """The summary as an object, or {"error": kind, "message": …}."""
    try:
        return dataclasses.asdict(apply.update(col, source, options.get("resolve", apply.KEEP_MINE)))
    except apply.FeedError as error:
        return {"error": type(error).__name__, "message": str(error)}
    except apply.UpdateError as error:
        return {"error": "UpdateError", "message": str(error)}


def update_late(col, source, between):
    """Prepare an update, take another feed, and only then carry the first one out."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = apply.prepare(state.subscriptions(col), source, Path(folder))
        plan = apply.preview(col, prepared)
        update(col, between)
        try:
            return dataclasses.asdict(apply.carry_out(col, prepared, plan))
        except apply.UpdateError as error:
            return {"message": str(error)}


def subscribed(col):
    return {deck: dataclasses.asdict(row) for deck, row in state.subscriptions(col).items()}


def note_of(col, first):
    return col.get_note(next(nid for nid, fields in _notes(col) if fields[0] == first))


def type_of(col, first):
    return note_of(col, first).note_type()


def tag(col, first, name):
    col.tags.bulk_add([note_of(col, first).id], name)


def untag(col, first, name):
    col.tags.bulk_remove([note_of(col, first).id], name)


def move(col, first, deck):
    col.set_deck(note_of(col, first).card_ids(), col.decks.id(deck))


def rename_deck(col, old, new):
    col.decks.rename(col.decks.id_for_name(old), new)


def delete(col, *firsts):
    col.remove_notes([note_of(col, first).id for first in firsts])


def style(col, first, css):
    notetype = type_of(col, first)
    notetype["css"] += css
    col.models.update_dict(notetype)


def template(col, first, html):
    notetype = type_of(col, first)
    notetype["tmpls"][0]["qfmt"] += html
    col.models.update_dict(notetype)


def own_field(col, first, name, value):
    """A field of the learner's own; as after the full sync that Anki asks for then."""
    notetype = type_of(col, first)
    col.models.add_field(notetype, col.models.new_field(name))
    col.models.update_dict(notetype)
    driver.edit(col, first, name, value)
    synced(col)


def own_template(col, first, name, html):
    notetype = type_of(col, first)
    made = col.models.new_template(name)
    made["qfmt"], made["afmt"] = html, "{{FrontSide}}"
    col.models.add_template(notetype, made)
    col.models.update_dict(notetype)
    synced(col)


def own_order(col, first):
    """The first field after the ID goes last."""
    notetype = type_of(col, first)
    col.models.reposition_field(notetype, notetype["flds"][1], len(notetype["flds"]) - 1)
    col.models.update_dict(notetype)
    synced(col)


def own_notetype(col, first):
    """Move the note to a copy of its notetype, as "Change notetype" does."""
    note = note_of(col, first)
    copy = col.models.copy(note.note_type())
    info = col.models.change_notetype_info(old_notetype_id=note.mid, new_notetype_id=copy["id"])
    request = info.input
    request.note_ids.extend([note.id])
    col.models.change_notetype_of_notes(request)
    synced(col)


def rename_field(col, first, old, new):
    notetype = type_of(col, first)
    col.models.rename_field(notetype, next(f for f in notetype["flds"] if f["name"] == old), new)
    col.models.update_dict(notetype)


def rename_notetype(col, first, name):
    notetype = type_of(col, first)
    notetype["name"] = name
    col.models.update_dict(notetype)


def remove_field(col, first, name):
    notetype = type_of(col, first)
    col.models.remove_field(notetype, next(f for f in notetype["flds"] if f["name"] == name))
    col.models.update_dict(notetype)
    synced(col)


def suspend_note(col, first):
    col.sched.suspend_cards(note_of(col, first).card_ids())


def flag_note(col, first):
    col.set_user_flag_for_cards(4, note_of(col, first).card_ids())


def filtered(col, *firsts):
    """Put the notes' cards into a filtered deck "Cram"."""
    made = col.decks.new_filtered("Cram")
    deck = col.decks.get(made)
    deck["terms"] = [[" or ".join(f"nid:{note_of(col, first).id}" for first in firsts), 100, 0]]
    col.decks.save(deck)
    col.sched.rebuild_filtered_deck(made)


def options(col, deck):
    """A preset of the learner's own."""
    config = col.decks.add_config("Mine")
    config["new"]["perDay"] = 3
    col.decks.update_config(config)
    row = col.decks.by_name(deck)
    row["conf"] = config["id"]
    col.decks.update_dict(row)


def import_presets(col, **values):
    for key, value in values.items():
        col.set_config(key, value)


def describe(col, deck, text):
    row = col.decks.by_name(deck)
    row["desc"] = text
    col.decks.update_dict(row)


def state_of(col):
    """All that a learner could miss: `look`, and what else is in the collection. Bookkeeping (usn, mod) is left out."""
    seen = driver.look(col)
    seen["homes"], seen["queues"] = {}, {}
    for first in seen["notes"]:
        cards = sorted(note_of(col, first).cards(), key=lambda card: card.ord)
        seen["homes"][first] = [col.decks.name(card.odid or card.did) for card in cards]
        seen["queues"][first] = [card.queue for card in cards]
    seen["templates"] = {m["name"]: [[t["qfmt"], t["afmt"]] for t in m["tmpls"]] for m in col.models.all()}
    seen["presets"] = {key: col.get_config(key, None) for key in apply.PRESETS}
    seen["options"] = {deck["name"]: deck.get("conf") for deck in col.decks.all()}
    seen["subscriptions"] = subscribed(col)
    seen["deck ids"] = {deck.name: deck.id for deck in col.decks.all_names_and_ids()}
    seen["twins"] = col.db.scalar("select count(*) - count(distinct nid || '/' || ord) from cards")
    seen["undo"] = col.undo_status().undo
    return seen


def sync(col, url, upload=None):
    """Sync with a server until nothing is left; return what it took: "normal", "upload" or "download".

    `upload` says which way a full sync may go; without it, a full sync is an error.
    """
    auth = col.sync_login("user", "pass", url)
    out = col.sync_collection(auth, True)
    if out.required not in (out.FULL_SYNC, out.FULL_UPLOAD, out.FULL_DOWNLOAD):
        while col.media_sync_status().active:
            time.sleep(0.05)
        return "normal"
    if upload is None:
        raise AssertionError("a full sync was forced")
    col.close_for_full_sync()
    col.full_upload_or_download(auth=auth, server_usn=out.server_media_usn, upload=upload)
    col.reopen(after_full_sync=True)
    while col.media_sync_status().active:
        time.sleep(0.05)
    return "upload" if upload else "download"


def everything(col):
    """All that a sync makes equal, as rows, without what belongs to one device."""
    models = {model["id"]: model["name"] for model in col.models.all()}
    decks = driver_decks(col)
    return {
        "notes": [
            [guid, nid, models[mid], tags, flds]
            for guid, nid, mid, tags, flds in col.db.all("select guid, id, mid, tags, flds from notes order by guid")
        ],
        "cards": [
            [id_, nid, ord_, decks[did], *rest]
            for id_, nid, ord_, did, *rest in col.db.all(
                "select id, nid, ord, did, type, queue, due, ivl, factor, reps, lapses, odid, flags"
                " from cards order by id"
            )
        ],
        "revlog": col.db.all("select id, cid, ease, ivl, lastIvl, factor, type from revlog order by id"),
        "decks": sorted(decks.items()),
        "looks": {m["name"]: [m["css"], [[t["qfmt"], t["afmt"]] for t in m["tmpls"]]] for m in col.models.all()},
        "subscriptions": subscribed(col),
        "media": sorted(path.name for path in Path(col.media.dir()).iterdir()),
        "twice": col.db.scalar("select count(*) - count(distinct guid) from notes"),
        "twins": col.db.scalar("select count(*) - count(distinct nid || '/' || ord) from cards"),
    }


def driver_decks(col):
    return {deck.id: deck.name for deck in col.decks.all_names_and_ids()}


def die_after(col, seconds):
    """Kill this process that long from now, whatever it does."""
    threading.Thread(target=lambda: (time.sleep(seconds), os.kill(os.getpid(), signal.SIGKILL)), daemon=True).start()


def die_at(col, name):
    """Kill this process as soon as the update reaches that step."""
    setattr(apply, name, lambda *_: os.kill(os.getpid(), signal.SIGKILL))


def update_failing_at(col, name, source):
    """An update that fails when it reaches that step."""

    def fail(*_):
        raise OSError(28, "No space left on device")

    inner = getattr(apply, name)
    setattr(apply, name, fail)
    said = update(col, source)
    setattr(apply, name, inner)
    return said


def full(col, spare):
    """From now on no file of this process can grow beyond the collection's size and `spare` bytes."""
    size = Path(col.path).stat().st_size + spare
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def force_full_sync(col, name):
    """A step that would force a full sync, as if the add-on had a bug."""
    inner = getattr(apply, name)

    def wrong(*arguments):
        notetype = col.models.all()[0]
        col.models.add_field(notetype, col.models.new_field("Oops"))
        col.models.update_dict(notetype)
        return inner(*arguments)

    setattr(apply, name, wrong)


if __name__ == "__main__":
    vars(driver).update({name: value for name, value in globals().items() if not name.startswith("__")})
    main()
