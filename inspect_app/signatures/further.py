"""Signatures after the head's: the other parties', the seal, and those made elsewhere."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from .. import clock, storage
from ..db import db, writing
from ..errors import RuleBroken
from ..jobs.actions import ask
from ..minutes.models import SignedMinutes
from ..permissions import Viewer
from ..text import msg
from ..visits.models import Visit
from . import entries, means, queries
from .issuing import UPGRADE
from .models import SignedFile
from .rules import FileKind, Party

# pyHanko costs 42 MB, which a process that only serves pages should not pay.
if TYPE_CHECKING:
    from .signing import Signed

NO_PARTY = msg("Bạn không phải là một bên ký biên bản này, hoặc đã ký rồi.")
NO_SEAL = msg("Hệ thống chưa có khóa dấu của cơ quan. Quản trị khai báo khóa rồi đóng dấu.")
NO_FILE = msg("Chọn tệp PDF đã ký.")


def sign_own(signed: SignedMinutes, *, by: Viewer) -> SignedFile:
    """The signature of a person who is a party, with the key that the office holds for them.

    Raises RuleBroken when they are none or have signed, Conflict when another was quicker.
    """
    visit: Visit = signed.visit
    party = open_party(visit, signed, by)
    if queries.name_of(signed, party) != by.name:
        raise RuleBroken(NO_PARTY)
    key = means.personal_key(by, visit.campaign.issuing_body)
    place = visit.place

    def made(pdf: bytes) -> Signed:
        from . import signing

        return signing.sign(
            pdf,
            party,
            key,
            means.manner(at_once=True),
            at=clock.now(),
            reason="Ký biên bản kiểm tra",
            location=place,
        )

    return _add(signed, FileKind.SIGNED, party, by.name, made, by)


def seal(signed: SignedMinutes, *, by: Viewer) -> SignedFile:
    """The agency's seal over the head's signature; raises RuleBroken where there is no key."""
    visit: Visit = signed.visit
    if not means.has_seal() or Party.SEAL not in queries.open_parties(signed):
        raise RuleBroken(NO_SEAL)
    body, place = visit.campaign.issuing_body, visit.place

    def made(pdf: bytes) -> Signed:
        from . import signing

        return signing.sign(
            pdf,
            Party.SEAL,
            means.issuing_key(body),
            means.manner(at_once=True),
            at=clock.now(),
            reason="Đóng dấu cơ quan",
            location=place,
            organisation=body,
        )

    return _add(signed, FileKind.SEALED, Party.SEAL, body, made, by)


def take_upload(signed: SignedMinutes, uploaded: bytes, *, by: Viewer) -> SignedFile:
    """A file that the person signed elsewhere; raises RuleBroken saying what is wrong with it."""
    if not uploaded:
        raise RuleBroken(NO_FILE, {"signed_file": NO_FILE})
    party = open_party(signed.visit, signed, by)
    expected = queries.name_of(signed, party)

    def made(pdf: bytes) -> Signed:
        from . import uploads
        from .signers import Expected, Refused

        try:
            return uploads.accept(pdf, uploaded, party, Expected(expected), means.manner())
        except Refused as error:
            said = msg("{why}.", why=str(error).rstrip("."))
            raise RuleBroken(said, {"signed_file": said}) from error

    return _add(signed, FileKind.SIGNED, party, expected, made, by)


def ask_upgrade(signed: SignedMinutes) -> None:
    """Queue the work that raises the level, to be done at once."""
    job = ask(UPGRADE, f"{UPGRADE}:{signed.id}", {"minutes": str(signed.id)})
    job.not_before = clock.now()


def open_party(visit: Visit, signed: SignedMinutes, by: Viewer) -> Party:
    """As which party a person signs now; raises RuleBroken when there is none left for them."""
    party = queries.party_of(visit, signed, by)
    if party is None or party not in queries.open_parties(signed):
        raise RuleBroken(NO_PARTY)
    return party


def _add(
    signed: SignedMinutes,
    kind: FileKind,
    party: Party,
    signer: str,
    made: Callable[[bytes], Signed],
    by: Viewer,
) -> SignedFile:
    key: uuid.UUID = signed.id
    before = queries.newest_file(signed).sha256
    db.session.rollback()
    result = made(storage.get(before))
    with writing(waits=3):
        document = db.session.get_one(SignedMinutes, key)
        entry = entries.add(document, kind, result, after=before, party=party, signer=signer, by=by)
        ask_upgrade(document)
    return entry
