"""The size of a picture that stands in the address of its element."""

from __future__ import annotations

import base64

import pytest

from gongkai.read.html.fields import size_of

FRAME = b"\xff\xc0\x00\x11\x08\x01\x90\x02\x80\x03"
"""The header of a frame of 640 by 400 points."""
TABLES = b"\xff\xdb\x00\x05\xff\xc0\x00\xff\xc4\x00\x03\x00"
"""Segments before it, one of which holds what looks like a frame."""
CAMERA = b"\xff\xe1\x40\x02" + b"\x00" * 0x4000


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (b"\xff\xd8" + FRAME, (640.0, 400.0)),
        (b"\xff\xd8" + TABLES + FRAME, (640.0, 400.0)),
        (b"\xff\xd8" + CAMERA + b"\xff" + FRAME.replace(b"\xc0", b"\xc2", 1), (640.0, 400.0)),
        (b"\xff\xd8" + TABLES, (None, None)),
        (b"\xff\xd8" + FRAME[:7], (None, None)),
        (b"\xff\xd8\xff\xe0\x00\x00" * 500, (None, None)),
        (b"GIF89a\x80\x02\x90\x01", (640.0, 400.0)),
    ],
    ids=["plain", "behind tables", "behind a long segment", "no frame", "cut", "segments of no length", "GIF"],
)
def test_a_picture_tells_its_size(data: bytes, size: tuple[float | None, float | None]) -> None:
    address = "data:image/jpeg;base64," + base64.b64encode(data).decode()
    assert size_of({"src": address}) == size
