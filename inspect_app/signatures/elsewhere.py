"""A signature made on another machine from a hash: one at a time for a document."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import select

from .. import clock, storage
from ..audit.actions import record
from ..db import db, writing
from ..errors import Conflict, NotFound, RuleBroken
from ..minutes.models import SignedMinutes
from ..permissions import Viewer
from ..text import msg
from ..visits.queries import get_visit
from . import entries, further, means, queries
from .models import OutsideSignature, SignedFile
from .rules import FileKind, Party

# pyHanko costs 42 MB, which a process that only serves pages should not pay.
if TYPE_CHECKING:
    from .remote import Prepared

PATIENCE = dt.timedelta(minutes=30)
BUSY = msg("Người khác đang ký văn bản này. Đợi họ ký xong, hoặc thử lại sau 30 phút.")
ENDED = msg("Lần chuẩn bị ký này đã kết thúc. Chuẩn bị lại.")


def prepare(signed: SignedMinutes, certificate: bytes, *, by: Viewer) -> tuple[uuid.UUID, Prepared]:
    """The document with room for a signature, and what is to be signed.

    Raises RuleBroken for a certificate that may not sign, Conflict while another is being made.
    """
    from . import remote
    from .keys import BadKey
    from .signers import Expected, Refused
    from .signing import NoField, NotValidThen
    from .trust import BadRoots

    party = further.open_party(signed.visit, signed, by)
    before, place, key = queries.newest_file(signed).sha256, signed.visit.place, signed.id
    expected = Expected(queries.name_of(signed, party))
    db.session.rollback()
    try:
        made = remote.prepare(
            storage.get(before),
            party,
            certificate,
            means.manner(),
            at=clock.now(),
            reason="Ký biên bản kiểm tra",
            location=place,
            expected=expected,
        )
    except (Refused, NoField, NotValidThen, BadRoots, BadKey) as error:
        raise _refusal(error, "certificate") from error
    with writing():
        return _begin(key, party, before, made, by), made


def _begin(key: uuid.UUID, party: Party, before: str, made: Prepared, by: Viewer) -> uuid.UUID:
    """Written down within the transaction, so that nobody else prepares at the same time."""
    _check_alone(key)
    begun = OutsideSignature(
        minutes_id=key,
        party=party,
        base_sha256=before,
        prepared_sha256=storage.put(made.pdf),
        state=made.state,
        by_id=by.user_id,
        at=clock.now(),
    )
    db.session.add(begun)
    db.session.flush()
    visit_id = db.session.get_one(SignedMinutes, key).visit_id
    record("signatures.prepared", by=by.user_id, visit_id=visit_id, subject=party.value)
    return begun.id


def finish(begun: OutsideSignature, raw: bytes, *, by: Viewer) -> SignedFile:
    """The document with the signature in it; raises RuleBroken when it is not the right one."""
    from . import remote
    from .levels import NotValid
    from .signers import Refused

    _check_open(begun)
    own, prepared, state = begun.id, begun.prepared_sha256, begun.state
    db.session.rollback()
    try:
        made = remote.finish(storage.get(prepared), state, raw, means.manner())
    except (Refused, NotValid) as error:
        raise _refusal(error, "signature") from error
    with writing(waits=3):
        row = db.session.get_one(OutsideSignature, own, with_for_update=True)
        _check_open(row)
        signed = db.session.get_one(SignedMinutes, row.minutes_id)
        entry = entries.add(
            signed,
            FileKind.SIGNED,
            made,
            after=row.base_sha256,
            party=row.party,
            signer=queries.name_of(signed, row.party),
            by=by,
        )
        row.ended_at = clock.now()
        further.ask_upgrade(signed)
    return entry


def give_up(begun: OutsideSignature, *, by: Viewer) -> None:
    """End an attempt, so that another may begin."""
    begun.ended_at = begun.ended_at or clock.now()
    record("signatures.given_up", by=by.user_id, subject=str(begun.id))


def get(signature_id: uuid.UUID, *, viewer: Viewer) -> OutsideSignature:
    """The viewer's own attempt; raises NotFound for anybody else's."""
    begun = db.session.get(OutsideSignature, signature_id)
    if begun is None or begun.by_id != viewer.user_id:
        raise NotFound()
    get_visit(db.session.get_one(SignedMinutes, begun.minutes_id).visit_id, viewer=viewer)
    return begun


def _check_open(begun: OutsideSignature) -> None:
    if begun.ended_at is not None or begun.at < clock.now() - PATIENCE:
        raise Conflict(ENDED)


def _check_alone(minutes_id: uuid.UUID) -> None:
    others = select(OutsideSignature.id).where(
        OutsideSignature.minutes_id == minutes_id,
        OutsideSignature.ended_at.is_(None),
        OutsideSignature.at > clock.now() - PATIENCE,
    )
    if db.session.scalar(others.limit(1)) is not None:
        raise Conflict(BUSY)


def _refusal(error: Exception, field: str) -> RuleBroken:
    said = msg("{why}.", why=str(error).rstrip("."))
    return RuleBroken(said, {field: said})
