"""How operations of a tablet are taken in: each once, or parked for the head, never lost."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import NoReturn

from flask import Response, current_app, g
from werkzeug.datastructures import MultiDict

from .. import clock, receipts
from ..audit.actions import record
from ..db import db
from ..errors import Acknowledged, Conflict, NotAllowed, NotFound, OtherUser, Parked
from ..permissions import Viewer
from ..text import msg
from . import queries, rules
from .actions import write_down
from .envelope import Envelope
from .forms import read_envelope
from .models import Operation, ParkedOperation, Visit
from .rules import ParkReason

START = "visit.start"


def take_in(
    visit_id: uuid.UUID | None,
    *,
    viewer: Viewer,
    field: str = "",
    about: uuid.UUID | None = None,
) -> tuple[Visit, bool]:
    """The authorised visit, and whether this request's operation is new and is to be done now.

    Call it inside the write transaction that does it. With a `field` the operation is written
    down here; without one the caller does, and then calls `applied`. `visit_id` is None when the
    thing `about` which it is does not exist; an operation on what a parked one would have made
    is parked beside it. A plain form carries no operation and is always new.

    Raises NotFound, NotAllowed, OtherUser; Conflict for a known id with other content; and
    Acknowledged (Parked), which commits, when there is nothing to do or to show.
    """
    said = read_envelope()
    if said is None:
        return queries.get_visit(_there(visit_id), viewer=viewer), True
    if said.author not in (None, viewer.user_id):
        raise OtherUser()
    known = _known(said, viewer)
    if known is not None:
        return _again(known, viewer), False
    visit = _authorised(said, visit_id, about, viewer)
    reason = None if viewer.vouched == visit.id else _too_late(said, visit, field)
    if reason is not None:
        _park(said, visit.id, viewer, reason)
    if field:
        applied(_written(said, visit, field, viewer))
    return visit, True


def applied(operation: Operation) -> None:
    """Tell the tablet that its operation is stored, now or long ago."""
    receipts.settle(operation.sequence)


def redeliver(
    method: str,
    path: str,
    fields: Mapping[str, Sequence[str]],
    headers: Mapping[str, str],
    body: bytes,
    author: Viewer,
) -> Response:
    """Deliver a stored operation to its view once more, in the name of its author.

    `body` is sent where there are no fields. It has its own transaction: call it outside of any
    other write transaction. Whatever is refused comes back as the response.
    """
    data = MultiDict((name, value) for name, values in fields.items() for value in values)
    sent = {"HX-Request": "true", **headers}
    context = current_app.test_request_context(
        path, method=method, data=data if fields else body, headers=sent
    )
    with current_app.app_context(), context:
        g.viewer, g.own_site, g.csrf_valid = author, True, True
        return _dispatched()


def _dispatched() -> Response:
    try:
        answer = current_app.dispatch_request()
    except Exception as error:
        answer = current_app.handle_user_exception(error)
    return current_app.process_response(current_app.make_response(answer))


def _there(visit_id: uuid.UUID | None) -> uuid.UUID:
    if visit_id is None:
        raise NotFound()
    return visit_id


def _known(said: Envelope, viewer: Viewer) -> Operation | None:
    """The stored operation of that id; raises Parked when it is parked, Conflict when another."""
    stored = queries.find_operation(said.operation_id)
    parked = stored or db.session.get(ParkedOperation, said.operation_id)
    if parked is None or not parked.fingerprint:
        return None
    if parked.fingerprint != said.fingerprint(viewer.user_id):
        raise Conflict(msg("Mã thao tác này đã dùng cho nội dung khác. Tải lại trang."))
    if stored is None:
        raise Parked()
    return stored


def _again(known: Operation, viewer: Viewer) -> Visit:
    applied(known)
    try:
        return queries.get_visit(known.visit_id, viewer=viewer)
    except (NotFound, NotAllowed):
        # It was theirs when it came; what became of the visit since is not for them to see.
        raise Acknowledged(known.sequence, "applied") from None


def _authorised(
    said: Envelope, visit_id: uuid.UUID | None, about: uuid.UUID | None, viewer: Viewer
) -> Visit:
    maker = db.session.get(ParkedOperation, about) if visit_id is None and about else None
    key = _there(maker.visit_id if maker else visit_id)
    try:
        visit = queries.get_visit(key, viewer=viewer)
    except (NotFound, NotAllowed):
        gone = db.session.get(Visit, key)
        if gone is None or not queries.was_member(gone, viewer.user_id):
            raise
        _park(said, key, viewer, ParkReason.REVOKED)
    if maker and viewer.vouched != visit.id:
        _park(said, key, viewer, maker.reason)
    if maker:
        raise NotFound()
    return visit


def _too_late(said: Envelope, visit: Visit, field: str) -> ParkReason | None:
    # A visit that has begun stays as it is: its beginning told once more decides nothing.
    return None if field == START else rules.too_late(visit.state, said.seen)


def _park(said: Envelope, visit_id: uuid.UUID, viewer: Viewer, reason: ParkReason) -> NoReturn:
    parked = ParkedOperation(
        id=said.operation_id,
        visit_id=visit_id,
        user_id=viewer.user_id,
        device=said.device,
        method=said.method,
        path=said.path,
        fields={n: v for n, v in said.fields.items() if n != "csrf_token"},
        headers=said.headers,
        reason=reason,
        client_time=said.at,
        clock_offset=said.offset,
        received_at=clock.now(),
        fingerprint=said.fingerprint(viewer.user_id),
    )
    db.session.add(parked)
    db.session.flush()
    detail = {"operation": str(parked.id), "reason": reason.value}
    record("visits.parked", by=viewer.user_id, visit_id=visit_id, **detail)
    raise Parked()


def _written(said: Envelope, visit: Visit, field: str, viewer: Viewer) -> Operation:
    content = {name: values for name, values in said.content.items() if name != "base"}
    key = said.operation_id
    return write_down(visit, field, content, operation_id=key, said=said, by=viewer)
