"""How the parties stand to the text as it is now, and what the register holds of a document."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from ..db import db
from ..errors import NotFound
from ..minutes.answers import answering
from ..minutes.document import Minutes, text_hash
from ..minutes.issued import signed_content
from ..minutes.models import SignedMinutes
from ..minutes.parties import Signatory
from ..permissions import Role, Viewer
from ..visits.models import Visit
from ..visits.queries import get_visit, role_in
from .models import PaperScan, PartyStand, SignedFile
from .rules import Party


@answering
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


def newest_file(signed: SignedMinutes) -> SignedFile:
    """The document as it is now, with every increment."""
    found = select(SignedFile).where(SignedFile.minutes_id == signed.id)
    return db.session.scalars(found.order_by(SignedFile.ordinal.desc()).limit(1)).one()


def list_files(signed: SignedMinutes) -> Sequence[SignedFile]:
    """Every state of the signed file, oldest first."""
    found = select(SignedFile).where(SignedFile.minutes_id == signed.id)
    return db.session.scalars(found.order_by(SignedFile.ordinal)).all()


def get_file(visit: Visit, ordinal: int, number: int) -> SignedFile:
    """One state of one of the documents of an authorised visit; raises NotFound."""
    found = (
        select(SignedFile)
        .join(SignedMinutes)
        .where(SignedMinutes.visit_id == visit.id, SignedMinutes.number == number)
        .where(SignedFile.ordinal == ordinal)
    )
    file = db.session.scalar(found)
    if file is None:
        raise NotFound()
    return file


def documents(visit: Visit) -> Sequence[SignedMinutes]:
    """All documents of an authorised visit, the standing one first, then what it replaced."""
    found = select(SignedMinutes).where(SignedMinutes.visit_id == visit.id)
    return db.session.scalars(found.order_by(SignedMinutes.signed_at.desc())).all()


def list_scans(signed: SignedMinutes) -> Sequence[PaperScan]:
    """The scans of the signed paper, oldest first."""
    found = select(PaperScan).where(PaperScan.minutes_id == signed.id)
    return db.session.scalars(found.order_by(PaperScan.at)).all()


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


def get_scan(scan_id: uuid.UUID, *, viewer: Viewer) -> PaperScan:
    """A scan of a visit that the viewer may see; raises NotFound."""
    scan = db.session.get(PaperScan, scan_id)
    if scan is None:
        raise NotFound()
    get_visit(scan.minutes.visit_id, viewer=viewer)
    return scan


def name_of(signed: SignedMinutes, party: Party) -> str:
    """Who stands for a party in a signed document, as it is printed there."""
    content = signed_content(signed)
    told = {one["party"]: one["name"] for one in content.get("signatories", ())}
    old = {"secretary": "secretary", "unit": "unit_representative", "head": "head"}
    return str(told.get(party.value) or content.get(old.get(party.value, ""), ""))


def party_of(visit: Visit, signed: SignedMinutes, viewer: Viewer) -> Party | None:
    """As which party a person may sign: the unit's officer for the unit, else by printed name."""
    role = role_in(visit, viewer=viewer)
    if role is Role.COMMUNE_OFFICER:
        return Party.UNIT
    if role is Role.HEAD:
        return Party.HEAD
    return Party.SECRETARY if name_of(signed, Party.SECRETARY) == viewer.name else None


def fields_of(signed: SignedMinutes) -> list[Party]:
    """The parties for which the document has a signature field, in the order of signing."""
    content = signed_content(signed)
    parties = [Party(one["party"]) for one in content.get("signatories", ())] or [Party.HEAD]
    return [*parties, *([Party.SEAL] if content.get("layout", {}).get("seal") else [])]


def open_parties(signed: SignedMinutes) -> list[Party]:
    """Those of them who have not signed yet."""
    done = {file.party for file in list_files(signed)}
    return [party for party in fields_of(signed) if party not in done]


def is_registered(sha256: str) -> bool:
    """Whether a file of that SHA-256 is a state of a document that this office issued."""
    return db.session.scalar(select(SignedFile.id).where(SignedFile.sha256 == sha256)) is not None
