"""The register of signed files: every state a document has had, increment by increment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import clock, storage
from ..audit.actions import record
from ..db import db
from ..errors import Conflict
from ..minutes.models import SignedMinutes
from ..permissions import Viewer
from ..text import msg
from . import queries
from .models import SignedFile
from .rules import FileKind, Party

if TYPE_CHECKING:
    from .signing import Signed

OVERTAKEN = msg("Văn bản vừa có thêm chữ ký khác. Tải lại trang rồi làm lại.")


def add(
    signed: SignedMinutes,
    kind: FileKind,
    made: Signed,
    *,
    after: str | None,
    party: Party | None = None,
    signer: str = "",
    by: Viewer | None,
) -> SignedFile:
    """Enter the next state of a document; its file is stored first.

    `after` is the SHA-256 of the state it was made from, None for the first. Raises Conflict when
    another state has come in between: nobody's signature is ever dropped.
    """
    entry = SignedFile(
        minutes=signed,
        ordinal=_next(signed, after),
        kind=kind,
        party=party,
        signer=signer,
        sha256=storage.put(made.pdf),
        size=len(made.pdf),
        level=made.level,
        by_id=by.user_id if by else None,
        at=clock.now(),
    )
    db.session.add(entry)
    db.session.flush()
    record(
        f"signatures.{kind}",
        by=by.user_id if by else None,
        visit_id=signed.visit_id,
        subject=party.value if party else "",
        sha256=entry.sha256,
        level=made.level.value,
    )
    return entry


def _next(signed: SignedMinutes, after: str | None) -> int:
    if after is None:
        return 1
    newest = queries.newest_file(signed)
    if newest.sha256 != after:
        raise Conflict(OVERTAKEN)
    return newest.ordinal + 1
