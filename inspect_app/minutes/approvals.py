"""Whether what is to be approved is what was shown, and what has changed when it is not."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence

from .. import storage, text
from ..errors import Conflict
from ..text import Message, msg
from ..visits.models import Visit
from ..visits.queries import history, last_step
from ..visits.rules import VisitState
from . import changes, preview, queries, rules
from .document import Minutes, canonical, content_hash

CHANGED = msg("Nội dung đã thay đổi sau khi bạn xem. Xem lại bản mới rồi phê duyệt.")
DRAWN_ANEW = msg("Tệp PDF vừa được lập lại khác tệp bạn xem. Xem lại bản mới rồi phê duyệt.")
ALREADY = msg("Bản này đã được phê duyệt ở một cửa sổ khác; không phê duyệt lần nữa.")
MOVED = msg("Cuộc kiểm tra đã chuyển sang bước khác trong lúc bạn xem; chưa phê duyệt gì.")


class Outdated(Conflict):
    """What was shown is no longer what there is (409); `changes` says what changed."""

    def __init__(self, message: Message, changes: Sequence[Message]) -> None:
        super().__init__(message)
        self.changes = tuple(changes)


def what_is_shown(visit: Visit) -> tuple[str, str]:
    """What an approval names: the content hash and the SHA-256 of the PDF as they are now.

    Raises RuleBroken when something is missing.
    """
    minutes = queries.gather(visit)
    document = document_shown(visit, minutes)
    return content_hash(minutes), hashlib.sha256(document).hexdigest()


def check_seen(visit: Visit, seen_hash: str, seen_file: str) -> tuple[Minutes, bytes]:
    """What would be approved, with its PDF; draws it where that was not done yet.

    Raises Outdated, saying what changed, when it is no longer what was shown, and RuleBroken when
    something is missing.
    """
    _check_waiting(visit)
    minutes = queries.gather(visit)
    current = content_hash(minutes)
    if current != seen_hash:
        raise Outdated(CHANGED, changes_since(seen_hash, minutes))
    document = preview.draft_pdf(minutes)
    if hashlib.sha256(document).hexdigest() != seen_file:
        raise Outdated(DRAWN_ANEW, [])
    if queries.approval(visit, current) is rules.Approval.VALID:
        raise Outdated(ALREADY, last_moved(visit))
    return minutes, document


def _check_waiting(visit: Visit) -> None:
    """Raise Outdated, saying who did what, when the visit no longer waits for an approval."""
    if visit.state not in (VisitState.SUBMITTED, VisitState.APPROVED):
        raise Outdated(MOVED, last_moved(visit))


def document_shown(visit: Visit, minutes: Minutes) -> bytes:
    """The unsigned PDF of an authorised visit: the approved file while that holds, else a draft."""
    step = last_step(visit, "approve")
    holds = queries.approval(visit, content_hash(minutes)) is rules.Approval.VALID
    if step and holds and step.file_sha256:
        return storage.get(step.file_sha256)
    return preview.draft_pdf(minutes)


def look(visit: Visit, minutes: Minutes) -> preview.Look:
    """`document_shown` for a page that does not wait: what there is of it now."""
    step = last_step(visit, "approve")
    holds = queries.approval(visit, content_hash(minutes)) is rules.Approval.VALID
    if step and holds and step.file_sha256:
        return preview.Look(storage.get(step.file_sha256))
    return preview.look(minutes)


def changes_since(seen_hash: str, minutes: Minutes) -> list[Message]:
    """What the minutes say now that they did not when their content had that hash, shortened."""
    seen = preview.seen_value(seen_hash)
    if seen is None:
        return [msg("Bản bạn xem đã quá cũ, không còn giữ để so sánh.")]
    now = canonical(dataclasses.replace(minutes, number=None))
    return changes.shortened(changes.changes(seen, now))


def changes_since_approval(visit: Visit, minutes: Minutes | None) -> list[Message]:
    """What changed since the newest approval of an authorised visit; [] where nothing has."""
    step = last_step(visit, "approve") if visit.state is VisitState.APPROVED else None
    if step is None or minutes is None or step.content_hash == content_hash(minutes):
        return []
    return changes_since(step.content_hash, minutes)


def last_moved(visit: Visit) -> list[Message]:
    """Who took the newest step in the life of an authorised visit, which, when and why."""
    steps = history(visit)
    if not steps:
        return []
    step = steps[-1]
    verb, at = rules.VERBS[step.verb], text.moment(step.at)
    said = msg("{name} {verb} lúc {at}.", name=step.by.full_name, verb=verb, at=at)
    return [said, *([msg("Lý do: {reason}", reason=step.reason)] if step.reason else [])]
