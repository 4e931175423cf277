"""How soon a save shows: python benchmarks/preview.py [QUESTIONS …]. For each size the median of five saves.

Page: from the write to the changed card served again, after the event that tells the open page. Feed: from the write to
the new feed.json of `deckgen watch`'s step.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import uvicorn
from generate import generate

from deckgen.commands.shell import read_ledger
from deckgen.ledger import Ledger
from deckgen.preview import Preview
from deckgen.session import Session
from deckgen.watch import rebuild

ROUNDS = 5


async def page(root: Path) -> list[float]:
    """Seconds from each save to its card."""
    session = Session(root, partial(read_ledger, root))
    session.look()
    server = uvicorn.Server(uvicorn.Config(Preview(session).app(), port=8791, log_level="warning"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.05)
    took = []
    client = httpx.AsyncClient(base_url="http://127.0.0.1:8791", timeout=30)
    async with client, client.stream("GET", "/events") as events:
        lines = events.aiter_lines()
        await anext(lines)
        await asyncio.sleep(0.5)
        for number in range(ROUNDS):
            start = time.perf_counter()
            edit(root, number)
            async for line in lines:
                if line.startswith("data:") and json.loads(line[5:])["changed"]:
                    break
            card = (await client.get("/card/q-50/0")).text
            assert f"edited {number}" in card
            took.append(time.perf_counter() - start)
            await asyncio.sleep(0.4)
    server.should_exit = True
    await task
    return took


def edit(root: Path, number: int) -> None:
    path = root / "content/area-000/topic-01.md"
    head, _, rest = path.read_text().partition("### Pitfalls\n")
    path.write_text(f"{head}### Pitfalls\nedited {number}\n{rest.partition(chr(10))[2]}")


def feed(root: Path) -> list[float]:
    """Seconds of each of watch's steps."""
    session, running, took = Session(root, Ledger), Ledger("measured"), []
    for number in range(ROUNDS + 1):
        edit(root, 100 + number)
        start = time.perf_counter()
        saved = rebuild(root, Ledger("measured"), running, session)
        running = saved.ledger
        took.append(time.perf_counter() - start)
    return took[1:]


def main() -> None:
    print(f"{'questions':>10}{'page, s':>10}{'feed, s':>10}")
    for count in map(int, sys.argv[1:] or ["1000", "10000"]):
        with TemporaryDirectory() as folder:
            root = Path(folder) / "p"
            generate(root, count)
            shown, fed = asyncio.run(page(root)), feed(root)
        print(f"{count:>10,}{statistics.median(shown):>10.2f}{statistics.median(fed):>10.2f}", flush=True)


if __name__ == "__main__":
    main()
