"""The templates of the minutes, kind by kind: which one counts, and publishing the next version."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sqlalchemy import select

from .. import clock
from ..audit.actions import record
from ..campaigns.rules import InspectionKind
from ..db import db
from ..errors import Conflict, RuleBroken
from ..permissions import Viewer
from ..text import msg
from ..visits.models import Visit
from . import annexes, layout, parties
from .document import Minutes
from .layout import Layout
from .models import MinutesTemplate

SHIPPED = 1
CHANGED = msg("Mẫu này vừa có bản mới của người khác. Tải lại trang rồi sửa.")


@dataclass(frozen=True)
class Template:
    """One version of one kind's template; `name` is what the minutes carry: "regular-1"."""

    kind: InspectionKind
    version: int
    title: str
    layout: Layout

    @property
    def name(self) -> str:
        """Kind and version."""
        return f"{self.kind}-{self.version}"


def current(kind: InspectionKind) -> Template:
    """The newest version of a kind; the shipped one where the office has made none."""
    return _newest(kind, None)


def of_visit(visit: Visit) -> Template:
    """The version that was newest when the visit began, and so stays the same until it is signed.

    The newest of all for a visit that has not begun.
    """
    return _newest(visit.campaign.minutes_kind, visit.started_at)


def apply(visit: Visit, minutes: Minutes) -> Minutes:
    """The same minutes in the form of the visit's template, with files and the parties in order."""
    template = of_visit(visit)
    chosen = template.layout
    names = {
        parties.SECRETARY: minutes.secretary,
        parties.UNIT: minutes.unit_representative,
        parties.HEAD: minutes.head,
    }
    return dataclasses.replace(
        minutes,
        template=template.name,
        parent_body=chosen.parent_body or minutes.parent_body,
        issuing_body=chosen.issuing_body or minutes.issuing_body,
        series=chosen.series or minutes.series,
        copies=chosen.copies,
        files=annexes.files(visit),
        signatories=parties.unasked(names, tuple(party for party, _ in chosen.signatures)),
        layout=chosen,
    )


def list_versions(kind: InspectionKind) -> Sequence[MinutesTemplate]:
    """The versions that the office made, newest first."""
    own = select(MinutesTemplate).where(MinutesTemplate.kind == kind)
    return db.session.scalars(own.order_by(MinutesTemplate.version.desc())).all()


@cache
def shipped(kind: InspectionKind) -> Template:
    """Version 1, as it comes with the program."""
    file = resources.files(__package__).joinpath("templates", f"{kind}.json")
    said = json.loads(file.read_text("utf-8"))
    return Template(kind, SHIPPED, said["title"], layout.read(said["settings"]))


def publish(
    kind: InspectionKind, title: str, chosen: Layout, *, seen: int, by: Viewer
) -> MinutesTemplate:
    """The next version of a kind; `seen` is the version that was on the page.

    Raises RuleBroken for settings that make no document or an empty title, Conflict when there is
    a newer version than the one seen.
    """
    newest = current(kind)
    if newest.version != seen:
        raise Conflict(CHANGED)
    if not title:
        empty = msg("Chưa ghi tên mẫu.")
        raise RuleBroken(empty, {"title": empty})
    made = MinutesTemplate(
        kind=kind,
        version=newest.version + 1,
        title=title,
        settings=layout.plain(layout.checked(chosen)),
        by_id=by.user_id,
        at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    record("minutes.template_published", by=by.user_id, subject=f"{kind}-{made.version}")
    return made


def _newest(kind: InspectionKind, at: dt.datetime | None) -> Template:
    own = select(MinutesTemplate).where(MinutesTemplate.kind == kind)
    known = own.where(MinutesTemplate.at <= at) if at else own
    row = db.session.scalar(known.order_by(MinutesTemplate.version.desc()).limit(1))
    if row is None:
        return shipped(kind)
    return Template(kind, row.version, row.title, layout.read(row.settings))
