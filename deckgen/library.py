"""genanki without asyncio: a fifth of the time that importing all of deckgen takes."""

from __future__ import annotations

import sys
from functools import cache, cached_property
from importlib import import_module
from types import ModuleType
from typing import Any


@cache
def genanki() -> Any:
    """The library, imported at the first call.

    It takes one decorator from the package cached_property, which imports asyncio for another; functools has the same.
    """
    name = "cached_property"
    if name in sys.modules or "asyncio" in sys.modules:
        return import_module("genanki")
    stand_in = ModuleType(name)
    stand_in.cached_property = cached_property  # type: ignore[attr-defined]
    sys.modules[name] = stand_in
    try:
        return import_module("genanki")
    finally:
        del sys.modules[name]
