"""As much of protobuf's wire format as Anki's packages need: the fields of a message by their numbers."""

from __future__ import annotations

from collections import defaultdict

Value = int | bytes
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


def message(data: bytes) -> dict[int, list[Value]]:
    """The values of each field, in order. ValueError where the bytes are no message."""
    found: dict[int, list[Value]] = defaultdict(list)
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == VARINT:
            value, at = _varint(data, at)
            found[number].append(value)
            continue
        if wire == BYTES:
            length, at = _varint(data, at)
        elif wire in (FIXED64, FIXED32):
            length = 8 if wire == FIXED64 else 4
        else:
            raise ValueError(f"wire type {wire}")
        if at + length > len(data):
            raise ValueError("cut short")
        found[number].append(data[at : at + length])
        at += length
    return found


def text(fields: dict[int, list[Value]], number: int) -> str:
    """A string field, "" where it is missing."""
    value = fields.get(number, [b""])[-1]
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def number(fields: dict[int, list[Value]], key: int) -> int:
    """A whole number with its sign (int64), 0 where it is missing."""
    value = fields.get(key, [0])[-1]
    if not isinstance(value, int):
        return 0
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise ValueError("a number is cut short")
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not byte & 0x80:
            return value, at
