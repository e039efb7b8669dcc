"""What the head decides on operations that came too late: take in, or keep aside."""

from __future__ import annotations

import dataclasses
import re
import uuid

from .. import clock, storage, text
from ..audit.actions import record
from ..db import db, writing
from ..errors import NotFound, RuleBroken
from ..permissions import Viewer
from ..text import Message, msg
from ..visits.envelope import accepted_id
from ..visits.models import ParkedDecision, ParkedOperation
from ..visits.rules import Verdict
from .answers import Answer, deliver_form, deliver_kept_photo
from .parked_words import header

NOTE_LIMIT = 500
ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def photo_of(parked: ParkedOperation) -> bytes:
    """The photo that the operation brings, byte for byte; raises NotFound where it brings none."""
    try:
        return storage.get(header(parked, "Upload-Sha256"))
    except storage.Missing:
        raise NotFound() from None


def accept(parked: ParkedOperation, *, by: Viewer) -> None:
    """Do it after all, in the name of its author, for whom the head vouches.

    Opens its own transactions; done twice it counts once. Raises RuleBroken, deciding nothing,
    when it is still refused, as everything is once the minutes are signed.
    """
    if _is_in(parked):
        return
    _check_makers(parked)
    answer = _deliver(parked)
    if answer.result != "applied":
        raise RuleBroken(Message("{reason}", {"reason": answer.reason}))
    with writing():
        _decide(parked.id, Verdict.ACCEPTED, "", by)


def keep_aside(parked: ParkedOperation, note: str, *, by: Viewer) -> None:
    """Leave it undone; it stays on the list. Raises RuleBroken when it was taken in."""
    if _is_in(parked):
        raise RuleBroken(msg("Mục này đã được đưa vào."))
    cleaned = " ".join(text.nfc(note).split())[:NOTE_LIMIT]
    _decide(parked.id, Verdict.KEPT_ASIDE, cleaned, by)


def _is_in(parked: ParkedOperation) -> bool:
    return parked.decision is not None and parked.decision.verdict is Verdict.ACCEPTED


def _check_makers(parked: ParkedOperation) -> None:
    """What changes a finding or photo that itself waits here can only follow it."""
    for said in ID.findall(parked.path):
        maker = db.session.get(ParkedOperation, uuid.UUID(said))
        if maker is not None and maker.id != parked.id and not _is_in(maker):
            raise RuleBroken(msg("Đưa vào trước mục đã tạo ra nội dung này."))


def _decide(parked_id: uuid.UUID, verdict: Verdict, note: str, by: Viewer) -> None:
    parked = db.session.get_one(ParkedOperation, parked_id)
    decision = parked.decision or ParkedDecision(parked=parked)
    decision.verdict, decision.note = verdict, note
    decision.by_id, decision.at = by.user_id, clock.now()
    db.session.add(decision)
    record(
        f"visits.parked_{verdict.value}",
        by=by.user_id,
        visit_id=parked.visit_id,
        operation=str(parked_id),
        author=str(parked.user_id),
        note=note,
    )


def _deliver(parked: ParkedOperation) -> Answer:
    """As the tablet sent it, but under ids of its own: the parked ids are taken."""
    author = dataclasses.replace(parked.user.as_viewer(), vouched=parked.visit_id)
    path = ID.sub(lambda match: _now_called(match[0]), parked.path)
    headers = {name: str(value) for name, value in parked.headers.items()}
    if parked.method == "PATCH":
        db.session.rollback()
        return deliver_kept_photo(path, headers, author)
    own = {"operation": [str(accepted_id(parked.id))], "base": [_base(parked)]}
    fields = {**parked.fields, **own}
    db.session.rollback()  # nothing stays open while the other transaction writes
    return deliver_form(path, fields, headers, author)


def _now_called(said: str) -> str:
    """The id of what a parked operation made or will make; any other id as it is."""
    key = uuid.UUID(said)
    return said if db.session.get(ParkedOperation, key) is None else str(accepted_id(key))


def _base(parked: ParkedOperation) -> str:
    """What its author saw, itself among it, each also under the id it has once taken in."""
    seen = [word for said in parked.fields.get("base", []) for word in str(said).split()]
    named = [word for word in [*seen, str(parked.id)] if ID.fullmatch(word)]
    own = str(accepted_id(parked.id))
    others = [called for word in named if (called := _now_called(word)) not in (word, own)]
    return " ".join(dict.fromkeys([*named, *others]))
