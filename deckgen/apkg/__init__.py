"""Notes -> the bytes of an .apkg that every Anki imports; the same contents give the same bytes."""

from __future__ import annotations

import json
from typing import BinaryIO

from deckgen.apkg.archive import Archive
from deckgen.apkg.collection import Collection
from deckgen.apkg.contents import Contents, PackedNote, PackedNotetype
from deckgen.problem import Stop

__all__ = ["Contents", "PackedNote", "PackedNotetype", "pack"]


def pack(contents: Contents, target: BinaryIO) -> None:
    """Write a legacy package (collection.anki2, media, numbered files) to `target`, which must be seekable.

    Stop where the disk is full, also that for temporary files, or the contents exceed what a package holds.
    """
    media = sorted(contents.media, key=lambda item: item.name)
    names = {str(index): item.name for index, item in enumerate(media)}
    files = [("media", json.dumps(names, ensure_ascii=False).encode())]
    collection = Collection(contents)
    archive = Archive(target)
    try:
        archive.add("collection.anki2", collection.chunks(), collection.head)
        archive.add_all([*files, *((str(index), item.data) for index, item in enumerate(media))])
        archive.close()
    except OSError as error:
        raise Stop(f"the package cannot be written: {error}", "is there room, also for temporary files?") from error
