"""The page of the minutes: what is missing, the preview, and what can be done next."""

from __future__ import annotations

import hashlib
from typing import Any

from werkzeug.wrappers import Response

from .. import clock, storage
from ..accounts.routes import confirmed
from ..errors import Conflict, RuleBroken
from ..permissions import Role
from ..visits.conflicts import differing_elsewhere
from ..visits.models import Visit
from ..visits.queries import conflicting_items, history, role_in
from ..web import render, viewer
from . import approvals, issued, preview, queries
from .approvals import Outdated
from .document import Minutes, content_hash
from .forms import DescriptionForm
from .models import SignedMinutes


def document_of(visit: Visit, signed: SignedMinutes | None) -> bytes:
    """The PDF whose pages are shown: the signed one, else what would be signed."""
    if signed:
        return storage.get(signed.newest_sha256)
    return approvals.document_shown(visit, queries.gather(visit))


def minutes_page(
    visit: Visit,
    *,
    form: DescriptionForm | None = None,
    error: RuleBroken | Conflict | None = None,
    reason: str = "",
    status: int = 200,
    block: str | None = None,
) -> Response:
    """The page or one block, with what was typed; never waits for the draft to be drawn."""
    signed = issued.standing(visit)
    missing, minutes = ([], None) if signed else queries.examine(visit)
    current = content_hash(minutes) if minutes else None
    return render(
        "minutes/show.html",
        block=block,
        status=status,
        visit=visit,
        form=form or _filled(visit),
        error=error,
        reason=reason,
        missing=missing,
        conflicts=[] if signed else conflicting_items(visit),
        elsewhere=set() if signed else differing_elsewhere(visit),
        worth_a_look=[] if signed else queries.worth_a_look(visit),
        signed=signed,
        replacing=None if signed else issued.signed_of(visit),
        signatories=minutes.signatories if minutes else (),
        content_hash=signed.content_hash if signed else current,
        **_draft(_look(visit, signed, minutes)),
        changed=error.changes if isinstance(error, Outdated) else (),
        changed_since_approval=approvals.changes_since_approval(visit, minutes),
        confirmed=confirmed(),
        approval=queries.approval(visit, current),
        steps=history(visit),
        role=role_in(visit, viewer=viewer()),
        downloads=issued.list_downloads(signed) if signed else [],
        Role=Role,
    )


def drawing_part(visit: Visit) -> Response:
    """What the page asks for each second: how far the drawing is; at its end what waited for it."""
    signed = issued.standing(visit)
    minutes = None if signed else queries.examine(visit)[1]
    look = _look(visit, signed, minutes)
    if look and not look.pdf:
        return render("minutes/show.html", block="drawing", visit=visit, drawing=look)
    done = minutes_page(visit, block="draft")
    done.headers["HX-Retarget"] = "#draft"
    return done


def _draft(look: preview.Look | None) -> dict[str, Any]:
    shown = look.pdf if look else None
    return {
        "file_sha256": hashlib.sha256(shown).hexdigest() if shown else "",
        "pages": preview.count_pages(shown) if shown else 0,
        "drawing": look if not shown else None,
    }


def _look(
    visit: Visit, signed: SignedMinutes | None, minutes: Minutes | None
) -> preview.Look | None:
    if signed:
        return preview.Look(storage.get(signed.newest_sha256))
    return approvals.look(visit, minutes) if minutes else None


def _filled(visit: Visit) -> DescriptionForm:
    values: dict[str, Any] = {
        name: getattr(visit, name) for name in ("venue", "place", "unit_people", "unit_opinion")
    }
    started = clock.local(visit.started_at) if visit.started_at else None
    ended = clock.local(visit.ended_at or clock.now())
    if started and not visit.ended_at and ended.date() != started.date():
        ended = started
    for name, moment in (("started", started), ("ended", ended)):
        values |= {f"{name}_on": moment and moment.date(), f"{name}_at": moment and moment.time()}
    return DescriptionForm(formdata=None, data=values)
