"""What can be said of a file, and when: by the register and by the child's look at it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class Verdict(enum.StrEnum):
    """What a file is; only the first three are signed documents as they were issued."""

    GENUINE = "genuine"
    OLDER = "older"
    SUPERSEDED = "superseded"
    OTHER = "other"
    UNREGISTERED = "unregistered"
    CHANGED = "changed"
    STRIPPED = "stripped"
    UNSIGNED = "unsigned"
    UNTRUSTED = "untrusted"
    REVOKED = "revoked"
    EXPIRED = "expired"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    NOT_PDF = "not_pdf"
    UNCHECKED = "unchecked"


GOOD = (Verdict.GENUINE, Verdict.OLDER, Verdict.SUPERSEDED)
_SAID = {
    "changed": Verdict.CHANGED,
    "unsigned": Verdict.UNSIGNED,
    "untrusted": Verdict.UNTRUSTED,
    "revoked": Verdict.REVOKED,
    "expired": Verdict.EXPIRED,
    "unreadable": Verdict.DAMAGED,
}
_KINDS = {
    "not_pdf": Verdict.NOT_PDF,
    "encrypted": Verdict.ENCRYPTED,
    "damaged": Verdict.DAMAGED,
    "failed": Verdict.UNCHECKED,
}


_PIECE = 1024


class Way(enum.StrEnum):
    """How somebody stands to the signed minutes; OPEN: on paper if at all, no scan is kept."""

    DIGITAL = "digital"
    DRAWN = "drawn"
    PAPER = "paper"
    REFUSED = "refused"
    ABSENT = "absent"
    OPEN = "open"


@dataclass(frozen=True)
class Signature:
    """A valid signature. `expired`: after its certificate ended, only its own word gives a time."""

    field: str
    signer: str
    level: str
    claimed_at: str | None
    stamped_at: str | None
    demonstration: bool
    expired: bool
    revoked: bool


@dataclass(frozen=True)
class Facts:
    """What the child says of a file; `reason` is "" when its signatures are valid.

    `data` are hashes of attached files; `fields` the filled ones, None where they are unreadable.
    """

    kind: str
    reason: str = ""
    pages: int = 0
    data: tuple[str, ...] = ()
    number: str = ""
    fields: frozenset[str] | None = None
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True)
class Standing:
    """What the register says of exactly these bytes."""

    newest: bool
    replaced: bool


def facts(said: Mapping[str, Any]) -> Facts:
    """The child's JSON as a value; raises KeyError, TypeError when it is something else."""
    signatures = tuple(Signature(**one) for one in said.get("signatures", ()))
    fields = said.get("fields")
    return Facts(
        kind=str(said["kind"]),
        # A file with neither signatures nor a reason must never pass as valid.
        reason=str(said.get("reason", "" if signatures else "unreadable")),
        pages=int(said.get("pages", 0)),
        data=tuple(map(str, said.get("data", ()))),
        number=str(said.get("number", "")),
        fields=None if fields is None else frozenset(map(str, fields)),
        signatures=signatures,
    )


def judge(seen: Facts, standing: Standing | None, signed: int | None = None) -> Verdict:
    """The verdict on a file that the register knows as `standing`, None where it does not.

    `signed` is how many signatures the state of our document has that it was made from, None when
    it shows no such document. Genuine needs both: the register and valid signatures.
    """
    if seen.kind != "pdf":
        return _KINDS.get(seen.kind, Verdict.UNCHECKED)
    if seen.reason:
        return _faulty(seen, signed)
    if standing is not None:
        if standing.replaced:
            return Verdict.SUPERSEDED
        return Verdict.GENUINE if standing.newest else Verdict.OLDER
    if any(one.revoked for one in seen.signatures):
        return Verdict.REVOKED
    expired = any(one.expired for one in seen.signatures)
    return Verdict.EXPIRED if expired else Verdict.UNREGISTERED


def _faulty(seen: Facts, signed: int | None) -> Verdict:
    verdict = _SAID.get(seen.reason, Verdict.UNCHECKED)
    if signed is None:
        return verdict
    fewer = seen.fields is not None and len(seen.fields) < signed
    if fewer and verdict in (Verdict.CHANGED, Verdict.UNSIGNED):
        return Verdict.STRIPPED
    # Its pages can be shown and name a document of ours, so it was saved anew, not broken.
    return Verdict.CHANGED if verdict is Verdict.DAMAGED else verdict


def nearly_same(one: bytes, other: bytes) -> bool:
    """Whether two files of the same size differ in two pieces of a kilobyte at the most."""
    if len(one) != len(other):
        return False
    a, b = memoryview(one), memoryview(other)
    return sum(a[at : at + _PIECE] != b[at : at + _PIECE] for at in range(0, len(a), _PIECE)) <= 2


def ways(stand: str, *, digital: bool, drawn: bool, scanned: bool) -> tuple[Way, ...]:
    """How a party signed, digital first; a refusal or an absence stands alone."""
    if stand in ("refuses", "absent"):
        return (Way.REFUSED if stand == "refuses" else Way.ABSENT,)
    kinds = ((Way.DIGITAL, digital), (Way.DRAWN, drawn))
    found = tuple(way for way, so in kinds if so)
    return found or ((Way.PAPER if scanned else Way.OPEN),)


@dataclass(frozen=True)
class Differences:
    """Numbers of pages, from 1: `removed` are the document's, all others the file's.

    `laid` have something laid over them, in `fields` the number or signatures look otherwise.
    """

    changed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    laid: tuple[int, ...] = ()
    fields: tuple[int, ...] = ()


def differences(said: Mapping[str, Any]) -> Differences | None:
    """The child's JSON as a value; None when it could not compare."""
    names = Differences.__dataclass_fields__
    if not said:
        return None
    return Differences(**{name: tuple(int(page) for page in said[name]) for name in names})
