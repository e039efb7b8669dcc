"""What is typed or tapped on a visit's pages."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from .. import clock, receipts
from ..db import new_id
from ..fields import DayField, line
from .envelope import OUTSIDE, Envelope
from .rules import VisitState


class VisitForm(FlaskForm):  # type: ignore[misc]
    planned_on = DayField()
    unit_search = line(120, required=False)


def ids(form: MultiDict[str, str], name: str) -> list[uuid.UUID]:
    """The ids of that field, several in one value parted by spaces; what is no id is left out."""
    found = (receipts.read_id(word) for typed in form.getlist(name) for word in typed.split())
    return [key for key in found if key is not None]


def sections_of(form: Mapping[str, str]) -> dict[str, uuid.UUID | None]:
    """The person chosen for each heading, from fields named `section-<heading>`; None is all."""
    chosen = {name: key for name, key in form.items() if name.startswith("section-")}
    return {name.removeprefix("section-"): receipts.read_id(key) for name, key in chosen.items()}


def operation_of(form: Mapping[str, str]) -> uuid.UUID:
    """The id that the tablet gave the operation; a plain form without script gets one here."""
    return receipts.read_id(form.get("operation", "")) or new_id()


def read_envelope() -> Envelope | None:
    """What the tablet wrote on this request's operation; None for a plain form."""
    key, patch, sent = receipts.operation_id(), request.method == "PATCH", request.headers
    if key is None:
        return None
    form: MultiDict[str, str] = MultiDict() if patch else request.form
    said = {n: sent.get(f"Op-{n}", "") if patch else form.get(n, "") for n in OUTSIDE}
    # A page may have a field of its own by that name.
    seen = [said["seen"], *form.getlist("seen")]
    return Envelope(
        operation_id=key,
        method=request.method,
        path=request.path,
        fields=dict(form.lists()),
        headers={n: v for n, v in sent.items() if patch and n.startswith(("Op-", "Upload-"))},
        base=tuple(ids(form, "base")),
        at=client_time(said["at"]),
        device=said["device"][:60],
        offset=int(said["offset"]) if re.fullmatch("-?[0-9]{1,13}", said["offset"]) else None,
        seen=next((state for state in VisitState if state in seen), ""),
        author=receipts.read_id(said["author"]),
    )


def client_time(typed: str) -> dt.datetime | None:
    """When the tablet says it happened (ISO, with zone); None when it says nothing readable."""
    try:
        said = dt.datetime.fromisoformat(typed)
        return said.astimezone(dt.UTC) if said.tzinfo else clock.from_local(said)
    except (ValueError, OverflowError):  # the year 1 in Viet Nam began before the calendar
        return None
