"""Who renders: this process, processes beside it, or a dask cluster; all through concurrent.futures' Executor."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor
from importlib import import_module
from typing import Any

from deckgen.problem import Stop


def executor(jobs: int = 0, dask: str = "") -> Callable[[], Executor] | None:
    """What makes the workers: `jobs` processes (0: a process a core), or the cluster at the address `dask`.

    None where one process does it alone. Stop where dask is asked for and not installed, or does not answer.
    """
    if dask:
        return lambda: _cluster(dask)
    count = jobs or os.cpu_count() or 1
    return (lambda: _processes(count)) if count > 1 else None


def _processes(count: int) -> Executor:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - not for --help

    return ProcessPoolExecutor(count)


def _cluster(address: str) -> Executor:
    try:
        distributed: Any = import_module("distributed")  # an extra
    except ImportError as error:
        raise Stop("dask is not installed", 'pip install "deckgen[dask]"') from error
    try:
        made: Executor = distributed.Client(address, timeout=5, set_as_default=False).get_executor()
    except (OSError, ValueError) as error:
        raise Stop(f"no dask scheduler answers at {address}: {error}", "start one with: dask scheduler") from error
    return made
