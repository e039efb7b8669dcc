"""The page of phrases: how conclusions are worded, tried with sample figures, changed, reset."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..errors import RuleBroken
from ..permissions import Permission
from ..web import render, requires, see_other, viewer
from . import library, phrases
from .phrases import Phrase

bp = Blueprint("phrases", __name__)


@bp.get("/phrases")
@requires(Permission.EDIT_PHRASES)
def index() -> Response:
    """Every phrase with what it comes to."""
    return _page()


@bp.post("/phrases/<phrase>")
@requires(Permission.EDIT_PHRASES)
def change(phrase: str) -> Response:
    """Save the wording, or go back to the shipped one, or only show what it comes to."""
    found, typed = library.get_phrase(phrase), request.form.get("text", "")
    try:
        tried = phrases.check(found, typed) if request.form.get("do") != "reset" else ""
        if request.form.get("do") == "preview":
            return _page(found, typed=typed, tried=found.example(tried))
        if request.form.get("do") == "reset":
            library.reset(found, by=viewer())
        else:
            library.edit(found, typed, by=viewer())
    except RuleBroken as error:
        return _page(found, typed=typed, error=error, status=422)
    return see_other("phrases.index", _anchor=f"phrase-{phrase}")


def _page(
    at: Phrase | None = None,
    *,
    typed: str = "",
    tried: str = "",
    error: RuleBroken | None = None,
    status: int = 200,
) -> Response:
    edits = library.list_edits()
    return render(
        "findings/phrases.html",
        status=status,
        library=library.current(),
        edits={key: [edit for edit in edits if edit.key == key] for key in {e.key for e in edits}},
        at=at.key if at else "",
        typed=typed,
        tried=tried,
        error=error,
    )
