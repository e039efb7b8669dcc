"""The addresses of the sample and of the dossiers in it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..db import db
from ..errors import NotFound, RuleBroken
from ..permissions import Permission
from ..visits import arrivals
from ..visits.forms import ids, operation_of, read_envelope
from ..visits.models import Visit
from ..visits.offline import keepable
from ..visits.queries import get_visit
from ..web import parts, render, requires, see_other, viewer, wants_part
from . import actions, dossier_page, missing, queries, rules, sample_page
from .crosschecks import Source
from .dossier_page import Fault
from .drawing import draw_sample
from .forms import read_draw, register_of
from .models import SampledDossier

bp = Blueprint("dossiers", __name__)
SAMPLE = "dossiers/sample.html"
DOSSIER = "dossiers/dossier.html"
MOVES = {"missing": missing.set_missing, "found": missing.set_found}


@bp.get("/visits/<uuid:visit_id>/sample")
@requires(Permission.SEE_WORK)
@keepable
def sample(visit_id: uuid.UUID) -> Response:
    visit = get_visit(visit_id, viewer=viewer())
    return render(SAMPLE, **sample_page.whole_page(visit))


@bp.post("/visits/<uuid:visit_id>/samples")
@requires(Permission.FILL_VISIT)
def draw(visit_id: uuid.UUID) -> Response:
    made = operation_of(request.form)
    visit, fresh = arrivals.take_in(visit_id, viewer=viewer(), field=f"sample.{made}.draw")
    try:
        if fresh:
            _draw(visit)
    except RuleBroken as error:
        return _sample_refused(visit, error)
    if wants_part():
        page = sample_page.whole_page(visit) | {"part": True}
        return parts((SAMPLE, "lists"), (SAMPLE, "draw"), (SAMPLE, "tallied"), **page)
    return see_other("dossiers.sample", visit_id=visit.id, _anchor="drawn")


@bp.post("/visits/<uuid:visit_id>/sampled")
@requires(Permission.FILL_VISIT)
def add(visit_id: uuid.UUID) -> Response:
    made = operation_of(request.form)
    visit, fresh = arrivals.take_in(visit_id, viewer=viewer(), field=f"dossier.{made}.add")
    try:
        if fresh:
            code = rules.read_code(request.form.get("code", ""))
            actions.add_dossier(visit, code, sampled_id=made, by=viewer())
    except RuleBroken as error:
        return _sample_refused(visit, error, block="add")
    return _lists(visit, "drawn")


@bp.post("/visits/<uuid:visit_id>/dossiers/<uuid:sampled_id>/<any(missing, found):verb>")
@requires(Permission.FILL_VISIT)
def set_missing(visit_id: uuid.UUID, sampled_id: uuid.UUID, verb: str) -> Response:
    visit, sampled, fresh = _take_in(visit_id, sampled_id, verb)
    if fresh:
        MOVES[verb](sampled, by=viewer())
    return _lists(visit, "drawn")


@bp.post("/visits/<uuid:visit_id>/dossiers/<uuid:sampled_id>/<any(remove, restore):verb>")
@requires(Permission.FILL_VISIT)
def set_removed(visit_id: uuid.UUID, sampled_id: uuid.UUID, verb: str) -> Response:
    visit, sampled, fresh = _take_in(visit_id, sampled_id, verb)
    if fresh:
        actions.set_removed(sampled, verb == "remove", by=viewer())
    return _lists(visit, "drawn")


@bp.get("/visits/<uuid:visit_id>/dossiers/mould")
@requires(Permission.SEE_WORK)
@keepable
def mould(visit_id: uuid.UUID) -> Response:
    """What a tablet fills in for a dossier that it drew without network."""
    visit = get_visit(visit_id, viewer=viewer())
    return render(DOSSIER, **dossier_page.mould(visit))


@bp.get("/visits/<uuid:visit_id>/dossiers/<uuid:sampled_id>")
@requires(Permission.SEE_WORK)
@keepable
def dossier(visit_id: uuid.UUID, sampled_id: uuid.UUID) -> Response:
    visit = get_visit(visit_id, viewer=viewer())
    sampled = queries.get_sampled(visit, sampled_id)
    return render(DOSSIER, **dossier_page.whole_page(visit, sampled))


@bp.post("/visits/<uuid:visit_id>/dossiers/<uuid:sampled_id>/checks/<matter>")
@requires(Permission.FILL_VISIT)
def check(visit_id: uuid.UUID, sampled_id: uuid.UUID, matter: str) -> Response:
    visit, sampled, fresh = _take_in(visit_id, sampled_id)
    if matter not in rules.MATTERS:
        raise NotFound()
    try:
        if fresh:
            _check(visit, sampled, matter)
    except RuleBroken as error:
        return _checked(visit, sampled, matter, Fault(matter, error, request.form.to_dict()))
    return _checked(visit, sampled, matter)


def _draw(visit: Visit) -> None:
    said = read_envelope()
    draw_sample(
        visit,
        queries.chosen_register(visit, register_of(request.form)),
        read_draw(request.form),
        at=said.happened_at if said else None,
        by=viewer(),
    )


def _take_in(
    visit_id: uuid.UUID, sampled_id: uuid.UUID, verb: str = ""
) -> tuple[Visit, SampledDossier, bool]:
    """The authorised dossier, and whether the operation is new; a verb is written down here."""
    field = f"dossier.{operation_of(request.form)}.{verb}" if verb else ""
    found = queries.visit_of(visit_id, sampled_id)
    visit, fresh = arrivals.take_in(found, viewer=viewer(), field=field, about=sampled_id)
    return visit, queries.get_sampled(visit, sampled_id), fresh


def _check(visit: Visit, sampled: SampledDossier, matter: str) -> None:
    typed: Mapping[str, str] = request.form
    if "same" in typed and matter in list(Source):
        stored = queries.load_check(visit, sampled).stored(Source.SOFTWARE)
        typed = {name: moment or "" for name, moment in stored.items()}
    operation = actions.check_dossier(
        sampled,
        matter,
        typed,
        operation_id=operation_of(request.form),
        base=ids(request.form, "base"),
        said=read_envelope(),
        by=viewer(),
    )
    arrivals.applied(operation)


def _checked(
    visit: Visit, sampled: SampledDossier, matter: str, fault: Fault | None = None
) -> Response:
    status = 422 if fault else 200
    if wants_part():
        context = dossier_page.one(visit, sampled, fault=fault) | {"matter": matter}
        block = "state" if fault or not _tapped(matter) else "row"
        if request.form.get("chosen"):
            block = "row"
        return render(DOSSIER, block=block, status=status, **context)
    if fault:
        page = dossier_page.whole_page(visit, sampled, fault=fault)
        return render(DOSSIER, status=422, **page)
    address = {"visit_id": visit.id, "sampled_id": sampled.id}
    return see_other("dossiers.dossier", **address, _anchor=f"m-{sampled.id.hex}-{matter}")


def _tapped(matter: str) -> bool:
    return matter in (*rules.ITEMS, *rules.Defect, rules.APOLOGY)


def _lists(visit: Visit, anchor: str) -> Response:
    db.session.flush()
    if wants_part():
        return render(SAMPLE, block="lists", **sample_page.lists(visit) | {"part": True})
    return see_other("dossiers.sample", visit_id=visit.id, _anchor=anchor)


def _sample_refused(visit: Visit, error: RuleBroken, block: str = "draw") -> Response:
    page = sample_page.whole_page(visit, fault=error, typed=request.form) | {"at_form": block}
    if wants_part():
        return render(SAMPLE, block=block, status=422, **page)
    return render(SAMPLE, status=422, **page)
