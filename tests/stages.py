"""A visit taken from the answers to the head's approval, step by step."""

from __future__ import annotations

import datetime as dt

from inspect_app.db import db
from inspect_app.findings.actions import record_from_item
from inspect_app.minutes import actions as minutes
from inspect_app.minutes.approvals import what_is_shown
from inspect_app.sync.decisions import keep_aside
from inspect_app.visits.actions import describe
from inspect_app.visits.models import Visit
from tests.cast import answer, viewer


def describe_visit(visit: Visit) -> None:
    """Say where, when and with whom."""
    describe(
        visit,
        venue=f"trụ sở UBND {visit.unit.label}",
        place=visit.unit.name,
        unit_people=f"Trần Văn Sơn - Chủ tịch UBND {visit.unit.label}",
        unit_opinion="Thống nhất với nội dung biên bản.",
        started_at=dt.datetime(2020, 10, 15, 1, tzinfo=dt.UTC),
        ended_at=dt.datetime(2020, 10, 15, 4, 30, tzinfo=dt.UTC),
        by=viewer("secretary"),
    )


def submit(visit: Visit) -> None:
    """Answer a little, find one shortcoming, decide what came late, and hand it to the head."""
    for parked in visit.parked:  # type: ignore[attr-defined] # declared by ParkedOperation
        keep_aside(parked, "", by=viewer("head"))
    answer(visit, "CD-05", value="fail")
    answer(visit, "MC-07", value="pass")
    answer(visit, "MC-07", aspect="value", received="1.791", resolved="1.791", late="4")
    record_from_item(visit, "CD-05", by=viewer("member"))
    describe_visit(visit)
    minutes.submit(visit, by=viewer("secretary"))


def approve(visit: Visit) -> None:
    """Hand the work in and approve it, committed."""
    submit(visit)
    minutes.approve(visit, *what_is_shown(visit), by=viewer("head"))
    db.session.commit()
