"""The one door to the disk for what deckgen writes: every file whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from deckgen.problem import Stop


def write(path: Path, content: bytes | Callable[[BinaryIO], None]) -> None:
    """Replace `path` atomically: temporary file beside it, fsync, rename. Stop where the disk refuses.

    Bytes that stand there already are left alone, so that watchers of the file see no change.
    """
    if not path.name or path.is_dir():
        raise Stop(f"cannot write {path}: it is a folder", "name a file in it")
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        if isinstance(content, bytes) and path.is_file() and path.read_bytes() == content:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        with partial.open("wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                content(file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise Stop(f"cannot write {path.name}: {error.strerror or error}", _advice(error)) from error
    finally:
        partial.unlink(missing_ok=True) if partial.parent.is_dir() else None


def _sweep(path: Path) -> None:
    """Remove what killed runs left beside `path`."""
    for stale in path.parent.glob(f".{path.name}.*.partial"):
        pid = stale.name.split(".")[-2]
        if not (pid.isdigit() and _alive(int(pid))):
            stale.unlink(missing_ok=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; not every system lets folders be opened."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _advice(error: OSError) -> str:
    import errno  # noqa: PLC0415 - only on failure

    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "the disk is full: free some space and run the command again; nothing was changed"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return "the folder is not writable: change its permissions, or choose another place with -o"
    return "nothing was changed"


def replace_folder(folder: Path, files: Mapping[str, bytes], manifest: str) -> None:
    """Write files below a folder, and remove those that `manifest`, a list of the last run's files, names besides.

    What nobody listed stays. Stop where the folder holds something else already, or the disk refuses.
    """
    listed = folder / manifest
    if folder.is_dir() and any(folder.iterdir()) and not listed.is_file():
        raise Stop(f"{folder} holds other files", "name a folder that is empty or does not exist yet")
    old = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    for name, data in files.items():
        if name != manifest:
            write(folder / name, data)
    for name in sorted(set(old) - files.keys()):
        path = folder / name
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            path.unlink()
    write(listed, files[manifest])
