"""Signed documents found by code, by a file's hash, or by what a changed file still shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select

from ..db import db
from ..minutes import codes
from ..minutes.models import SignedMinutes
from ..signatures.models import SignedFile
from ..signatures.queries import list_files

_END = b"%%EOF"
_LINE_ENDS = (b"", b"\n", b"\r\n", b"\r")
_MOST_ENDS = 64


@dataclass(frozen=True)
class Claim:
    """A document that a file is made from; `state` where it begins with the bytes of one.

    `draft`: it begins with the bytes that were approved, and goes on otherwise.
    """

    signed: SignedMinutes
    state: SignedFile | None = None
    draft: bool = False


def find_by_code(typed: str) -> SignedMinutes | None:
    """The signed document of a code, however it was typed."""
    code = codes.read(typed)
    if code is None:
        return None
    return db.session.scalar(select(SignedMinutes).where(SignedMinutes.code == code))


def find_state(sha256: str) -> SignedFile | None:
    """The state of a signed document that has exactly these bytes."""
    return db.session.scalar(select(SignedFile).where(SignedFile.sha256 == sha256))


def is_newest(state: SignedFile) -> bool:
    """Whether no signature or time stamp was added since."""
    return list_files(state.minutes)[-1].id == state.id


def added_since(state: SignedFile) -> list[SignedFile]:
    """The states that came after it, oldest first."""
    return [file for file in list_files(state.minutes) if file.ordinal > state.ordinal]


def replaced_by(signed: SignedMinutes) -> SignedMinutes | None:
    """The document that corrects this one, if any."""
    return db.session.scalar(select(SignedMinutes).where(SignedMinutes.replaces_id == signed.id))


def claim_by_start(pdf: bytes) -> Claim | None:
    """The document whose bytes a file begins with, by its latest state."""
    hashes = list(_hashes_of_starts(pdf))
    states = select(SignedFile).where(SignedFile.sha256.in_(hashes))
    if found := db.session.scalars(states.order_by(SignedFile.ordinal.desc()).limit(1)).first():
        return Claim(found.minutes, found)
    approved = select(SignedMinutes).where(SignedMinutes.approved_sha256.in_(hashes))
    signed = db.session.scalars(_latest(approved)).first()
    return Claim(signed, draft=True) if signed else None


def claim_by_data(hashes: Iterable[str]) -> Claim | None:
    """The document whose data are attached to a file; `hashes` are SHA-256 of what is attached."""
    found = select(SignedMinutes).where(SignedMinutes.content_hash.in_(list(hashes)))
    signed = db.session.scalars(_latest(found)).first()
    return Claim(signed) if signed else None


def claim_by_codes(read: Iterable[str]) -> Claim | None:
    """The document that the QR codes of a file ask for."""
    for text in read:
        if signed := find_by_code(text.rpartition("/")[2]):
            return Claim(signed)
    return None


def _latest(found: Select[SignedMinutes]) -> Select[SignedMinutes]:
    return found.order_by(SignedMinutes.signed_at.desc()).limit(1)


def _hashes_of_starts(pdf: bytes) -> Iterable[str]:
    """SHA-256 of the file up to each place where a state of it may have ended."""
    running, done = hashlib.sha256(), 0
    for end in _ends(pdf):
        running.update(memoryview(pdf)[done:end])
        done = end
        yield running.hexdigest()


def _ends(pdf: bytes) -> list[int]:
    found, at = set[int](), -1
    while (at := pdf.find(_END, at + 1)) >= 0 and len(found) < _MOST_ENDS * len(_LINE_ENDS):
        after = at + len(_END)
        found |= {after + len(e) for e in _LINE_ENDS if pdf.startswith(e, after)}
    return sorted(found)
