"""How large a picture says it is, read from its first bytes without unpacking any of it."""

from __future__ import annotations

import struct

PNG, JPEG, RIFF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"RIFF"
# Start of frame, in each of the ways in which a JPEG may be coded; the others say other things.
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
ALONE = {0x01, *range(0xD0, 0xD9)}


def pixels_of(data: bytes) -> int | None:
    """Width × height; None where `data` does not say."""
    try:
        if data.startswith(PNG):
            width, height = struct.unpack_from(">II", data, 16)
        elif data.startswith(JPEG):
            width, height = _frame_of(data)
        elif data.startswith(RIFF):
            width, height = _webp(data)
        else:
            return None
    except (struct.error, IndexError):
        return None
    return int(width * height)


def _frame_of(data: bytes) -> tuple[int, int]:
    """Segments are walked through until the one that gives the size."""
    position = 2
    while True:
        while data[position] == 0xFF and data[position + 1] == 0xFF:
            position += 1
        marker = data[position + 1]
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, position + 5)
            return width, height
        length = 0 if marker in ALONE else struct.unpack_from(">H", data, position + 2)[0]
        position += 2 + length


def _webp(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return _little(data, 24, 3) + 1, _little(data, 27, 3) + 1
    if kind == b"VP8L":
        bits = _little(data, 21, 4)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _little(data: bytes, start: int, count: int) -> int:
    return int.from_bytes(data[start : start + count], "little")
