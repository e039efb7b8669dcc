"""Searching units while typing."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..permissions import Permission
from ..web import render, requires, viewer
from . import queries

bp = Blueprint("units", __name__)


@bp.get("/units/search")
@requires(Permission.SEE_OWN_PAGES)
def search() -> Response:
    typed = request.args.get("unit_search", "")
    found = queries.search_units(typed, viewer=viewer())
    return render("units/choices.html", block="choices", units=found, typed=typed, chosen=None)
