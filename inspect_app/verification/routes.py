"""The public pages: a code typed or scanned, a file dropped; nobody signs in."""

from __future__ import annotations

import functools

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from ..minutes import codes
from ..templating import say
from ..text import Message, msg
from ..web import public, render
from . import actions, children, queries, record, told
from .limits import CHECKS, LOOKS, limited

bp = Blueprint("verification", __name__)
UNKNOWN = msg(
    "Không có văn bản đã ký nào mang mã này. Kiểm tra lại từng chữ; văn bản chưa ký thì chưa"
    " tra cứu được."
)
NO_FILE = msg("Chọn một tệp PDF để kiểm tra.")
_SHOWN = 60


@bp.after_request
def keep_out_of_indexes(response: Response) -> Response:
    """Whoever has the code may look; search engines need not."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.get("/k")
@public
@limited("look", LOOKS)
def start() -> Response:
    typed = request.args.get("code", "").strip()
    found = queries.find_by_code(typed)
    if found is not None and found.code:
        return redirect(url_for("verification.show", code=codes.shown(found.code)), 303)
    return _unknown(typed) if typed else _start_page()


@bp.get("/k/<code>")
@public
@limited("look", LOOKS)
def show(code: str) -> Response:
    """One signed document; what is unknown, malformed or not signed yet looks the same."""
    found = queries.find_by_code(code)
    if found is None:
        return _unknown(code)
    return render("verification/document.html", document=record.of(found))


@bp.post("/k/file")
@functools.partial(public, own_transaction=True)
@limited("check", CHECKS)
def check() -> Response:
    """A file, never kept; `code` is the document's whose page it was dropped on."""
    code, file = request.form.get("code", "")[:_SHOWN], request.files.get("file")
    pdf = file.read() if file else b""
    if not pdf:
        return _start_page(fault=NO_FILE, status=422)
    try:
        checked = actions.check(pdf, code=code or None)
    except children.Busy as error:
        return _busy(error)
    return render(
        "verification/checked.html",
        checked=checked,
        headline=told.HEADLINES[checked.verdict],
        details=told.details(checked),
        name=(file.filename if file else "") or "",
    )


def _start_page(fault: Message | None = None, status: int = 200) -> Response:
    return render(
        "verification/start.html", status=status, typed="", unknown=None, fault=fault, code=""
    )


def _unknown(typed: str) -> Response:
    return render(
        "verification/start.html",
        status=404,
        typed=typed[:_SHOWN],
        unknown=UNKNOWN,
        fault=None,
        code="",
    )


def _busy(error: children.Busy) -> Response:
    response = render("verification/refused.html", status=error.status, message=say(error.message))
    response.headers["Retry-After"] = "60"
    return response
