"""The plans: list, new, one with its visits."""

from __future__ import annotations

import uuid

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from ..accounts.queries import list_inspectors
from ..errors import RuleBroken
from ..permissions import TEAM_ROLES, Permission
from ..web import render, requires, see_other, viewer
from . import actions, queries
from .forms import CampaignForm, person_of, team_of
from .rules import InspectionKind

bp = Blueprint("campaigns", __name__)


@bp.get("/campaigns")
@requires(Permission.PLAN_VISITS)
def index() -> Response:
    return render("campaigns/index.html", campaigns=queries.list_campaigns(viewer=viewer()))


@bp.get("/campaigns/new")
@requires(Permission.PLAN_VISITS)
def new() -> Response:
    return _form_page(CampaignForm())


@bp.post("/campaigns")
@requires(Permission.PLAN_VISITS)
def create() -> Response:
    form = CampaignForm()
    people = [person.id for person in list_inspectors(viewer=viewer())]
    if not form.validate():
        return _form_page(form, status=422)
    values = {k: v for k, v in form.data.items() if k not in ("csrf_token", "legal_bases")}
    bases = [line.strip() for line in (form.legal_bases.data or "").splitlines() if line.strip()]
    try:
        campaign = actions.create_campaign(
            **values, legal_bases=bases, team=team_of(request.form, people), by=viewer()
        )
    except RuleBroken as error:
        return _form_page(form, error=error, status=422)
    return see_other("visits.plan", campaign_id=campaign.id)


@bp.post("/campaigns/<uuid:campaign_id>/team/<any(leave, rejoin):verb>")
@requires(Permission.CHANGE_TEAM)
def change_team(campaign_id: uuid.UUID, verb: str) -> Response:
    campaign = queries.get_campaign(campaign_id, viewer=viewer())
    change = actions.leave_team if verb == "leave" else actions.rejoin_team
    change(campaign, person_of(request.form), by=viewer())
    return see_other("visits.plan", campaign_id=campaign.id, _anchor="team")


def _form_page(
    form: CampaignForm, *, error: RuleBroken | None = None, status: int = 200
) -> Response:
    return render(
        "campaigns/new.html",
        status=status,
        form=form,
        error=error,
        people=list_inspectors(viewer=viewer()),
        team_roles=TEAM_ROLES,
        chosen=request.form,
        kinds=list(InspectionKind),
        office_limit=current_app.config["SETTINGS"].supplement_limit,
    )
