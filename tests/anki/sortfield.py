"""What Anki reads out of a field's HTML for sorting and for finding duplicates."""

from __future__ import annotations

import hashlib
import re
from html import unescape

_PICTURE = re.compile(r"""<(?:img|audio|video|object)[^>]+(?:src|data)=(?:"([^"]+)"|'([^']+)'|([^ >]+))[^>]*>""", re.I)
_TAG = re.compile(r"<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>", re.I | re.S)


def plain(html: str) -> str:
    """The text of a field without tags, pictures as their file names: what the browser's sort column shows."""
    if "<" in html:
        html = _PICTURE.sub(lambda tag: f" {tag[1] or tag[2] or tag[3]} ", html)
        html = _TAG.sub("", html)
    if "&" in html:
        html = unescape(html).replace("\xa0", " ")
    return html


def checksum(text: str) -> int:
    """Of the first field's text: Anki's key to duplicates."""
    return int.from_bytes(hashlib.sha1(text.encode(), usedforsecurity=False).digest()[:4])
