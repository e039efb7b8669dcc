"""The visits of the day, the plan of a campaign, and the checklist on site."""

from __future__ import annotations

import re
import uuid
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from .. import clock, receipts
from ..audit.queries import last_sequence
from ..campaigns.queries import get_campaign, role_in
from ..checklists.items import Item
from ..errors import NotFound, RuleBroken
from ..permissions import Permission
from ..units.queries import get_unit, search_units, subordinates
from ..web import parts, render, requires, see_other, viewer, wants_part
from . import actions, arrivals, checklist_page, news, queries, sections
from .checklist_page import Fault
from .forms import VisitForm, ids, operation_of, read_envelope, sections_of
from .models import Visit
from .offline import keepable
from .register import ASPECTS
from .rules import VisitState

bp = Blueprint("visits", __name__)
PAGE = "visits/show.html"
ITEM = "visits/item.html"
PROGRESS = ("visits/progress.html", "progress")


@bp.get("/visits")
@requires(Permission.LIST_VISITS)
@keepable
def index() -> Response:
    visits = queries.list_visits(viewer=viewer())
    return render("visits/index.html", visits=visits, today=clock.today())


@bp.get("/campaigns/<uuid:campaign_id>")
@requires(Permission.PLAN_VISITS)
def plan(campaign_id: uuid.UUID) -> Response:
    return _plan_page(campaign_id, VisitForm())


@bp.post("/campaigns/<uuid:campaign_id>/visits")
@requires(Permission.PLAN_VISITS)
def create(campaign_id: uuid.UUID) -> Response:
    form, chosen = VisitForm(), ids(request.form, "unit")
    campaign = get_campaign(campaign_id, viewer=viewer())
    if not form.validate() or len(chosen) != 1:
        return _plan_page(campaign_id, form, unit_missing=len(chosen) != 1, status=422)
    unit = get_unit(chosen[0], viewer=viewer())
    further = [get_unit(key, viewer=viewer()) for key in ids(request.form, "subordinate")]
    try:
        actions.plan_visit(
            campaign, unit, planned_on=form.planned_on.data, subordinates=further, by=viewer()
        )
    except RuleBroken as error:
        return _plan_page(campaign_id, form, error=error, status=422)
    return see_other("visits.plan", campaign_id=campaign.id, _anchor="visits")


@bp.get("/campaigns/<uuid:campaign_id>/subordinates")
@requires(Permission.PLAN_VISITS)
def subordinate_choices(campaign_id: uuid.UUID) -> Response:
    get_campaign(campaign_id, viewer=viewer())
    chosen = ids(request.args, "unit")
    below = subordinates(get_unit(chosen[0], viewer=viewer()), viewer=viewer()) if chosen else []
    return render("visits/plan.html", block="subordinates", below=below, asked=True)


@bp.get("/visits/<uuid:visit_id>")
@requires(Permission.SEE_WORK)
@keepable
def show(visit_id: uuid.UUID) -> Response:
    visit = queries.get_visit(visit_id, viewer=viewer())
    return render(PAGE, **checklist_page.whole_page(visit))


@bp.post("/visits/<uuid:visit_id>/start")
@requires(Permission.FILL_VISIT)
def start(visit_id: uuid.UUID) -> Response:
    """A visit that has begun stays as it is: several tablets may each begin it without network."""
    visit, fresh = arrivals.take_in(visit_id, viewer=viewer(), field=arrivals.START)
    if fresh and visit.state is VisitState.PLANNED:
        said = read_envelope()
        actions.start_visit(visit, at=said.happened_at if said else None, by=viewer())
    return see_other("visits.show", visit_id=visit.id)


@bp.post("/visits/<uuid:visit_id>/sections")
@requires(Permission.ASSIGN_SECTIONS)
def give_sections(visit_id: uuid.UUID) -> Response:
    visit = queries.get_visit(visit_id, viewer=viewer())
    sections.give(visit, sections_of(request.form), by=viewer())
    return see_other("visits.show", visit_id=visit.id, _anchor="sections")


