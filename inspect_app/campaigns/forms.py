"""What is typed when making a plan."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import SelectField

from ..fields import CountField, DayField, line, paragraph
from ..permissions import TEAM_ROLES, Role
from .rules import InspectionKind


class CampaignForm(FlaskForm):  # type: ignore[misc]
    title = line(300)
    parent_body = line(160)
    issuing_body = line(160, "Đoàn kiểm tra cải cách hành chính")
    decision_number = line(60)
    decision_date = DayField()
    decision_issuer = line(200)
    series = line(30, "BB-ĐKT")
    legal_bases = paragraph(4000, required=False)
    period_from = DayField()
    period_to = DayField()
    supplement_limit = CountField()
    minutes_kind = SelectField(
        choices=list(InspectionKind), coerce=InspectionKind, default=InspectionKind.REGULAR
    )


def team_of(
    form: ImmutableMultiDict[str, str], people: Iterable[uuid.UUID]
) -> dict[uuid.UUID, Role]:
    """The chosen role of each person, from fields named `role-<id>`; others are not in the team."""
    chosen = {person: form.get(f"role-{person}", "") for person in people}
    return {person: Role(role) for person, role in chosen.items() if role in TEAM_ROLES}


def person_of(form: Mapping[str, str]) -> uuid.UUID | None:
    """The person a button of the team's list stands for; None when that says nothing readable."""
    try:
        return uuid.UUID(form.get("person", ""))
    except ValueError:
        return None
