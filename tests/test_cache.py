"""Caches, processes and clusters change how long a build takes, and not one byte of it."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from benchmarks.generate import generate
from deckgen import drawing
from deckgen.cache import CACHE, Cache
from deckgen.drawing import Setting, draw_all
from deckgen.model import Drawn
from deckgen.project import read_project
from deckgen.render import Renderer
from tests.test_release import deckgen


@pytest.fixture
def project(tmp_path: Path) -> Path:
    generate(tmp_path / "p", 120)
    return tmp_path / "p"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of questions that are really rendered from here on."""
    ids: list[str] = []
    question = Renderer.question
    monkeypatch.setattr(Renderer, "question", lambda self, *given: (ids.append(given[1].id), question(self, *given))[1])
    return ids


def drawn(root: Path, memory: Cache | None = None, **options: object) -> dict[str, Drawn]:
    project, _ = read_project(root)
    assert project
    setting = Setting.of(project.deck, project.media, project.notetypes)
    return draw_all(project.topics, setting, memory, **options)[0]


def build(root: Path, *options: str) -> tuple[bytes, str]:
    done = deckgen(root, "build", *options)
    return (root / "output/measured-0.0.0+dev.apkg").read_bytes(), done.stderr


def test_only_what_changed_is_rendered_again(project: Path, rendered: list[str]):
    said: list[str] = []
    cache = Cache(project / CACHE, said.append)
    first = drawn(project, cache)
    cache.close()
    assert len(rendered) == 120
    rendered.clear()
    path = project / "content/area-000/topic-01.md"
    path.write_text("\n" + path.read_text().replace("### Pitfalls\n", "### Pitfalls\nNot so ", 1))
    second = drawn(project, Cache(project / CACHE, said.append))
    assert [id_ for id_ in first if first[id_] != second[id_]] == rendered == ["q-50"] and not said


def test_a_warm_build_gives_the_bytes_of_a_cold_one(project: Path):
    cold, _ = build(project)
    assert (project / CACHE).is_file() and build(project) == (cold, "")


@pytest.mark.parametrize("harm", ["cut", "noise", "text"])
def test_a_broken_cache_is_ignored_with_one_warning(project: Path, harm: str):
    cold, _ = build(project)
    path = project / CACHE
    whole = path.read_bytes()
    path.write_bytes({"cut": whole[: len(whole) // 2], "noise": os.urandom(len(whole)), "text": b"hello"}[harm])
    again, said = build(project)
    assert again == cold and said.count("is ignored") == 1
    assert build(project) == (cold, "")


def test_a_value_that_was_tampered_with_is_not_believed(project: Path):
    cold, _ = build(project)
    path = project / CACHE
    path.write_bytes(path.read_bytes().replace(b"depends on", b"DEPENDS ON"))
    assert build(project) == (cold, "")


def test_another_version_of_the_code_has_its_own_memory(project: Path, rendered: list[str], monkeypatch):
    cache = Cache(project / CACHE, print)
    drawn(project, cache)
    cache.close()
    monkeypatch.setattr("deckgen.cache.code_key", lambda: "another")
    rendered.clear()
    drawn(project, Cache(project / CACHE, print))
    assert len(rendered) == 120


def test_processes_give_what_one_gives(project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drawing, "ENOUGH", 10)
    monkeypatch.setattr(drawing, "BATCH", 7)
    assert drawn(project) == drawn(project, executor=lambda: ProcessPoolExecutor(2))


class Fatal(ProcessPoolExecutor):
    """Loses a worker after the first batches."""

    def map(self, call, batches, **options):
        def stream():
            for number, made in enumerate(super(Fatal, self).map(call, batches, **options)):
                if number == 2:
                    for process in list(self._processes.values()):
                        os.kill(process.pid, signal.SIGKILL)
                yield made

        return stream()


def test_a_worker_that_is_killed_costs_time_not_the_build(project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drawing, "ENOUGH", 10)
    monkeypatch.setattr(drawing, "BATCH", 3)
    assert drawn(project) == drawn(project, executor=lambda: Fatal(2))


def test_a_scheduler_with_two_workers_gives_what_one_process_gives(project: Path, monkeypatch: pytest.MonkeyPatch):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(drawing, "ENOUGH", 10)
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster:
        from deckgen.jobs import executor

        assert drawn(project) == drawn(project, executor=executor(dask=cluster.scheduler_address))
