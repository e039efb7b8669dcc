"""The page of days off and working days, for who manages the office's calendar."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from .. import clock
from ..errors import RuleBroken
from ..permissions import Permission
from ..text import msg
from ..web import render, requires, see_other, viewer
from . import calendar_page, special_days
from .calendar_forms import SpecialDayForm, day_of, year_of

bp = Blueprint("calendar", __name__)


@bp.get("/special-days")
@requires(Permission.MANAGE_CALENDAR)
def index() -> Response:
    """A year with its days off, and a form for one more."""
    return _page(year_of(request.args, clock.today().year), SpecialDayForm(formdata=None))


@bp.post("/special-days")
@requires(Permission.MANAGE_CALENDAR)
def add() -> Response:
    """Make a day one off or a working one."""
    form, year = SpecialDayForm(), year_of(request.form, clock.today().year)
    if not form.validate():
        return _page(year, form, status=422)
    try:
        day = special_days.add_special_day(
            form.day.data, form.kind.data or "", form.name.data or "", by=viewer()
        )
    except RuleBroken as error:
        return _page(year, form, error=error, status=422)
    return see_other("calendar.index", year=day.day.year, _anchor=f"day-{day.day}")


@bp.post("/special-days/remove")
@requires(Permission.MANAGE_CALENDAR)
def remove() -> Response:
    """Take one of the office's days out."""
    day, year = day_of(request.form), year_of(request.form, clock.today().year)
    try:
        if day is None:
            raise RuleBroken(msg("Chọn một ngày trong bảng."))
        special_days.remove_special_day(day, by=viewer())
    except RuleBroken as error:
        return _page(year, SpecialDayForm(formdata=None), error=error, status=422)
    return see_other("calendar.index", year=day.year, _anchor="days")


def _page(
    year: int, form: SpecialDayForm, *, error: RuleBroken | None = None, status: int = 200
) -> Response:
    shown = calendar_page.year_page(year, clock.today())
    return render("dossiers/calendar.html", status=status, form=form, error=error, **shown)
