"""How the parties stand to the text as it is now, and what the register holds of a document."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from ..db import db
from ..errors import NotFound
from ..minutes import parties
from ..minutes.document import Minutes, Signatory, text_hash
from ..minutes.models import SignedMinutes
from ..visits.models import Visit
from .models import PaperScan, PartyStand, SignedFile
from .rules import PEOPLE, Party


@parties.answering
def answers(visit: Visit, minutes: Minutes) -> dict[str, Signatory]:
    """By party, the newest answer to exactly this text; an answer to another text is none."""
    asked = text_hash(minutes)
    titles = {signatory.party: signatory for signatory in minutes.signatories}
    return {
        stand.party.value: _told(stand, titles[stand.party.value])
        for stand in newest_stands(visit).values()
        if stand.text_hash == asked and stand.name == titles[stand.party.value].name
    }


def newest_stands(visit: Visit) -> dict[Party, PartyStand]:
    """By party, what was answered last, to whatever text."""
    return {stand.party: stand for stand in list_stands(visit)}


def list_stands(visit: Visit) -> Sequence[PartyStand]:
    """All answers of an authorised visit, oldest first."""
    found = select(PartyStand).where(PartyStand.visit_id == visit.id)
    return db.session.scalars(found.order_by(PartyStand.at, PartyStand.id)).all()


def party_named(name: str) -> Party:
    """The party of an address; raises NotFound when no person stands for it."""
    if name not in (party.value for party in PEOPLE):
        raise NotFound()
    return Party(name)


def newest_file(signed: SignedMinutes) -> SignedFile:
    """The document as it is now, with every increment."""
    found = select(SignedFile).where(SignedFile.minutes_id == signed.id)
    return db.session.scalars(found.order_by(SignedFile.ordinal.desc()).limit(1)).one()


def list_files(signed: SignedMinutes) -> Sequence[SignedFile]:
    """Every state of the signed file, oldest first."""
    found = select(SignedFile).where(SignedFile.minutes_id == signed.id)
    return db.session.scalars(found.order_by(SignedFile.ordinal)).all()


def list_scans(signed: SignedMinutes) -> Sequence[PaperScan]:
    """The scans of the signed paper, oldest first."""
    found = select(PaperScan).where(PaperScan.minutes_id == signed.id)
    return db.session.scalars(found.order_by(PaperScan.at)).all()


def replaced_by(signed: SignedMinutes) -> SignedMinutes | None:
    """The document that corrects this one, if any."""
    return db.session.scalar(select(SignedMinutes).where(SignedMinutes.replaces_id == signed.id))


def _told(stand: PartyStand, empty: Signatory) -> Signatory:
    return Signatory(
        party=stand.party.value,
        title=empty.title,
        name=stand.name,
        stand=stand.stand.value,
        words=stand.words,
        witness=stand.witness,
        ink_sha256=stand.ink_sha256,
        at=stand.at,
    )
