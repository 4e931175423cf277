"""The whole import, from a source to the files that it would write; read it top to bottom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from deckgen.importers.apkg import read_package
from deckgen.importers.crowdanki import read_crowdanki
from deckgen.importers.markdown import read_markdown
from deckgen.importers.pictures import Pictures
from deckgen.importers.piece import Found, Piece, Title
from deckgen.importers.places import slug
from deckgen.importers.settle import Workshop, settle
from deckgen.importers.source import LARGEST_PACKAGE, Document, decode, read_file, read_folder
from deckgen.importers.table import read_table
from deckgen.importers.tablefile import is_table
from deckgen.importers.writing import Home, Plan, plan
from deckgen.ledger import Ledger
from deckgen.media import published
from deckgen.model import Media, Project
from deckgen.naming import title_of
from deckgen.notetypes import read_notetypes
from deckgen.problem import Problem, Stop

PACKAGES = (".apkg", ".colpkg")
TABLES = (".csv", ".tsv")
TEXTS = (".md", ".markdown", ".mdown", ".mkd", ".txt")


def gather(
    source: Path, project: Project, sources: dict[str, str], ledger: Ledger, *, into: str = "", allow_html: bool = False
) -> Plan:
    """Read a source and say what importing it would write, and what could not be carried over."""
    found = read(source, project, allow_html=allow_html)
    return finish(found, project, sources, ledger, _name(source), into=into, allow_html=allow_html)


def finish(
    found: Found,
    project: Project,
    sources: dict[str, str],
    ledger: Ledger,
    name: str,
    *,
    into: str = "",
    allow_html: bool = False,
) -> Plan:
    """What is the same for every format: settle the pieces, and plan the files; `name` is the source's."""
    if found.bad:
        return Plan((), tuple(sorted(found.problems)))
    media = (*project.media, *(_media(name, data) for name, data in found.media))
    adopted, _, _ = read_notetypes(dict(found.templates), project.deck)
    notetypes = (*project.notetypes, *adopted)
    workshop = Workshop(project.deck, notetypes, media, allow_html)
    introductions = [
        Piece(each.where, (("question", "x"), ("answer", each.markdown)), each.span) for each in found.prose
    ]
    settled, told = settle([*found.pieces, *introductions], workshop)
    count = len(found.pieces)
    prose = tuple(
        replace(each, markdown=dict(piece.fields).get("answer", ""))
        for each, piece in zip(found.prose, settled[count:], strict=True)
    )
    found = replace(found, pieces=tuple(settled[:count]), prose=prose, problems=(*found.problems, *told))
    return plan(found, Home(project, sources, ledger, notetypes, into), name)


def read(source: Path, project: Project, *, allow_html: bool = False) -> Found:
    """What a source holds, whatever its format."""
    if source.is_dir():
        deck = source / "deck.json" if (source / "deck.json").exists() else source / f"{source.name}.json"
        return read(deck, project, allow_html=allow_html) if deck.is_file() else _folder(source, project)
    suffix = source.suffix.lower()
    if suffix in PACKAGES:
        document = read_file(source, LARGEST_PACKAGE)
        return read_package(document.data, document.name, project, allow_html=allow_html)
    if suffix not in (*TEXTS, *TABLES, ".json"):
        known = ", ".join(sorted({*TEXTS, *TABLES, *PACKAGES, ".json"}))
        hint = f"known: {known}, a folder of CrowdAnki or of Markdown files"
        raise Stop(f"deckgen does not know how to import {source.name}", hint)
    document = read_file(source)
    text, problems = decode(document)
    if problems:
        return Found(problems=tuple(problems))
    if suffix == ".json":
        picture = _below(document, "media")
        return read_crowdanki(text, document.name, project, picture, allow_html=allow_html)
    if suffix in TABLES or (suffix == ".txt" and is_table(text)):
        picture = _below(document, f"{source.stem}.media")
        return read_table(text, document.name, project, picture, allow_html=allow_html)
    return read_markdown(text, document.name, Pictures(document.picture, project.media), project.notetypes)


def _below(document: Document, folder: str) -> Callable[[str], bytes | None]:
    """Media lie in CrowdAnki's folder media/, or that of `build --format csv`; else beside the file."""
    return lambda name: document.picture(f"{folder}/{name}") or document.picture(name)


def _folder(folder: Path, project: Project) -> Found:
    """A folder of documents: the folders in it and the documents' own titles come before their sections."""
    documents, problems = read_folder(folder)
    if not documents:
        raise Stop(f"{folder} holds nothing that deckgen could import", "name a file, or a folder of Markdown files")
    whole = Found(problems=tuple(problems))
    media: dict[str, bytes] = {}
    for document in documents:
        text, faults = decode(document)
        if faults:
            whole = replace(whole, problems=(*whole.problems, *(replace(each, level="warning") for each in faults)))
            continue
        pictures = Pictures(document.picture, project.media, media)
        found = read_markdown(text, document.name, pictures, project.notetypes)
        *folders, file = document.name.rsplit(".", 1)[0].split("/")
        above = [Title(title_of(each), slug(each)) for each in folders]
        places = {piece.where for piece in found.pieces}
        if len(places) == 1 and found.pieces[0].id:  # a question file of another project: its title is the topic's
            above.append(Title(found.pieces[0].where[0].text, slug(file)))
            found = replace(
                found,
                pieces=tuple(replace(piece, where=()) for piece in found.pieces),
                prose=tuple(replace(prose, where=()) for prose in found.prose),
            )
        elif file.casefold() not in ("readme", "index"):
            above.append(Title(found.title or title_of(file), slug(file)))
        whole = Found(
            pieces=(*whole.pieces, *(replace(piece, where=(*above, *piece.where)) for piece in found.pieces)),
            prose=(*whole.prose, *(replace(prose, where=(*above, *prose.where)) for prose in found.prose)),
            media=tuple(sorted(media.items())),
            problems=(*whole.problems, *(_softer(each) for each in found.problems)),
        )
    return whole


def _softer(problem: Problem) -> Problem:
    """One document that cannot be read does not keep the others out."""
    return replace(problem, level="warning")


def _media(name: str, data: bytes) -> Media:
    return published(f"media/{name}", data)


def _name(source: Path) -> str:
    stem = source.stem if source.is_file() else source.resolve().name
    if stem.casefold() in ("readme", "index"):
        stem = source.resolve().parent.name
    return slug(stem)
