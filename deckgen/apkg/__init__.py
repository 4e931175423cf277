"""Notes -> the bytes of an .apkg that every Anki imports; the same contents give the same bytes."""

from __future__ import annotations

import json
from typing import BinaryIO

from deckgen.apkg.archive import Archive
from deckgen.apkg.collection import database
from deckgen.apkg.contents import Contents, PackedNote, PackedNotetype

__all__ = ["Contents", "PackedNote", "PackedNotetype", "pack"]


def pack(contents: Contents, target: BinaryIO) -> None:
    """Write a legacy package (collection.anki2, media, numbered files) to `target`, which must be seekable.

    OSError where the disk is full, Stop where the contents exceed what a package holds.
    """
    media = sorted(contents.media, key=lambda item: item.name)
    archive = Archive(target)
    with database(contents) as chunks:
        archive.add("collection.anki2", chunks)
    names = {str(index): item.name for index, item in enumerate(media)}
    archive.add("media", [json.dumps(names, ensure_ascii=False).encode()])
    for index, item in enumerate(media):
        archive.add_small(str(index), item.data)
    archive.close()
