"""Gets a feed's files from a web host or a folder: bounded, checked, retried, never from elsewhere."""

from __future__ import annotations

import hashlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urljoin, urlsplit

from .feed import FeedError, File

SMALL = 8 * 1024**2  # bytes: no feed.json is larger
CHUNK = 256 * 1024
TIMEOUT = 20  # seconds without a byte
PAUSES = (1.0, 3.0)  # seconds before the second and the third try
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Offline(FeedError):
    """The host could not be reached: no error of the feed."""


class Reader:
    """Reads files that lie beside feed.json; `open_at(name, offset)` gives a stream from that byte on."""

    def __init__(self, open_at: Callable[[str, int], tuple[BinaryIO, int]]) -> None:
        self.open_at = open_at

    def small(self, name: str) -> bytes:
        """The whole of a small file. FeedError over 8 MB, Offline where the host cannot be reached."""
        got = bytearray()
        _retry(lambda: self._append(name, got, SMALL + 1))
        if len(got) > SMALL:
            raise FeedError(f"{name} is larger than any feed's should be")
        return bytes(got)

    def fetch(self, file: File, target: Path) -> Path:
        """Write the file to `target` and return it. FeedError where size or sha256 are not what feed.json says."""
        got = bytearray()
        _retry(lambda: self._append(file.url, got, file.size + 1))
        if len(got) != file.size:
            raise FeedError(f"{file.url} holds {'more' if len(got) > file.size else 'fewer'} bytes than feed.json says")
        if hashlib.sha256(got).hexdigest() != file.sha256:
            raise FeedError(f"{file.url} is not the file that feed.json names (sha256 differs)")
        target.write_bytes(got)
        return target

    def _append(self, name: str, got: bytearray, limit: int) -> None:
        """Read on from where an earlier try stopped, up to `limit` bytes in all."""
        stream, start = self.open_at(name, len(got))
        with stream:
            del got[start:]
            while len(got) < limit:
                chunk = stream.read(min(CHUNK, limit - len(got)))
                if not chunk:
                    return
                got += chunk


def open_source(source: str) -> Reader:
    """A reader for the address or path of a feed: feed.json itself, or the folder that it lies in."""
    scheme = urlsplit(source).scheme.lower()
    if scheme in ("http", "https"):
        return _web(source)
    path = Path(urllib.request.url2pathname(urlsplit(source).path) if scheme == "file" else source).expanduser()
    folder = path.parent if path.name == "feed.json" else path
    if not folder.is_dir():
        raise Offline(f"there is no folder {folder}")

    def open_at(name: str, offset: int) -> tuple[BinaryIO, int]:
        try:
            stream = (folder / name).open("rb")
        except OSError as error:
            raise FeedError(f"{name} cannot be read: {error.strerror}") from error
        stream.seek(offset)
        return stream, offset

    return Reader(open_at)


def _web(source: str) -> Reader:
    address = source if urlsplit(source).path.endswith("feed.json") else source.rstrip("/") + "/feed.json"
    loopback = urlsplit(address).hostname in LOOPBACK
    opener = urllib.request.build_opener(_Redirects(loopback))

    def open_at(name: str, offset: int) -> tuple[BinaryIO, int]:
        headers = {"User-Agent": "deckgen-sync", "Accept-Encoding": "identity"}
        if offset:
            headers["Range"] = f"bytes={offset}-"
        request = urllib.request.Request(urljoin(address, name), headers=headers)  # noqa: S310 - http(s), see above
        try:
            answer = opener.open(request, timeout=TIMEOUT)
        except urllib.error.HTTPError as error:
            if error.code == 416:  # nothing after offset: all of it is here
                return error, offset
            if error.code >= 500 or error.code == 429:
                raise
            raise FeedError(f"{name}: the host answers {error.code} {error.reason}") from error
        return answer, offset if answer.status == 206 else 0

    return Reader(open_at)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to https only; a feed on this machine may stay on this machine."""

    def __init__(self, loopback: bool) -> None:
        self.loopback = loopback

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        target = urlsplit(newurl)
        if target.scheme != "https" and not (self.loopback and target.hostname in LOOPBACK):
            raise FeedError(f"the host redirects to {target.scheme}://{target.hostname}, which is not https: refused")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _retry(read: Callable[[], None]) -> None:
    for pause in (*PAUSES, None):
        try:
            return read()
        except FeedError:
            raise
        except (OSError, http.client.HTTPException) as error:  # URLError and HTTPError among them
            if pause is None:
                raise Offline(f"the feed cannot be reached: {getattr(error, 'reason', error)}") from error
            time.sleep(pause)
    return None
