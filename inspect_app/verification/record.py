"""What anybody may know of a signed document: nothing of its content, no names but the signers'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .. import text
from ..minutes import codes
from ..minutes.issued import signed_content
from ..minutes.models import SignedMinutes
from ..signatures.models import SignedFile
from ..signatures.queries import list_files, list_scans
from ..signatures.rules import Party
from . import queries, rules
from .rules import Way


@dataclass(frozen=True)
class Signer:
    """One party as it is printed in the document, and how it signed."""

    party: str
    name: str
    ways: tuple[Way, ...]
    at: dt.datetime | None = None


@dataclass(frozen=True)
class State:
    """One state of the file. `party` is who was added to it, "" for a raised level."""

    kind: str
    party: str
    at: dt.datetime
    level: str
    sha256: str


@dataclass(frozen=True)
class Link:
    """Another document, by the code it is shown under; "" where it has none."""

    number: str
    code: str


@dataclass(frozen=True)
class Record:
    """One signed document as the public sees it; `level` is the lowest of its signatures'."""

    code: str
    number: str
    year: int
    unit: str
    dated: dt.date
    pages: int
    level: str
    signers: tuple[Signer, ...]
    states: tuple[State, ...]
    replaced_by: Link | None
    replaces: Link | None


def of(signed: SignedMinutes) -> Record:
    """The public record; raises storage.Missing."""
    content, files = signed_content(signed), list_files(signed)
    newer = queries.replaced_by(signed)
    return Record(
        code=_shown(signed),
        number=text.document_number(signed.number, signed.series),
        year=signed.year,
        unit=str(content["unit"]),
        dated=dt.date.fromisoformat(content["signed_on"]),
        pages=signed.pages,
        level=files[-1].level.value,
        signers=_signers(content, files, scanned=bool(list_scans(signed))),
        states=tuple(_state(file) for file in files),
        replaced_by=link(newer) if newer else None,
        replaces=link(signed.replaces) if signed.replaces else None,
    )


def link(signed: SignedMinutes) -> Link:
    """How one document names another."""
    return Link(text.document_number(signed.number, signed.series), _shown(signed))


def _shown(signed: SignedMinutes) -> str:
    return codes.shown(signed.code) if signed.code else ""


def _signers(
    content: dict[str, Any], files: Sequence[SignedFile], *, scanned: bool
) -> tuple[Signer, ...]:
    digital = {file.party: file for file in files if file.party}
    told = content.get("signatories") or _of_old(content)
    found = [_signer(one, digital.get(Party(one["party"])), scanned) for one in told]
    if seal := digital.get(Party.SEAL):
        found.append(Signer(Party.SEAL.value, seal.signer, (Way.DIGITAL,), seal.at))
    return tuple(found)


def _signer(told: dict[str, Any], file: SignedFile | None, scanned: bool) -> Signer:
    drawn = bool(told.get("ink_sha256"))
    how = rules.ways(
        str(told.get("stand", "")), digital=file is not None, drawn=drawn, scanned=scanned
    )
    return Signer(str(told["party"]), str(told["name"]), how, file.at if file else None)


def _of_old(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The parties of a document from before each was asked how it stands."""
    names = {"secretary": "secretary", "unit": "unit_representative", "head": "head"}
    return [{"party": party, "name": content[field]} for party, field in names.items()]


def _state(file: SignedFile) -> State:
    party = file.party.value if file.party else ""
    return State(file.kind.value, party, file.at, file.level.value, file.sha256)
