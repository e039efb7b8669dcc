"""The addresses of a unit's register: choose the file, map its columns, look, import."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from ..db import writing
from ..errors import Conflict, RuleBroken
from ..permissions import Permission
from ..text import msg
from ..visits.models import Visit
from ..visits.offline import keepable
from ..visits.queries import get_visit
from ..web import render, requires, see_other, viewer
from . import importing, intake, register_page, registers
from .models import Register
from .register_forms import ColumnsForm, chosen_unit, read_declared, register_id
from .register_page import GONE, Fault
from .registers import Phase

bp = Blueprint("registers", __name__)
INDEX = "dossiers/register.html"
COLUMNS = "dossiers/register_columns.html"
PREVIEW = "dossiers/register_preview.html"
NO_FILE = msg("Chọn tệp danh sách hồ sơ.")


@bp.get("/visits/<uuid:visit_id>/register")
@requires(Permission.SEE_WORK)
def index(visit_id: uuid.UUID) -> Response:
    """The registers of the visit's units, or what to do while there is none."""
    return _index(visit_id)


@bp.post("/visits/<uuid:visit_id>/register")
@requires(Permission.FILL_VISIT, own_transaction=True, files=2)
def upload(visit_id: uuid.UUID) -> AnyResponse:
    """Send a file to look at."""
    visit, file = get_visit(visit_id, viewer=viewer()), request.files.get("file")
    try:
        if file is None or not file.filename:
            raise RuleBroken(NO_FILE, {"file": NO_FILE})
        unit = chosen_unit(request.form, visit)
        made = intake.upload(visit, unit, file.stream, file.filename, by=viewer())
    except RuleBroken as error:
        return _index(visit_id, error, "upload", typed=request.form)
    return see_other("registers.columns", visit_id=visit_id, register=made.id)


@bp.get("/visits/<uuid:visit_id>/register/columns")
@requires(Permission.FILL_VISIT)
def columns(visit_id: uuid.UUID) -> AnyResponse:
    """Which sheet, and which column is what."""
    register = _draft(get_visit(visit_id, viewer=viewer()))
    if register is None:
        return see_other("registers.index", visit_id=visit_id)
    try:
        page = register_page.columns_page(register, request.args.get("sheet", ""))
    except RuleBroken as error:
        return _index(visit_id, error)
    return render(COLUMNS, **page)


@bp.post("/visits/<uuid:visit_id>/register/columns")
@requires(Permission.FILL_VISIT, own_transaction=True)
def choose_columns(visit_id: uuid.UUID) -> AnyResponse:
    """Take what was chosen and remember it for files of this kind."""
    register = _draft(get_visit(visit_id, viewer=viewer()))
    if register is None:
        return _index(visit_id, RuleBroken(GONE))
    form = ColumnsForm.read(request.form)
    try:
        top = intake.open_original(register).top(form.sheet)
        with writing():
            intake.choose(register, form.sheet, top, form.columns, by=viewer())
    except (RuleBroken, Conflict) as error:
        return _columns_refused(register, form, error)
    return see_other("registers.preview", visit_id=visit_id, register=register.id)


@bp.get("/visits/<uuid:visit_id>/register/preview")
@requires(Permission.FILL_VISIT)
def preview(visit_id: uuid.UUID) -> AnyResponse:
    """The first rows as they will be read."""
    register = _draft(get_visit(visit_id, viewer=viewer()))
    if register is None or not register.columns:
        return see_other("registers.index", visit_id=visit_id)
    try:
        page = register_page.preview_page(register)
    except RuleBroken as error:
        return _index(visit_id, error)
    return render(PREVIEW, **page)


@bp.post("/visits/<uuid:visit_id>/register/import")
@requires(Permission.FILL_VISIT, own_transaction=True)
def start_import(visit_id: uuid.UUID) -> AnyResponse:
    """Begin reading the whole of it in the background."""
    register = _draft(get_visit(visit_id, viewer=viewer()))
    if register is None:
        return _index(visit_id, RuleBroken(GONE))
    try:
        importing.begin(register, by=viewer())
    except (RuleBroken, Conflict) as error:
        return _index(visit_id, error)
    return see_other("registers.index", visit_id=visit_id)


