"""The texts of barcodes and QR codes in a picture; runs in the child process."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import zxingcpp
from PIL import Image
from zxingcpp import BarcodeFormat, TextMode

FORMATS = (BarcodeFormat.QRCode, BarcodeFormat.Code128, BarcodeFormat.Code39, BarcodeFormat.EAN13)
ASKED: dict[str, Any] = {"formats": FORMATS, "text_mode": TextMode.Plain}
MOST, LONGEST = 5, 500
# Number, older number, name, day of birth and address, as citizens' cards write them.
CITIZEN = re.compile(r"\s*\d{12}\|\d{0,12}\|")
# The decoder is C++: what goes wrong in it arrives as one of these, and says nothing of the photo.
UNREADABLE = (RuntimeError, ValueError, TypeError, MemoryError)


def read(image: Image.Image) -> list[str]:
    """At most five different texts, each at most 500 characters, NFC, without control characters.

    The code of a citizen's card is left out: nothing is kept of it.
    """
    try:
        found = [one.text for one in zxingcpp.read_barcodes(image.convert("L"), **ASKED)]
    except UNREADABLE:
        return []
    return list(dict.fromkeys(_told(found)))[:MOST]


def _told(found: list[str]) -> Iterator[str]:
    for raw in found:
        text = _plain(raw)
        if text and not CITIZEN.match(text):
            yield text[:LONGEST]


def _plain(raw: str) -> str:
    """On one line, without control and direction characters (Unicode Cc, Cf) or lone surrogates."""
    kept = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", raw))
    told = "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return " ".join(told.split())
