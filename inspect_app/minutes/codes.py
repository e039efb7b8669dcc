"""The code on every page by which anybody asks for the document: 130 bits that nobody can guess."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

LENGTH = 26
_GROUP = 5
_ALPHABET = re.compile(r"[A-Z2-7]{26}")
# What is easily misread is written in its place.
_MISREAD = str.maketrans("018", "OIB")


def code_of(content_hash: str, key: str) -> str:
    """The code of exactly this content, in base32 (RFC 4648): another text has another code."""
    digest = hmac.new(key.encode(), f"minutes:{content_hash}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:LENGTH]


def shown(code: str) -> str:
    """In groups of five, as printed: ABCDE-FGHIJ-KLMNO-PQRST-UVWXY-Z."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read(typed: str) -> str | None:
    """The code however it was typed: small letters, blanks, hyphens; None when it is none."""
    code = re.sub(r"[\s-]", "", typed).upper().translate(_MISREAD)
    return code if _ALPHABET.fullmatch(code) else None