@bp.get("/visits/<uuid:visit_id>/register/progress")
@requires(Permission.SEE_WORK)
def progress(visit_id: uuid.UUID) -> AnyResponse:
    """How far an import is; at its end the page is drawn anew."""
    visit = get_visit(visit_id, viewer=viewer())
    register = registers.find(visit, register_id(request.args))
    if register is None or registers.phase(register) is not Phase.RUNNING:
        return see_other("registers.index", visit_id=visit_id)
    return render(INDEX, block="progress", visit=visit, register=register)


@bp.get("/visits/<uuid:visit_id>/register/errors.csv")
@requires(Permission.SEE_WORK)
def errors(visit_id: uuid.UUID) -> AnyResponse:
    """Everything that was wrong in a file, as a table."""
    visit = get_visit(visit_id, viewer=viewer())
    register = registers.find(visit, register_id(request.args))
    if register is None or not register.errors:
        return see_other("registers.index", visit_id=visit_id)
    body = register_page.errors_csv(register, gettext("Lỗi"))
    disposition = f'attachment; filename="loi-danh-sach-{register.imported_at:%Y%m%d}.csv"'
    headers = {"Content-Disposition": disposition}
    return Response(body, mimetype="text/csv", headers=headers)


@bp.get("/visits/<uuid:visit_id>/register.json")
@requires(Permission.SEE_WORK)
@keepable
def as_json(visit_id: uuid.UUID) -> Response:
    """The codes to draw from, for a tablet that will have no network."""
    visit = get_visit(visit_id, viewer=viewer())
    named = registers.find(visit, register_id(request.args))
    chosen = named or registers.first_whole(visit)
    if chosen is None or registers.phase(chosen) is not Phase.WHOLE:
        return jsonify(register=None, codes=[])
    return jsonify(register=str(chosen.id), codes=registers.codes(visit, chosen))


@bp.post("/visits/<uuid:visit_id>/register/declared")
@requires(Permission.FILL_VISIT)
def declare(visit_id: uuid.UUID) -> AnyResponse:
    """What the unit says in numbers."""
    visit = get_visit(visit_id, viewer=viewer())
    register = registers.find(visit, register_id(request.form))
    try:
        if register is None:
            raise RuleBroken(GONE)
        intake.declare(register, read_declared(request.form), by=viewer())
    except RuleBroken as error:
        at = str(register.id) if register else None
        return _index(visit_id, error, at, typed=request.form)
    return see_other("registers.index", visit_id=visit_id, _anchor=f"register-{register.id}")


@bp.post("/visits/<uuid:visit_id>/register/remove")
@requires(Permission.FILL_VISIT, own_transaction=True)
def remove(visit_id: uuid.UUID) -> AnyResponse:
    """Take a register away."""
    visit = get_visit(visit_id, viewer=viewer())
    register = registers.find(visit, register_id(request.form))
    try:
        if register is None:
            raise RuleBroken(GONE)
        intake.remove(register, by=viewer())
    except RuleBroken as error:
        return _index(visit_id, error)
    return see_other("registers.index", visit_id=visit_id)


def _draft(visit: Visit) -> Register | None:
    """The register that the request names, if it still waits to be imported."""
    key = register_id(request.form if request.method == "POST" else request.args)
    register = registers.find(visit, key)
    return register if register and registers.phase(register) is Phase.DRAFT else None


def _index(
    visit_id: uuid.UUID, fault: Fault | None = None, at: str | None = None, **more: object
) -> Response:
    shown = register_page.whole_page(visit_id, viewer=viewer(), fault=fault, fault_at=at, **more)
    return render(INDEX, status=fault.status if fault else 200, **shown)


def _columns_refused(register: Register, form: ColumnsForm, error: Fault) -> AnyResponse:
    try:
        page = register_page.columns_page(register, form.sheet, typed=form.columns, fault=error)
    except RuleBroken as gone:
        return _index(register.visit_id, gone)
    return render(COLUMNS, status=error.status, **page)
