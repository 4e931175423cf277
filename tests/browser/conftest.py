"""The sample deck's cards on a server of this machine, and one running driver an engine."""

import os
from contextlib import ExitStack

import pytest

from tests.browser.cards import faces, page, sample_notes
from tests.browser.engines import NAMES, display, missing, opened, served


def need(reason: str) -> None:
    """Skip for that reason; where everything must be there (DECKGEN_CI=1), fail."""
    if reason and os.environ.get("DECKGEN_CI") == "1":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def deck():
    notetypes, notes, media = sample_notes()
    return {face.name: face for face in faces(notetypes, notes, mine="What I noted myself.")}, media


@pytest.fixture(scope="session")
def site(deck, tmp_path_factory):
    """The address of a folder with each face as light-NAME.html, night-NAME.html, still-NAME.html (no scripts)."""
    folder = tmp_path_factory.mktemp("site")
    for item in deck[1]:
        (folder / item.name).write_bytes(item.data)
    for face in deck[0].values():
        (folder / f"light-{face.name}.html").write_text(page(face.html))
        (folder / f"night-{face.name}.html").write_text(page(face.html, night=True))
        (folder / f"still-{face.name}.html").write_text(page(face.html, scripts=False))
        (folder / f"phone-{face.name}.html").write_text(page(face.html, platform="mobile android js"))
    with served(folder) as address:
        yield address


@pytest.fixture(scope="session")
def drivers(tmp_path_factory):
    """Starts each engine once, when the first test wants it."""
    running = {}
    with ExitStack() as stack:
        stack.enter_context(display())

        def start(name):
            need(missing(name))
            if name not in running:
                running[name] = stack.enter_context(opened(name, tmp_path_factory.mktemp(name)))
            return running[name]

        yield start


@pytest.fixture(params=NAMES)
def driver(request, drivers):
    return drivers(request.param)


@pytest.fixture
def chromium(drivers):
    return drivers("chromium")
