"""Signed minutes: finding them, the numbers they were given, who has downloaded them."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from .. import clock, storage, text
from ..db import db
from ..errors import NotFound
from ..permissions import Viewer
from ..visits.models import Visit
from ..visits.queries import get_visit, last_step
from ..visits.rules import VisitState
from . import form_settings
from .document import Replaced
from .models import Download, SignedMinutes


def signed_of(visit: Visit) -> SignedMinutes | None:
    """The newest signed minutes of an authorised visit, if any."""
    found = select(SignedMinutes).where(SignedMinutes.visit_id == visit.id)
    return db.session.scalar(found.order_by(SignedMinutes.signed_at.desc()).limit(1))


def standing(visit: Visit) -> SignedMinutes | None:
    """The signed minutes that stand for an authorised visit; None while they are being replaced."""
    return signed_of(visit) if visit.state is VisitState.SIGNED else None


def replaced(visit: Visit) -> Replaced | None:
    """What the minutes of an authorised visit, as they are now, take the place of."""
    newest = signed_of(visit)
    old = newest.replaces if newest and visit.state is VisitState.SIGNED else newest
    step = last_step(visit, "correct")
    if old is None or step is None:
        return None
    number = text.document_number(old.number, old.series)
    return Replaced(number, clock.local(old.signed_at).date(), step.reason)


def signed_content(signed: SignedMinutes) -> dict[str, Any]:
    """What the signed document says, as `document.Minutes` in plain values; deadlines are dates.

    Raises storage.Missing.
    """
    content: dict[str, Any] = json.loads(storage.get(signed.data_sha256))
    for request in content["requests"]:
        due = request["deadline"]
        request["deadline"] = dt.date.fromisoformat(due) if due else None
    return content


def get_signed(visit_id: uuid.UUID, *, viewer: Viewer) -> SignedMinutes:
    """The signed minutes of a visit the viewer may see; raises NotFound while there are none."""
    found = signed_of(get_visit(visit_id, viewer=viewer))
    if found is None:
        raise NotFound()
    return found


def is_registered(sha256: str) -> bool:
    """Whether a file of that SHA-256 was signed and issued by this office."""
    return (
        db.session.scalar(select(SignedMinutes.id).where(SignedMinutes.sha256 == sha256))
        is not None
    )


def book_of(visit: Visit) -> str:
    """The book that the minutes of an authorised visit are numbered in: issuing body and series."""
    campaign, chosen = visit.campaign, form_settings.of_visit(visit).layout
    body, series = chosen.issuing_body or campaign.issuing_body, chosen.series or campaign.series
    return f"{body} · {series}"


def next_number(book: str, year: int) -> int:
    """The number that the next minutes of this book and year get; they start at 1."""
    last = select(func.max(SignedMinutes.number)).where(
        SignedMinutes.book == book, SignedMinutes.year == year
    )
    return (db.session.scalar(last) or 0) + 1


def list_downloads(signed: SignedMinutes) -> Sequence[Download]:
    """Who downloaded the minutes and when, oldest first."""
    found = select(Download).where(Download.minutes_id == signed.id).order_by(Download.at)
    return db.session.scalars(found).all()
