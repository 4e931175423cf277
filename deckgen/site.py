"""The deck as a static web site: pages, search index, pictures, downloads; nothing that needs a server."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from deckgen.build import Built, media_names
from deckgen.entries import Entry, Sheet, sheets
from deckgen.model import Area, Project
from deckgen.naming import title_of
from deckgen.render import Renderer
from deckgen.searchindex import index_files

MANIFEST = "site-files.txt"  # what the last run wrote: files of pages that are gone are removed


def site(built: Built, downloads: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield (path below the site's root, bytes) of every file; the same for the same content.

    `downloads` are files to offer beside the pages (latest.apkg, feed.json …), copied as they are.
    """
    pages = list(sheets(built))
    made: dict[str, bytes] = {}
    env = environment()
    look = {name: _asset(env, name, _values(built)) for name in ("site.css", "site.js", "search.js")}
    marks = {name: hashlib.sha256(data).hexdigest()[:8] for name, data in look.items()}  # caches take the new one
    shared = {
        "deck": built.project.deck,
        "version": built.version,
        "tree": list(tree(built.project, pages)),
        "marks": marks,
        "downloads": downloads,
        "count": len(built.notes),
    }
    for page in pages:
        made[page.address] = _page(env, "topic.html", shared, page.root, page=page, levels=_levels(page.entries))
    intro, reading = _front(built)
    made["index.html"] = _page(env, "index.html", shared, "", intro=intro, reading=reading, pages=pages)
    made["find.html"] = _page(env, "find.html", shared, "", tags=_tags(pages), paths=_paths(pages), areas=_areas(pages))
    made["tags.html"] = _page(env, "tags.html", shared, "", tags=_tags(pages))
    made["sources.html"] = _page(env, "sources.html", shared, "", pages=pages)
    made |= {f"assets/{name}": data for name, data in look.items()}
    addressed = ((f"{page.address}#{entry.id}", entry) for page in pages for entry in page.entries)
    made |= {f"search/{name}": text.encode() for name, text in index_files(addressed)}
    used = media_names(built.notes, built.notetypes)
    made |= {f"media/{item.name}": item.data for item in built.project.media if item.name in used}
    made |= downloads
    made[MANIFEST] = "".join(f"{name}\n" for name in sorted(made)).encode()
    yield from sorted(made.items())


def printed(built: Built, notes: Iterable[str]) -> str:
    """One page with the questions of these ids, all open, everything in it: for printing, or as a single file."""
    chosen = set(notes)
    pages = [(page, [entry for entry in page.entries if entry.id in chosen]) for page in sheets(built)]
    env = environment()
    css = _asset(env, "site.css", _values(built) | {"inline": True}).decode()
    text = env.get_template("print.html").render(
        deck=built.project.deck, version=built.version, css=css, pages=[each for each in pages if each[1]]
    )
    return inlined(text, built.project)


def inlined(html: str, project: Project) -> str:
    """HTML with its pictures and fonts in it, as data addresses."""
    from base64 import b64encode  # noqa: PLC0415 - only here

    kinds = {"svg": "image/svg+xml", "jpg": "image/jpeg", "woff2": "font/woff2", "mp3": "audio/mpeg"}
    for item in project.media:
        if item.name in html:
            suffix = item.name.rpartition(".")[2]
            data = f"data:{kinds.get(suffix, f'image/{suffix}')};base64,{b64encode(item.data).decode()}"
            for place in (f"../media/{item.name}", f"../../media/{item.name}", f"media/{item.name}"):
                html = html.replace(f'"{place}"', f'"{data}"').replace(f"url({place})", f"url({data})")
    return html


def environment() -> Environment:
    """The templates of pages/, escaping everything that is not marked as HTML."""
    return Environment(
        loader=PackageLoader("deckgen", "pages"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def tree(project: Project, pages: Iterable[Sheet]) -> Iterator[tuple[str, str, list[Sheet]]]:
    """(path, title, pages) of every area that has pages, in the project's order; topics without one have title ""."""
    groups: dict[str, list[Sheet]] = defaultdict(list)
    for page in pages:
        groups[page.path.rpartition("/")[0]].append(page)
    titles = {area.path: area.title for area in project.areas}
    for path, group in groups.items():
        yield path, (titles.get(path) or title_of(path)) if path else "", group


def _page(env: Environment, name: str, shared: dict[str, Any], root: str, **values: Any) -> bytes:
    return env.get_template(name).render(**shared, root=root, **values).encode()


def _asset(env: Environment, name: str, values: Mapping[str, Any]) -> bytes:
    return env.get_template(name).render(**values).encode()


def _values(built: Built) -> dict[str, Any]:
    names = [name for notetype in built.notetypes for name in notetype.media if name.endswith(".woff2")]
    return {"font": names[0] if names else "", "inline": False}


def _front(built: Built) -> tuple[str, str]:
    """content/index.md: what stands before its heading "Further reading", and what follows it."""
    area: Area | None = next((area for area in built.project.areas if not area.path), None)
    if area is None or area.prose is None:
        return "", ""
    html = Renderer(built.project.deck, built.project.media).prose(area.prose, "content/index.md")[0]
    intro, _, reading = html.partition("<h2>Further reading</h2>")
    return intro, reading


def _levels(entries: Iterable[Entry]) -> list[str]:
    found = {entry.level for entry in entries}
    return [level for level in ("basic", "core", "advanced") if level in found]


def _tags(pages: Iterable[Sheet]) -> list[tuple[str, list[tuple[Sheet, Entry]]]]:
    found: dict[str, list[tuple[Sheet, Entry]]] = defaultdict(list)
    for page in pages:
        for entry in page.entries:
            for tag in entry.tags:
                found[tag].append((page, entry))
    return sorted(found.items())


def _paths(pages: Iterable[Sheet]) -> list[str]:
    return sorted({path for page in pages for entry in page.entries for path in entry.paths})


def _areas(pages: Iterable[Sheet]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((page.path.rpartition("/")[0], page.area) for page in pages if page.area))
