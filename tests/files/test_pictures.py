"""A picture is refused for what it would take once unpacked, not for its weight."""

from __future__ import annotations

import io
import struct
import zlib

import pytest

from ensemblier.core.exceptions import InvalidInput
from ensemblier.files.checks import check_upload
from ensemblier.files.enums import IMAGES
from ensemblier.files.pictures import pixels_of


def png(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk


def jpeg(width: int, height: int) -> bytes:
    notes = b"\xff\xe1" + struct.pack(">H", 2 + 5) + b"notes"
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8" + notes + b"\xff" + frame


def webp(kind: bytes, body: bytes) -> bytes:
    return b"RIFF" + bytes(4) + b"WEBP" + kind + bytes(4) + body


@pytest.mark.parametrize(
    ("data", "pixels"),
    [
        (png(640, 480), 640 * 480),
        (jpeg(4000, 3000), 12_000_000),
        (webp(b"VP8X", bytes(4) + b"\x7f\x02\x00" + b"\xdf\x01\x00"), 640 * 480),
        (webp(b"VP8L", b"\x2f" + struct.pack("<I", 639 | 479 << 14)), 640 * 480),
        (webp(b"VP8 ", bytes(6) + struct.pack("<HH", 640, 480)), 640 * 480),
        (b"GIF89a", None),
        (png(640, 480)[:18], None),
        (jpeg(640, 480)[:14], None),
    ],
)
def test_its_size_is_read_from_its_first_bytes(data: bytes, pixels: int | None) -> None:
    assert pixels_of(data) == pixels


def test_a_picture_beyond_measure_is_refused_with_a_sentence() -> None:
    for width, height, name in ((60_000, 60_000, "a.png"), (20_000, 20_000, "a.jpg")):
        data = png(width, height) if name.endswith("png") else jpeg(width, height)
        with pytest.raises(InvalidInput) as refusal:
            check_upload(io.BytesIO(data), name, IMAGES, 1_000_000)
        assert str(refusal.value).startswith("Cette image est démesurée")
        assert refusal.value.field == "file"
    assert (
        check_upload(io.BytesIO(png(9_000, 9_000)), "a.png", IMAGES, 1_000_000).extension == "png"
    )
