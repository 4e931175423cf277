"""What the dialogs say, as HTML made of values: nothing here knows Anki's windows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape

from .apply import Prepared, Summary
from .feed import Feed, version_key
from .plan import Plan

SHOWN = 12  # names in a list before "and N more"
_MATH = re.compile(r"<math\b[^>]*?\b(?:alttext|data-tex)=\"([^\"]*)\".*?</math>", re.S)
_TAGS = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.S | re.I)


def readable(html: str) -> str:
    """A field's value for Qt's windows, which know no MathML: a formula as the TeX that it was written in."""
    return _MATH.sub(r"<code>\1</code>", html)


def plain(html: str, limit: int = 90) -> str:
    """A field's value as one line of text."""
    html = readable(html)
    text = re.sub(r"\{\{c\d+::(.*?)(?:::.*?)?\}\}", r"[\1]", unescape(_TAGS.sub(" ", html)))
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def preview(prepared: Prepared, plan: Plan, looks: Iterable[str]) -> str:
    """What an update would do, before anything is touched."""
    feed, before = prepared.feed, prepared.before
    notes = prepared.package.notes.items()
    names = {guid: plain(note.fields[1]) for guid, note in notes if len(note.fields) > 1}
    looks = list(looks)
    step = f"{before.version} → {feed.version}" if before.version else feed.version
    parts = [
        f"<h3>{escape(feed.name)}: {escape(step)}</h3>",
        _list(len(plan.add), "new question", [names.get(guid, "") for guid in plan.add]),
        _list(len(plan.updates), "changed question", [names.get(u.note.guid, u.note.guid) for u in plan.updates]),
        _list(len(plan.moves), "card moves", sorted({f"to {deck}" for _, deck in plan.moves}), many="cards move"),
        _list(
            len(plan.retire),
            "question was dropped",
            [_name(n.fields) for n in plan.retire],
            many="questions were dropped",
        ),
        _list(
            len(plan.wake),
            "dropped question is back",
            [_name(n.fields) for n in plan.wake],
            many="dropped questions are back",
        ),
        _list(len(looks), "notetype looks different", looks, many="notetypes look different"),
    ]
    if not any(parts[1:]):
        parts.append("<p>Nothing that is shown on your cards changes.</p>")
    kept = ["your schedule", "<i>My notes</i>", "your tags, flags, decks and styling"]
    if plan.conflicts:
        kept.insert(0, f"{_count(len(plan.conflicts), 'text')} that you edited and the deck changed too")
    parts.insert(1, f"<p><b>Kept:</b> {', '.join(kept)}.</p>")
    if plan.retire:
        parts.append("<p>Dropped questions are suspended and tagged, never deleted.</p>")
    return "".join(parts)


def summary(feed: Feed, before: str, done: Summary) -> str:
    """What an update did, and the changelog since the version `before`."""
    counts = [
        (done.added, "new question"),
        (done.updated, "changed question"),
        (done.moved, "moved card"),
        (done.retired, "dropped question"),
        (done.kept, "text of yours kept"),
    ]
    said = [_count(number, word) for number, word in counts[:4] if number]
    if done.kept:
        said.append(f"{_count(done.kept, 'text')} of yours kept: see Deckgen Sync → Conflicts")
    parts = [
        f"<h3>{escape(feed.name)} {escape(done.version)}</h3>",
        f"<p>{', '.join(said) or 'Nothing changed on your cards'}.</p>",
    ]
    for release in feed.changelog:
        if before and version_key(release.version) <= version_key(before):
            break
        if not before and release.version != feed.version:
            break
        text = "<br>".join(escape(line) for line in release.text.splitlines())
        parts.append(f"<h4>{escape(release.version)} ({escape(release.date)})</h4><p>{text}</p>")
    parts.append("<p>One step of <b>Edit → Undo</b> takes all of it back.</p>")
    return "".join(parts)


def _name(fields: object) -> str:
    values = list(fields.values()) if isinstance(fields, dict) else []
    return plain(values[1] if len(values) > 1 else "")


def _list(count: int, one: str, names: list[str], many: str = "") -> str:
    if not count:
        return ""
    shown = [f"<li>{escape(name)}</li>" for name in names[:SHOWN] if name]
    if len(names) > SHOWN:
        shown.append(f"<li>and {len(names) - SHOWN} more</li>")
    return f"<p><b>{_count(count, one, many)}</b></p><ul>{''.join(shown)}</ul>"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
