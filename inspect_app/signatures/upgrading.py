"""The job that brings signed files to the level that the services allow, as long as that takes."""

from __future__ import annotations

import uuid
from typing import Any

from .. import storage
from ..db import db, writing
from ..errors import Conflict
from ..jobs import worker
from ..jobs.rules import Later
from ..minutes.models import SignedMinutes
from . import entries, means, queries
from .issuing import UPGRADE
from .rules import FileKind, Level

MISSING = {
    Level.B: "dịch vụ cấp dấu thời gian không trả lời",
    Level.T: "chưa lấy được dữ liệu thu hồi chứng thư",
    Level.LT: "chưa lấy được dấu thời gian lưu trữ",
}


@worker.handles(UPGRADE)
def upgrade(arguments: dict[str, Any], progress: worker.Progress) -> None:
    """Add time stamps and revocation data to the newest state; raises Later while they are away."""
    # pyHanko costs 42 MB, which a process that only serves pages should not pay.
    from . import lasting
    from .signing import Signed

    manner = means.manner()
    if manner.stamps is None:
        return  # no service is set: there is nothing to wait for, and the page says so
    key = uuid.UUID(arguments["minutes"])
    signed = db.session.get_one(SignedMinutes, key)
    before = queries.newest_file(signed)
    sha256, level = before.sha256, before.level
    db.session.rollback()
    progress(20)
    pdf, reached = lasting.upgrade(storage.get(sha256), manner.trust, manner.stamps, manner.digest)
    if reached is not level:
        _enter(key, Signed(pdf, reached), sha256)
    if reached is not Level.LTA:
        raise Later(MISSING[reached])


def _enter(key: uuid.UUID, made: Any, after: str) -> None:
    try:
        with writing(waits=20):
            signed = db.session.get_one(SignedMinutes, key)
            entries.add(signed, FileKind.UPGRADED, made, after=after, by=None)
    except Conflict as error:
        raise Later("văn bản vừa có thêm chữ ký") from error
