"""Deckgen Sync: an Anki add-on that follows decks made by deckgen, and never costs a learner anything.

Imported by Anki it adds its menu; imported anywhere else it does nothing.
"""

import sys

if "aqt" in sys.modules:
    from aqt import mw

    if mw is not None:
        from .ui import start

        start(mw)
