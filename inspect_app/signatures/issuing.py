"""The number given and the head's signature: the moment from which the minutes stand."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import clock, storage
from ..db import db, writing
from ..errors import Conflict, RuleBroken
from ..jobs.actions import ask
from ..minutes import codes, preview
from ..minutes import issued as numbers
from ..minutes import rules as minutes_rules
from ..minutes.actions import VOID, approved
from ..minutes.document import Minutes, canonical, content_hash
from ..minutes.models import SignedMinutes
from ..permissions import Viewer
from ..text import msg
from ..visits import actions as visits
from ..visits.models import Visit
from ..visits.parked import count_undecided
from ..visits.rules import next_state
from . import entries, means
from .models import NumberBook
from .rules import FileKind, Party

if TYPE_CHECKING:
    from .signing import Signed

UPGRADE = "signatures.upgrade"
REASON = "Ký biên bản kiểm tra"
TRIES = 5
TAKEN = msg("Số biên bản vừa được cấp cho biên bản khác. Bấm ký lại.")


@dataclass(frozen=True)
class Draft:
    """What is about to be signed: its value with the number, the approved file, and when."""

    minutes: Minutes
    approved: bytes
    at: dt.datetime


@dataclass(frozen=True)
class Step:
    """One increment: what it is, for which party, in whose name, and the file with it."""

    kind: FileKind
    party: Party
    signer: str
    made: Signed


def sign(visit: Visit, *, here: bool = True, by: Viewer) -> SignedMinutes:
    """Give the number, lock the text and, `here`, sign for the head with the key held for them.

    From then on nothing changes the minutes; whoever signs with a token of their own, or on paper,
    does so afterwards. Opens its own write transactions. Raises RuleBroken when the approval does
    not cover what is there now or something late is not decided on, Conflict when others took the
    numbers.
    """
    next_state(visit.state, "sign")
    minutes_rules.check_decided(count_undecided(visit))
    minutes, file = approved(visit)
    book = numbers.book_of(visit)
    for _ in range(TRIES):
        number = numbers.next_number(book, minutes.signed_on.year)
        draft = Draft(dataclasses.replace(minutes, number=number), file, clock.now())
        document = _enter(visit, draft, book, _made(visit, draft, here, by), by)
        if document is not None:
            return document
    raise Conflict(TAKEN)


def _made(visit: Visit, draft: Draft, here: bool, by: Viewer) -> list[Step]:
    """The increments at level B-B: whoever signs does not wait for the time-stamp service."""
    # pyHanko costs 42 MB, which a process that only serves pages should not pay.
    from . import signing

    manner, body = means.manner(at_once=True), visit.campaign.issuing_body
    when: dict[str, Any] = {"at": draft.at, "location": draft.minutes.place}
    number, key = draft.minutes.number or 0, means.issuing_key(body)
    if not here:
        issued = signing.issue(draft.approved, number, key, manner, **when)
        return [Step(FileKind.ISSUED, Party.ISSUE, body, issued)]
    keys = key, means.personal_key(by, body)
    issued, signed = signing.issue_and_sign(
        draft.approved, number, keys, manner, reason=REASON, **when
    )
    first = Step(FileKind.ISSUED, Party.ISSUE, body, issued)
    return [first, Step(FileKind.SIGNED, Party.HEAD, by.name, signed)]


def _enter(
    visit: Visit, draft: Draft, book: str, steps: list[Step], by: Viewer
) -> SignedMinutes | None:
    """The document in the register; None when the number has been given meanwhile."""
    file, data = steps[-1].made.pdf, canonical(draft.minutes)
    stored = storage.put(file), storage.put(data)
    with writing(waits=3):
        db.session.refresh(visit)
        minutes_rules.check_decided(count_undecided(visit))
        if content_hash(approved(visit)[0]) != content_hash(draft.minutes):
            raise RuleBroken(VOID)
        if not _take_number(book, draft.minutes):
            return None
        document = _row(visit, draft, book, stored, len(file), by)
        db.session.add(document)
        db.session.flush()
        after = None
        for step in steps:
            facts: dict[str, Any] = {"party": step.party, "signer": step.signer, "by": by}
            after = entries.add(document, step.kind, step.made, after=after, **facts).sha256
        visits.step(
            visit, "sign", content_hash=document.content_hash, by=by, sha256=document.sha256
        )
        ask(UPGRADE, f"{UPGRADE}:{document.id}", {"minutes": str(document.id)})
    return document


def _take_number(book: str, minutes: Minutes) -> bool:
    """Whether the number is still the next one; then it is taken, within the transaction."""
    row = db.session.get(NumberBook, (book, minutes.signed_on.year), with_for_update=True)
    if row is None:
        row = NumberBook(book=book, year=minutes.signed_on.year, last=0)
        db.session.add(row)
    if row.last + 1 != minutes.number:
        return False
    row.last += 1
    return True


def _row(
    visit: Visit, draft: Draft, book: str, files: tuple[str, str], size: int, by: Viewer
) -> SignedMinutes:
    replaced = numbers.signed_of(visit)
    key = means.settings().check_key
    return SignedMinutes(
        visit_id=visit.id,
        campaign_id=visit.campaign_id,
        book=book,
        code=codes.code_of(content_hash(draft.minutes), key),
        replaces_id=replaced.id if replaced else None,
        year=draft.minutes.signed_on.year,
        number=draft.minutes.number,
        series=draft.minutes.series,
        sha256=files[0],
        approved_sha256=storage.put(draft.approved),
        data_sha256=files[1],
        content_hash=content_hash(draft.minutes),
        size=size,
        pages=preview.count_pages(draft.approved),
        signed_by=by.user_id,
        signed_at=draft.at,
    )
