"""The way of the minutes: submit, return, approve, sign, download."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from flask import current_app

from .. import clock, storage
from ..audit.actions import record
from ..db import db, writing
from ..errors import Conflict, RuleBroken
from ..findings.actions import draft_conclusions
from ..permissions import Viewer
from ..remediation.actions import draft_requests
from ..text import msg
from ..visits import actions as visits
from ..visits.models import Visit
from ..visits.parked import count_undecided
from ..visits.rules import VisitState, check_reason, next_state
from . import issued, pdf, preview, queries, rules
from .approvals import check_seen
from .document import Minutes, canonical, content_hash
from .models import Download, SignedMinutes

VOID = msg("Nội dung đã thay đổi sau khi phê duyệt. Xem lại và phê duyệt bản mới trước khi ký.")


def submit(visit: Visit, *, by: Viewer) -> None:
    """Hand the work to the head, with drafted conclusions and requests.

    Raises RuleBroken with the first thing that is still missing.
    """
    rules.check_ready(queries.what_is_missing(visit))
    draft_conclusions(visit, by=by)
    draft_requests(visit, by=by)
    visits.step(visit, "submit", by=by)


def give_back(visit: Visit, reason: str, *, by: Viewer) -> None:
    """Return the work to the team; raises RuleBroken without a reason."""
    visits.step(visit, "return", reason=check_reason(reason), by=by)


def approve(visit: Visit, seen_hash: str, seen_file: str, *, by: Viewer) -> None:
    """Approve exactly what was shown: its content, and the very PDF by its SHA-256.

    Raises what `approvals.check_seen` raises.
    """
    minutes, document = check_seen(visit, seen_hash, seen_file)
    # Its name is the content hash, so that what was approved can be compared for ever.
    storage.put(canonical(dataclasses.replace(minutes, number=None)))
    file = storage.put(document)
    step = visits.step(visit, "approve", content_hash=seen_hash, by=by, file_sha256=file)
    step.file_sha256 = file


def sign(visit: Visit, *, by: Viewer) -> SignedMinutes:
    """Draw, number, sign and register the approved minutes; from then on nothing changes them.

    Opens its own write transaction, since drawing takes seconds. Raises RuleBroken when the
    approval does not cover the present content or something that came late is not decided on,
    Conflict when another took the number meanwhile.
    """
    next_state(visit.state, "sign")
    rules.check_decided(count_undecided(visit))
    approved, at = _approved(visit), clock.now()
    number = issued.next_number(issued.book_of(visit), approved.signed_on.year)
    minutes = dataclasses.replace(approved, number=number)
    signed = _row(visit, minutes, _sign_document(minutes, visit, at, by), at, by)
    with writing():
        db.session.refresh(visit)
        rules.check_decided(count_undecided(visit))
        if content_hash(_approved(visit)) != signed.content_hash:
            raise RuleBroken(VOID)
        if issued.next_number(signed.book, signed.year) != number:
            raise Conflict(msg("Số biên bản vừa được cấp cho biên bản khác. Bấm ký lại."))
        db.session.add(signed)
        visits.step(visit, "sign", content_hash=signed.content_hash, by=by, sha256=signed.sha256)
    return signed


def download(signed: SignedMinutes, *, address: str, by: Viewer) -> bytes:
    """The signed PDF; who took it, when and from where is recorded. Raises storage.Missing."""
    document = storage.get(signed.sha256)
    taken = Download(minutes=signed, user_id=by.user_id, at=clock.now(), address=address[:60])
    db.session.add(taken)
    record("minutes.downloaded", by=by.user_id, visit_id=signed.visit_id, sha256=signed.sha256)
    return document


def _row(
    visit: Visit, minutes: Minutes, document: bytes, at: dt.datetime, by: Viewer
) -> SignedMinutes:
    """The register's row of a signed document, whose files are stored first."""
    return SignedMinutes(
        visit_id=visit.id,
        campaign_id=visit.campaign_id,
        book=issued.book_of(visit),
        year=minutes.signed_on.year,
        number=minutes.number,
        series=minutes.series,
        sha256=storage.put(document),
        data_sha256=storage.put(canonical(minutes)),
        content_hash=content_hash(minutes),
        size=len(document),
        pages=preview.count_pages(document),
        signed_by=by.user_id,
        signed_at=at,
    )


def _approved(visit: Visit) -> Minutes:
    """What is approved and still current; raises RuleBroken otherwise."""
    if visit.state is not VisitState.APPROVED:
        raise RuleBroken(msg("Biên bản chưa được trưởng đoàn phê duyệt."))
    minutes = queries.gather(visit)
    if queries.approval(visit, content_hash(minutes)) is not rules.Approval.VALID:
        raise RuleBroken(VOID)
    return minutes


def _sign_document(minutes: Minutes, visit: Visit, at: dt.datetime, by: Viewer) -> bytes:
    # pyHanko costs 42 MB, which a process that only serves pages should not pay.
    from . import authority, signing

    keys: Path = current_app.config["SETTINGS"].keys
    signer = authority.certificate_for(keys, str(by.user_id), by.name, visit.campaign.issuing_body)
    drawn = pdf.draw(minutes, storage.get)
    return signing.sign(drawn, signer, at=at, reason="Ký biên bản kiểm tra", location=minutes.place)