@bp.post("/visits/<uuid:visit_id>/answers/<code>/<aspect>")
@requires(Permission.FILL_VISIT)
def answer(visit_id: uuid.UUID, code: str, aspect: str) -> Response:
    visit, fresh = arrivals.take_in(visit_id, viewer=viewer())
    item = _item(visit, code, aspect)
    try:
        if fresh:
            _store(visit, item, aspect)
    except RuleBroken as error:
        return _answered(visit, item, aspect, error)
    return _answered(visit, item, aspect, None)


@bp.get("/visits/<uuid:visit_id>/changes")
@requires(Permission.SEE_WORK)
def changes(visit_id: uuid.UUID) -> Response:
    """What others changed since the page was drawn, but for the items being typed in."""
    visit = queries.get_visit(visit_id, viewer=viewer())
    since = request.args.get("since", "")
    after = int(since) if re.fullmatch("[0-9]{1,15}", since) else last_sequence(visit.id)
    busy = set(request.args.getlist("busy"))
    return render(PAGE, block="changes", **checklist_page.changed_items(visit, after, busy))


@bp.get(f"/visits/<uuid:visit_id>/news/<any({', '.join(news.PARTS)}):part>")
@requires(Permission.SEE_WORK)
def others(visit_id: uuid.UUID, part: str) -> Response:
    """Who else wrote on a page since it was drawn."""
    visit = queries.get_visit(visit_id, viewer=viewer())
    since, said = request.args.get("since", ""), request.args.get("subject", "")
    subject = receipts.read_id(said)
    after = int(since) if re.fullmatch("[0-9]{1,15}", since) else last_sequence(visit.id)
    names = news.others_since(visit, part, after, subject=subject, viewer=viewer())
    asked: dict[str, Any] = {"news_part": part, "news_subject": subject, "since": after}
    return render("visits/news.html", visit=visit, others=names, **asked)


def _store(visit: Visit, item: Item, aspect: str) -> None:
    operation = actions.answer_item(
        visit,
        item,
        aspect,
        request.form,
        operation_id=operation_of(request.form),
        base=ids(request.form, "base"),
        said=read_envelope(),
        by=viewer(),
    )
    arrivals.applied(operation)


def _item(visit: Visit, code: str, aspect: str) -> Item:
    item = queries.checklist_of(visit).items.get(code)
    if item is None or aspect not in ASPECTS:
        raise NotFound()
    return item


def _answered(visit: Visit, item: Item, aspect: str, error: RuleBroken | None) -> Response:
    status = 422 if error else 200
    fault = Fault(item.code, aspect, error, request.form.to_dict()) if error else None
    if wants_part():
        part = _part_of(aspect, error)
        context = checklist_page.one_item(visit, item, fault=fault, head=part != "state")
        return parts((ITEM, part), PROGRESS, status=status, aspect=aspect, **context)
    if fault:
        return render(PAGE, status=status, **checklist_page.whole_page(visit, fault=fault))
    return see_other("visits.show", visit_id=visit.id, _anchor=f"item-{item.code}")


def _part_of(aspect: str, error: RuleBroken | None) -> str:
    """What of the item a change of this field redraws; a value chosen among two redraws it all."""
    if request.form.get("chosen"):
        return "item"
    return "result" if aspect == "result" and not error else "state"


def _plan_page(
    campaign_id: uuid.UUID,
    form: VisitForm,
    *,
    unit_missing: bool = False,
    error: RuleBroken | None = None,
    status: int = 200,
) -> Response:
    typed = form.unit_search.data or ""
    campaign = get_campaign(campaign_id, viewer=viewer())
    return render(
        "visits/plan.html",
        status=status,
        campaign=campaign,
        role=role_in(campaign, viewer=viewer()),
        form=form,
        units=search_units(typed, viewer=viewer()),
        typed=typed,
        chosen=ids(request.form, "unit"),
        below=[],
        asked=False,
        unit_missing=unit_missing,
        error=error,
    )
