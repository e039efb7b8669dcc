"""Taking in the file of a tablet that could not send: each operation in the name of its author."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import IO

from flask import current_app

from ..accounts.models import User
from ..audit.actions import record
from ..db import db, writing
from ..errors import RuleBroken
from ..permissions import Viewer
from ..visits.models import ParkedOperation
from ..visits.queries import find_operation
from . import queries
from .answers import Answer, deliver_form, deliver_photo
from .outbox_file import FOREIGN, Opening, Reader, Sealed, damaged
from .parked_words import is_replayable

OWN_HEADERS = ("op-", "upload-")


@dataclass
class Outcome:
    """What became of a file: counts, the refused as (title, reason), and where it broke off."""

    author: str
    opening: Opening
    taken_in: int = 0
    known: int = 0
    parked: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    broken: RuleBroken | None = None

    @property
    def done(self) -> int:
        """How many operations were read and delivered."""
        return self.taken_in + self.known + self.parked + len(self.refused)


def take_in(file: IO[bytes], *, by: Viewer) -> Outcome:
    """Deliver every operation of the file; one that came before is counted and not done again.

    Opens its own transactions. Raises RuleBroken for a file of which nothing can be read; one
    that breaks off later keeps what came before, and `broken` says where.
    """
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    reader = Reader(file)
    opening = reader.opening()
    author, key = db.session.get(User, opening.user_id), queries.find_key(opening.user_id)
    if author is None or key is None:
        raise RuleBroken(FOREIGN)
    outcome, viewer = Outcome(author.full_name, opening), author.as_viewer()
    _deliver_all(reader, key, outcome, viewer)
    if outcome.broken and not outcome.done:
        raise outcome.broken
    _write_down(outcome, sha256, author=viewer.user_id, by=by)
    return outcome


def _deliver_all(reader: Reader, key: bytes, outcome: Outcome, author: Viewer) -> None:
    limit = current_app.config["SETTINGS"].photo_limit
    try:
        for sealed in reader.operations(key, outcome.opening.count, limit):
            with sealed.body:
                _deliver_one(sealed, outcome, author)
    except RuleBroken as error:
        outcome.broken = error


def _deliver_one(sealed: Sealed, outcome: Outcome, author: Viewer) -> None:
    _check(sealed)
    known = _is_known(sealed.id)
    answer = _deliver(sealed, author)
    if answer.result == "refused":
        outcome.refused.append((sealed.title or sealed.path, answer.reason))
    elif known:
        outcome.known += 1
    elif answer.result == "parked":
        outcome.parked += 1
    else:
        outcome.taken_in += 1


def _check(sealed: Sealed) -> None:
    """A file only holds what a tablet keeps: operations, each under its own id."""
    own = sealed.path.rpartition("/")[2] if sealed.method == "PATCH" else sealed.field("operation")
    strange = [
        name
        for name, value in sealed.headers.items()
        if not (name.lower().startswith(OWN_HEADERS) and (name + value).isprintable())
    ]
    if own != str(sealed.id) or strange or not is_replayable(sealed.method, sealed.path):
        raise damaged(sealed.number)


def _is_known(operation_id: uuid.UUID) -> bool:
    known = find_operation(operation_id) or db.session.get(ParkedOperation, operation_id)
    db.session.rollback()  # the next one is to see what this one does
    return known is not None


def _deliver(sealed: Sealed, author: Viewer) -> Answer:
    if sealed.method == "PATCH":
        headers = {**sealed.headers, "Upload-Length": str(sealed.size)}
        return deliver_photo(sealed.path, headers, sealed.body, sealed.size, author)
    fields: dict[str, list[str]] = {}
    for name, value in sealed.fields:
        fields.setdefault(name, []).append(value)
    return deliver_form(sealed.path, fields, sealed.headers, author)


def _write_down(outcome: Outcome, sha256: str, *, author: uuid.UUID, by: Viewer) -> None:
    with writing():
        record(
            "sync.imported",
            by=by.user_id,
            author=str(author),
            sha256=sha256,
            device=outcome.opening.device,
            count=outcome.opening.count,
            taken_in=outcome.taken_in,
            known=outcome.known,
            parked=outcome.parked,
            refused=len(outcome.refused),
            broken=str(outcome.broken.message) if outcome.broken else "",
        )
