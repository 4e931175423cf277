"""The preview's local pages: every question as Anki would show its cards, renewed at every save.

Cards are documents of their own in sandboxed frames, so that their scripts and styles run as in Anki and reach nothing.
Media come from the project's values, never from a path that a browser names: nothing outside is served.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import asdict
from html import unescape
from importlib.resources import files
from mimetypes import guess_type
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from watchfiles import DefaultFilter, awatch

from deckgen.face import faces, page, plain
from deckgen.model import Note, Notetype
from deckgen.problem import Problem, Span, Stop
from deckgen.session import Session

FOUND = 200  # questions that a search shows
ASSETS = {"app.css": "text/css", "app.js": "text/javascript", "card.js": "text/javascript"}
SHELL_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src 'self'"
)
CARD_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'self'; style-src 'unsafe-inline'; "
    "img-src 'self' data:; media-src 'self'; font-src 'self'"
)


class Preview:
    """The pages of one session; `renew` looks again and tells every open page."""

    def __init__(self, session: Session, hosts: Iterable[str] = ()) -> None:
        self.session = session
        self._hosts = [*hosts, "127.0.0.1", "localhost", "[::1]"]
        self._open: set[asyncio.Queue[str]] = set()
        self._turn = asyncio.Lock()

    def app(self, *, watching: bool = True) -> Starlette:
        """The application. Pages are told of saves while it runs, if `watching`."""

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            task = asyncio.create_task(self._watch()) if watching else None
            yield
            if task:
                task.cancel()

        routes = [
            Route("/", self._shell),
            Route("/assets/{name}", self._asset),
            Route("/outline", self._outline),
            Route("/topic/{path:path}", self._topic),
            Route("/search", self._search),
            Route("/card/{question}/{ordinal:int}", self._card),
            Route("/media/{name}", self._media),
            Route("/events", self._events),
        ]
        guard = Middleware(TrustedHostMiddleware, allowed_hosts=self._hosts, www_redirect=False)
        return Starlette(routes=routes, middleware=[guard], lifespan=lifespan)

    async def renew(self) -> None:
        """Look again, beside the pages that are being served, and tell the open ones."""
        async with self._turn:
            before = self.session.notes()
            try:
                await asyncio.to_thread(self.session.look)
            except Stop as stop:
                self.session.problems = (Problem(Span("ledger.jsonl"), "stop", stop.message, stop.hint),)
                self.session.number += 1
            after = self.session.notes()
        changed = [id_ for id_, note in after.items() if id_ not in before or before[id_].hash != note.hash]
        for queue in self._open:
            queue.put_nowait(json.dumps({"number": self.session.number, "changed": changed[:FOUND]}))

    async def _watch(self) -> None:
        root = self.session.root
        places = [root / name for name in ("content", "templates", "media") if (root / name).is_dir()]
        async for _ in awatch(*places, root / "deck.yaml", watch_filter=DefaultFilter(), debounce=80, step=20):
            await self.renew()

    async def _shell(self, _: Request) -> Response:
        return HTMLResponse(_read("shell.html"), headers={"content-security-policy": SHELL_POLICY})

    async def _asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        return Response(_read(name), media_type=ASSETS[name]) if name in ASSETS else _gone()

    async def _outline(self, _: Request) -> Response:
        built, faults = self.session.built, self.session.faults()
        rows, sources = [], set()
        counts: dict[str, int] = {}
        for note in built.notes if built else ():
            counts[note.topic] = counts.get(note.topic, 0) + 1
        areas = {area.path: area.title for area in built.project.areas} if built else {}
        for topic in built.project.topics if built else ():
            sources.add(topic.source)
            area = areas.get(topic.area, "") if topic.area else ""
            wrong = _levels(faults.get(topic.source, ()))
            rows.append([topic.path, topic.title, area, counts.get(topic.path, 0), *wrong])
        loose = [_said(each) for path, found in faults.items() if path not in sources for each in found]
        tags = sorted(
            {
                tag.split("::", 2)[2]
                for note in (built.notes if built else ())
                for tag in note.tags
                if "::about::" in tag
            }
        )
        name = built.project.deck.name if built else self.session.root.name
        errors = _levels(self.session.problems)
        return JSONResponse(
            {"name": name, "topics": rows, "problems": loose, "errors": errors[0], "warnings": errors[1], "tags": tags}
        )

    async def _topic(self, request: Request) -> Response:
        built, path = self.session.built, request.path_params["path"]
        topic = next((topic for topic in (built.project.topics if built else ()) if topic.path == path), None)
        if built is None or topic is None:
            return _gone()
        notetypes = {each.key: each for each in built.notetypes}
        found = sorted(self.session.faults().get(topic.source, ()), key=lambda each: each.span)
        notes = [note for note in built.notes if note.topic == path]
        lines = {question.id: question.span.line for question in topic.questions}
        order = sorted(notes, key=lambda note: lines.get(note.question, 0))
        starts = [lines.get(note.question, 0) for note in order]
        rows = []
        for index, note in enumerate(order):
            end = starts[index + 1] if index + 1 < len(starts) else 1 << 60
            rows.append(
                _row(note, notetypes[note.notetype])
                | {
                    "line": starts[index],
                    "problems": [_said(each) for each in found if starts[index] <= each.span.line < end],
                }
            )
        first = starts[0] if starts else 1 << 60
        loose = [_said(each) for each in found if each.span.line < first]
        return JSONResponse(
            {"path": path, "title": topic.title, "source": topic.source, "problems": loose, "questions": rows}
        )

    async def _search(self, request: Request) -> Response:
        ask = {key: request.query_params.get(key, "") for key in ("q", "level", "tag")}
        words = ask["q"].casefold().split()
        built = self.session.built
        found = []
        for note in built.notes if built else ():
            tags = " ".join(note.tags).casefold() + " "
            if ask["level"] and f"::level::{ask['level']}" not in tags.replace("1-", "").replace("2-", "").replace(
                "3-", ""
            ):
                continue
            if ask["tag"] and f"::about::{ask['tag']}".casefold() + " " not in tags:
                continue
            if words:
                text = unescape(f"{note.question} {' '.join(note.fields)}").casefold()
                if not all(word in text for word in words):
                    continue
            found.append([note.question, note.topic, plain(note.fields[1])])
            if len(found) >= FOUND:
                break
        return JSONResponse(found)

    async def _card(self, request: Request) -> Response:
        built, ask = self.session.built, request.path_params
        note = self.session.notes().get(ask["question"])
        if built is None or note is None:
            return _gone()
        notetype = next(each for each in built.notetypes if each.key == note.notetype)
        face = next((each for each in faces(note, notetype, built.version) if each.ordinal == ask["ordinal"]), None)
        if face is None:
            return _gone()
        html = page(face.front, notetype, face.ordinal, night="night" in request.query_params, media="/media/")
        sides = json.dumps([face.front, face.back]).replace("<", "\\u003c")
        data = f'<script type="application/json" id="deckgen-sides">{sides}</script>'
        html = html.replace("</body>", f'{data}<script src="/assets/card.js"></script></body>')
        return HTMLResponse(html, headers={"content-security-policy": CARD_POLICY, "cache-control": "no-store"})

    async def _media(self, request: Request) -> Response:
        built, name = self.session.built, request.path_params["name"]
        found = next((item for item in (built.project.media if built else ()) if item.name == name), None)
        if found is None:
            return _gone()
        kind = guess_type(name)[0] or "application/octet-stream"
        # A card's frame has no origin of its own: fonts need leave to be used there.
        headers = {
            "access-control-allow-origin": "null",
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
            "x-content-type-options": "nosniff",
        }
        return Response(found.data, media_type=kind, headers=headers)

    async def _events(self, request: Request) -> Response:
        queue: asyncio.Queue[str] = asyncio.Queue()

        async def stream() -> AsyncIterator[str]:
            self._open.add(queue)
            try:
                yield f"data: {json.dumps({'number': self.session.number, 'changed': []})}\n\n"
                while not await request.is_disconnected():
                    try:
                        yield f"data: {await asyncio.wait_for(queue.get(), 15)}\n\n"
                    except TimeoutError:
                        yield ": still here\n\n"
            finally:
                self._open.discard(queue)

        return StreamingResponse(stream(), media_type="text/event-stream", headers={"cache-control": "no-store"})


def _row(note: Note, notetype: Notetype) -> dict[str, Any]:
    marks = [tag.split("::") for tag in note.tags]
    heading = next((index for index, each in enumerate(notetype.fields) if each.origin == "heading"), 0)
    names = {face: notetype.templates[0 if notetype.kind == "cloze" else face].name for face, _ in note.cards}
    return {
        "id": note.question,
        "title": plain(note.fields[heading]),
        "hash": note.hash,
        "look": str(hash(notetype)),
        "level": next((parts[-1].partition("-")[2] for parts in marks if parts[1:2] == ["level"]), ""),
        "tags": ["::".join(parts[2:]) for parts in marks if parts[1:2] in (["about"], ["path"])],
        "cards": [
            [ordinal, names[ordinal] + (f" {ordinal + 1}" if notetype.kind == "cloze" else "")]
            for ordinal, _ in note.cards
        ],
    }


def _said(problem: Problem) -> dict[str, Any]:
    return {"place": str(problem.span), **{key: value for key, value in asdict(problem).items() if key != "span"}}


def _levels(problems: Iterable[Problem]) -> list[int]:
    found = list(problems)
    errors = sum(problem.level == "error" for problem in found)
    return [errors, len(found) - errors]


def _read(name: str) -> str:
    return files("deckgen").joinpath("pages", "preview", name).read_text(encoding="utf-8")


def _gone() -> Response:
    return Response("there is nothing here", 404)
