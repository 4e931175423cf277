"""Gets a feed's files from a web host or a folder: bounded, checked, retried, never from elsewhere."""

from __future__ import annotations

import hashlib
import http.client
import io
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

from .feed import FeedError, File

SMALL = 8 * 1024**2  # bytes: no feed.json is larger
CHUNK = 256 * 1024
TIMEOUT = 20  # seconds without a byte
PAUSES = (1.0, 3.0)  # seconds before the second and the third try
SLOW = (30.0, 1024)  # after so many seconds, fewer bytes a second than this are as good as none
LARGE = 2 * 1024**3  # bytes: no package is larger
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Offline(FeedError):
    """The host could not be reached: no error of the feed."""


# A stream from that byte on, the byte that it really begins at, and how many it will give where that is known.
OpenAt = Callable[[str, int], "tuple[IO[bytes], int, int | None]"]


class Reader:
    """Reads files that lie beside feed.json; `open_at(name, offset)` is where they come from."""

    def __init__(self, open_at: OpenAt) -> None:
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
        if file.size > LARGE:
            raise FeedError(f"{file.url} would be {file.size} bytes: larger than any package should be")
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
        stream, start, length = self.open_at(name, len(got))
        began = time.monotonic()
        with stream:
            del got[start:]
            while len(got) < limit:
                # read1 returns what is there: a host that drips would else hold us for as long as it likes.
                chunk = stream.read1(min(CHUNK, limit - len(got)))  # type: ignore[attr-defined]
                if not chunk:
                    break
                got += chunk
                spent = time.monotonic() - began
                if spent > SLOW[0] and (len(got) - start) / spent < SLOW[1]:
                    raise TimeoutError(f"{name} comes too slowly")
        if length is not None and len(got) < min(limit, start + length):
            raise ConnectionError(f"{name} was cut short after {len(got)} bytes")


def open_source(source: str) -> Reader:
    """A reader for the address or path of a feed: feed.json itself, or the folder that it lies in."""
    scheme = urlsplit(source).scheme.lower()
    if scheme in ("http", "https"):
        return _web(source)
    path = Path(urllib.request.url2pathname(urlsplit(source).path) if scheme == "file" else source).expanduser()
    folder = path.parent if path.name == "feed.json" else path
    if not folder.is_dir():
        raise Offline(f"there is no folder {folder}")

    def open_at(name: str, offset: int) -> tuple[IO[bytes], int, int | None]:
        try:
            stream = (folder / name).open("rb")
        except OSError as error:
            raise FeedError(f"{name} cannot be read: {error.strerror}") from error
        stream.seek(offset)
        return stream, offset, None

    return Reader(open_at)


def _web(source: str) -> Reader:
    address = source if urlsplit(source).path.endswith("feed.json") else source.rstrip("/") + "/feed.json"
    loopback = urlsplit(address).hostname in LOOPBACK
    opener = urllib.request.build_opener(_Redirects(loopback))

    def open_at(name: str, offset: int) -> tuple[IO[bytes], int, int | None]:
        headers = {"User-Agent": "deckgen-sync", "Accept-Encoding": "identity"}
        if offset:
            headers["Range"] = f"bytes={offset}-"
        request = urllib.request.Request(urljoin(address, name), headers=headers)  # noqa: S310 - http(s), see above
        try:
            answer = opener.open(request, timeout=TIMEOUT)
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 416:  # nothing after offset: all of it is here
                    return io.BytesIO(), offset, None
                if error.code >= 500 or error.code == 429:
                    raise
                raise FeedError(f"{name}: the host answers {error.code} {error.reason}") from error
        length = answer.headers.get("Content-Length", "")
        resumed = answer.status == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {offset}-")
        return answer, offset if resumed else 0, int(length) if length.isdigit() else None

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
                raise Offline(f"the feed cannot be reached: {getattr(error, 'reason', None) or error}") from error
            time.sleep(pause)
    return None
