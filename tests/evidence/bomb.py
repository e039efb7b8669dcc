"""Pictures that are small as a file and huge when opened, or large as a file."""

from __future__ import annotations

import io
import random
import struct
import zlib

from PIL import Image


def png_of(width: int, height: int) -> bytes:
    """A PNG of one black bit per pixel: a few kilobytes that claim to be a huge picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    rows = zlib.compress(bytes((width + 7) // 8 + 1) * height, 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def noise(side: int) -> bytes:
    """A square PNG that cannot be compressed: three bytes for each pixel."""
    target = io.BytesIO()
    grain = random.Random(side).randbytes(3 * side * side)
    Image.frombytes("RGB", (side, side), grain).save(target, "PNG")
    return target.getvalue()


def webp_of(width: int, height: int) -> bytes:
    """A lossless WebP of one colour: two kilobytes that need sixteen bytes for each pixel."""
    target = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(target, "WEBP", lossless=True)
    return target.getvalue()
