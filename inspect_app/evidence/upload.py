"""A photo that a tablet sends in pieces: what their headers say, and how they become a photo."""

from __future__ import annotations

import contextlib
import re
import uuid
from dataclasses import dataclass
from urllib.parse import unquote

from flask import Request, Response
from werkzeug.datastructures import Headers
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from .. import storage
from ..config import MEBIBYTE
from ..db import begin_writing, db, writing
from ..errors import NotFound, Parked, Refused, RuleBroken
from ..permissions import Viewer
from ..text import msg
from ..visits import arrivals
from ..visits import rules as visit_rules
from ..visits.models import ParkedOperation
from ..visits.queries import checklist_of
from . import actions, pieces, promises, rules, subjects
from .forms import claims

MEDIA_TYPE = "application/offset+octet-stream"
SECONDS = 20  # without a byte, after which a connection counts as cut
MOST_UNHEARD = MEBIBYTE  # twice the largest piece that tablets send


class WrongType(Refused):
    """The body is not sent as a piece of a file (415)."""

    status = 415


class TooLarge(Refused):
    """The whole photo is above the limit (413)."""

    status = 413


@dataclass(frozen=True)
class Piece:
    """A piece of a photo: what is promised of the whole, where the piece begins, what it shows."""

    promise: pieces.Promise
    offset: int
    visit_id: uuid.UUID
    item_code: str
    name: str
    about: str


def read_piece(request: Request, key: uuid.UUID, user_id: uuid.UUID, limit: int) -> Piece:
    """What the headers say. `limit` of the whole in bytes.

    Raises Refused naming the header that cannot be read, WrongType, TooLarge.
    """
    if request.mimetype != MEDIA_TYPE:
        raise WrongType(msg("Ảnh chưa được nhận: phải gửi theo kiểu {kind}.", kind=MEDIA_TYPE))
    headers = request.headers
    size = int(_matching(headers, "Upload-Length", "[0-9]{1,12}"))
    offset = int(_matching(headers, "Upload-Offset", "[0-9]{1,12}"))
    sha256 = _matching(headers, "Upload-Sha256", "[0-9a-f]{64}")
    name, about = unquote(headers.get("Op-Name", "")), headers.get("Op-About", "")
    if size > limit:
        raise TooLarge(rules.too_large(rules.file_name(name), limit))
    if not subjects.is_subject(about):
        raise _unreadable("Op-About")
    if offset > size:
        raise _unreadable("Upload-Offset")
    if (request.content_length or 0) > size - offset:
        raise _unreadable("Content-Length")
    return Piece(
        pieces.Promise(user_id, key, size, sha256),
        offset,
        _id(headers, "Op-Visit"),
        headers.get("Op-Item", ""),
        name,
        about,
    )


def is_wanted(piece: Piece, by: Viewer) -> bool:
    """Whether the photo is still to come: False when it is in already.

    Raises what `arrivals.take_in` raises, NotFound for an unknown item and RuleBroken for a visit
    not begun, but parks nothing: what is to be parked is wanted whole first.
    """
    begin_writing()
    waiting = db.session.get(ParkedOperation, piece.promise.key) is not None
    try:
        visit, fresh = arrivals.take_in(piece.visit_id, viewer=by)
        if fresh and piece.item_code not in checklist_of(visit).items:
            raise NotFound()
        if fresh:
            visit_rules.check_open(visit.state)
        return fresh
    except Parked:
        if waiting:
            raise
        return True
    finally:
        db.session.rollback()


def receive(piece: Piece, request: Request, limit: int, by: Viewer) -> bool:
    """Keep what comes of the piece; whether the photo became whole and was taken in.

    Raises pieces.WrongOffset, pieces.Damaged; RuleBroken for a photo that is refused, Refused for
    more bytes than were promised, and what `arrivals.take_in` raises.
    """
    data = _all_bytes(piece, request, by)
    if data is None:
        shown = {"item_code": piece.item_code, "about": piece.about}
        promises.remember(piece.promise, piece.visit_id, piece.name, **shown)
    else:
        _take_in(piece, data, limit, by)
    return data is not None


def conclude(piece: Piece, response: Response) -> Response:
    """Tell which bytes are settled, so that the tablet may forget its own, and forget the part."""
    if response.status_code == 200:
        response.headers["Upload-Sha256"] = piece.promise.sha256
    if response.status_code in (200, RuleBroken.status):
        pieces.remove(piece.promise)
        promises.forget(piece.promise.key)
    return response


def be_patient(request: Request) -> None:
    """Let a connection that has fallen silent count as cut, so that it frees its thread."""
    connection = request.environ.get("gunicorn.socket")
    if connection is not None:
        connection.settimeout(SECONDS)


def hear_out(request: Request) -> None:
    """Read the rest of a piece that is answered early: a sender cut short never sees why."""
    be_patient(request)
    with contextlib.suppress(HTTPException):
        for _ in range(MOST_UNHEARD // pieces.CHUNK):
            if not request.stream.read(pieces.CHUNK):
                break


def _all_bytes(piece: Piece, request: Request, by: Viewer) -> bytes | None:
    promise = piece.promise
    accepted = by.vouched == piece.visit_id and piece.offset == promise.size
    if accepted and storage.has(promise.sha256):
        return storage.get(promise.sha256)  # kept when it was parked
    try:
        pieces.append(promise, piece.offset, request.stream)
    except ClientDisconnected:
        # Nothing was refused: the tablet goes on where the bytes end.
        return None
    except (pieces.TooMuch, RequestEntityTooLarge) as error:
        raise _unreadable("Upload-Length") from error
    return pieces.read(promise) if pieces.received(promise) == promise.size else None


def _take_in(piece: Piece, data: bytes, limit: int, by: Viewer) -> None:
    """The photo with its operation in one transaction; parked, its bytes are in the storage."""
    key = piece.promise.key
    outcome = _rendered(piece.name, data, limit)
    with writing():
        try:
            visit, fresh = arrivals.take_in(piece.visit_id, viewer=by, field=f"photo.{key}.add")
        except Parked:
            storage.put(data)
            raise
        if fresh and isinstance(outcome, RuleBroken):
            raise outcome
        if fresh and isinstance(outcome, actions.Rendered):
            actions.keep_photo(
                visit,
                piece.item_code,
                outcome,
                photo_id=key,
                claims=claims(),
                about=piece.about,
                by=by,
            )


def _rendered(name: str, data: bytes, limit: int) -> actions.Rendered | RuleBroken:
    """The refusal is kept, not raised: a photo to be parked is judged when it is accepted."""
    try:
        return actions.render_photo(name, data, limit)
    except RuleBroken as refusal:
        return refusal


def _matching(headers: Headers, name: str, pattern: str) -> str:
    said = headers.get(name, "")
    if not re.fullmatch(pattern, said, re.ASCII):
        raise _unreadable(name)
    return said


def _id(headers: Headers, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(headers.get(name, ""))
    except ValueError:
        raise _unreadable(name) from None


def _unreadable(name: str) -> Refused:
    return Refused(msg("Ảnh chưa được nhận: {name} thiếu hoặc sai.", name=name))
