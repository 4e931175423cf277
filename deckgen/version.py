"""Versions MAJOR.MINOR.PATCH of a deck: comparing them, and which one comes next."""

from __future__ import annotations

import re
from typing import Literal

Bump = Literal["major", "minor", "patch"]
FIRST = "0.1.0"
UNRELEASED = "0.0.0"  # what a dev build counts from before the first release
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(\+dev)?")


def parts(version: str) -> tuple[int, int, int, int]:
    """Sort key of a version; a "+dev" build comes after its release. ValueError if it is none."""
    found = _VERSION.fullmatch(version)
    if not found:
        raise ValueError(f"not a version: {version!r}")
    return int(found[1]), int(found[2]), int(found[3]), int(bool(found[4]))


def bumped(version: str, bump: Bump) -> str:
    """The version after `version`; from 0.x a major bump is 1.0.0."""
    major, minor, patch, _ = parts(version)
    if bump == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if bump == "minor" else f"{major}.{minor}.{patch + 1}"
