"""The feed of a release: feed.json, packages, deltas, notes files, `latest.apkg`, the changelog as a page.

Package, delta and notes file come from one function of ledger, notes and the version that a subscriber has, so they
cannot disagree. Everything is made again from content and ledger alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from io import BytesIO

from deckgen.addon.feed import Delta, Feed, FeedNote, FeedNotetype, File, Notes, Release, write_feed, write_notes
from deckgen.apkg import pack
from deckgen.build import Built, contents
from deckgen.changelog import counts, describe
from deckgen.ledger import Ledger, NoteEntry
from deckgen.version import parts

DELTAS = 3  # releases back from which a delta is offered


def feed_files(built: Built) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file of the feed, feed.json last: a reader never sees it name a file that is not there."""
    ledger, id_, version = built.ledger, built.project.deck.id, built.version
    package = _package(built, "")
    files = {f"{id_}-{version}.apkg": package, f"{id_}-{version}.notes.json.gz": write_notes(notes_file(built, ""))}
    whole, notes = (_file(name, data) for name, data in files.items())
    deltas = []
    for release in ledger.releases[:-1][-DELTAS:][::-1]:
        stem = f"{id_}-{version}-from-{release.version}"
        pair = {
            f"{stem}.apkg": _package(built, release.version),
            f"{stem}.notes.json.gz": write_notes(notes_file(built, release.version)),
        }
        files |= pair
        deltas.append(Delta(release.version, *(_file(name, data) for name, data in pair.items())))
    yield from files.items()
    yield "changelog.html", changelog_page(built).encode()
    yield "latest.apkg", package
    changelog = tuple(
        Release(r.version, r.date, r.added, r.changed, r.retired, describe(ledger, r.version))
        for r in reversed(ledger.releases)
    )
    feed = Feed(id_, built.project.deck.name, version, ledger.releases[-1].date, whole, notes, tuple(deltas), changelog)
    yield "feed.json", write_feed(feed)


def dev_feed(built: Built, serial: int) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of a feed of the project as it is now, for its author's own Anki; feed.json last.

    Its version "1.2.0+dev.SERIAL" is another one at each save, so `serial` must grow: seconds or milliseconds do.
    """
    id_, version = built.project.deck.id, f"{built.version.partition('+')[0]}+dev.{serial}"

    def at(value: str) -> str:
        return version if value.endswith("+dev") else value

    said = notes_file(built, "")
    notes = tuple(
        replace(n, since=at(n.since), changed=at(n.changed), moved=at(n.moved), retired=at(n.retired))
        for n in said.notes
    )
    files = {
        f"{id_}-{version}.apkg": _package(built, ""),
        f"{id_}-{version}.notes.json.gz": write_notes(replace(said, version=version, notes=notes)),
    }
    yield from files.items()
    whole, known = (_file(name, data) for name, data in files.items())
    yield "feed.json", write_feed(Feed(id_, built.project.deck.name, version, "", whole, known))


def notes_file(built: Built, since: str) -> Notes:
    """What a subscriber at the version `since` ("": a new one) must know of notes and notetypes."""
    deck, fields = built.project.deck, {}
    for notetype in built.project.notetypes:
        fields[notetype.key] = {field.key: field.name for field in notetype.fields}
    looks = {entry.key: entry for entry in built.ledger.notetypes}
    notetypes = []
    for notetype in built.notetypes:
        names = {"css": "css"} | {
            f"{template.key}.{side}": f"{template.name}/{side}"
            for template in notetype.templates
            for side in ("front", "back")
        }
        look = {names[key]: hashes for key, hashes in looks[notetype.key].look if key in names}
        notetypes.append(FeedNotetype(notetype.id, notetype.name, look))
    notes = tuple(
        _feed_note(entry, fields.get(entry.notetype, {})) for entry in built.ledger.notes if touched(entry, since)
    )
    return Notes(deck.id, built.version, since, deck.tag, tuple(notetypes), notes)


def touched(entry: NoteEntry, since: str) -> bool:
    """Whether anything happened to the note after the version `since`; all notes for ""."""
    happened = (entry.since, entry.changed, entry.moved, entry.retired)
    return not since or any(version and parts(version) > parts(since) for version in happened)


def packaged(entry: NoteEntry, since: str) -> bool:
    """Whether a package for subscribers at `since` holds the note: added or changed after it, not retired."""
    return not entry.retired and (
        not since or any(parts(version) > parts(since) for version in (entry.since, entry.changed))
    )


def _package(built: Built, since: str) -> bytes:
    wanted = {entry.guid for entry in built.ledger.notes if packaged(entry, since)}
    held = {entry.name for entry in built.ledger.media if since and parts(entry.since) <= parts(since)}
    buffer = BytesIO()
    chosen = [note for note in built.notes if note.guid in wanted]
    pack(contents(built, chosen, without=held, all_notetypes=True), buffer)
    return buffer.getvalue()


def _feed_note(entry: NoteEntry, names: dict[str, str]) -> FeedNote:
    fields = {names[key]: hashes for key, hashes in entry.fields if key in names}
    return FeedNote(entry.guid, entry.since, entry.changed, entry.moved, entry.retired, entry.decks, entry.tags, fields)


def _file(name: str, data: bytes) -> File:
    return File(name, hashlib.sha256(data).hexdigest(), len(data))


def changelog_page(built: Built) -> str:
    """The changelog as one HTML page."""
    deck, ledger = built.project.deck, built.ledger
    return _PAGE.format(
        name=escape(deck.name),
        package=escape(f"{deck.id}-{built.version}.apkg"),
        version=escape(built.version),
        releases="\n".join(_section(ledger, release.version) for release in reversed(ledger.releases)),
    )


def _section(ledger: Ledger, version: str) -> str:
    release = next(each for each in ledger.releases if each.version == version)
    lines: Iterable[str] = (f"<p>{escape(line)}</p>" for line in describe(ledger, version).splitlines())
    return (
        f'<section id="v{version}"><h2>{version} <small><time>{release.date}</time></small></h2>\n'
        f"<p>{escape(counts(release))}</p>\n{''.join(lines)}</section>"
    )


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}: what changed</title>
<style>
:root {{ color-scheme: light dark; font: 1.05rem/1.55 system-ui, sans-serif; }}
body {{ max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }}
small {{ font-weight: normal; opacity: .7; }}
p {{ overflow-wrap: anywhere; }}
</style>
</head>
<body>
<h1>{name}</h1>
<p>The newest package is <a href="{package}">{version}</a>, always also <a href="latest.apkg">latest.apkg</a>: open
that one, whichever version you have. Importing it updates the cards you have and keeps your schedule.</p>
<p>On a computer, the add-on Deckgen Sync follows this deck by itself (subscribe to <a href="feed.json">this
address</a>) and keeps all that you made. A plain import, the only way on phones, cannot keep these:</p>
<ul>
<li>what you wrote into <em>My notes</em>, and your own edits, of a question that the release changed;</li>
<li>your own tags on a question that the release changed (flags stay: mark cards with flags);</li>
<li>your own styling, where the release changed a template or the style;</li>
<li>questions and cards that you deleted: they come back (suspend them instead).</li>
</ul>
{releases}
</body>
</html>
"""
