"""The way of the minutes: submit, return, approve, download."""

from __future__ import annotations

import dataclasses

from .. import clock, storage
from ..audit.actions import record
from ..db import db
from ..errors import RuleBroken
from ..findings.actions import draft_conclusions
from ..permissions import Viewer
from ..remediation.actions import draft_requests
from ..text import msg
from ..visits import actions as visits
from ..visits.models import Visit
from ..visits.queries import last_step
from ..visits.rules import VisitState, check_reason
from . import queries, rules
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


def download(signed: SignedMinutes, *, address: str, by: Viewer) -> bytes:
    """The signed PDF; who took it, when and from where is recorded. Raises storage.Missing."""
    sha256 = signed.newest_sha256
    document = storage.get(sha256)
    taken = Download(minutes=signed, user_id=by.user_id, at=clock.now(), address=address[:60])
    db.session.add(taken)
    record("minutes.downloaded", by=by.user_id, visit_id=signed.visit_id, sha256=sha256)
    return document


def approved(visit: Visit) -> tuple[Minutes, bytes]:
    """What is approved and still holds, and the very PDF that was; raises RuleBroken otherwise."""
    if visit.state is not VisitState.APPROVED:
        raise RuleBroken(msg("Biên bản chưa được trưởng đoàn phê duyệt."))
    minutes, step = queries.gather(visit), last_step(visit, "approve")
    holds = queries.approval(visit, content_hash(minutes)) is rules.Approval.VALID
    if step is None or not holds or not step.file_sha256:
        raise RuleBroken(VOID)
    return minutes, storage.get(step.file_sha256)
