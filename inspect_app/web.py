"""How every request is guarded, transacted, answered and dressed in headers."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from flask import (
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.wrappers import Response as AnyResponse

from . import clock, origins, permissions, receipts, templating
from .db import begin_writing, db
from .errors import Acknowledged, NotAllowed, NotFound, Refused, SignInNeeded
from .permissions import Permission, Viewer
from .templating import say
from .text import msg

View = TypeVar("View", bound=Callable[..., Any])
FORM = "application/x-www-form-urlencoded"
VERSIONED = ("/static/vendor/", "/static/fonts/")
POLICY = "; ".join(
    f"{name} {value}"
    for name, value in {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' blob: data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }.items()
)
STALE = msg("Trang này đã cũ. Tải lại trang rồi làm lại; chưa có gì được lưu.")


class Unguarded(RuntimeError):
    """A route without a declared permission; the app does not start."""


def requires(
    permission: Permission, *, own_transaction: bool = False, files: int = 1
) -> Callable[[View], View]:
    """Guard a view with one permission and give it the request's transaction.

    `own_transaction` is for the few views that compute for seconds: they open `writing()`
    themselves, so that nobody waits for them. `files` is how many of the largest size one
    request may bring.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(**arguments: Any) -> AnyResponse:
            if g.get("viewer") is None:
                raise SignInNeeded()
            if not permissions.may_ever(g.viewer.role, permission):
                raise NotAllowed()
            g.viewer = g.viewer.needing(permission)
            return _run(view, arguments, own_transaction)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.files = files  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def public(view: View, own_transaction: bool = False) -> View:
    """Declare that a view needs nobody signed in; `own_transaction` as for `requires`."""

    @functools.wraps(view)
    def opened(**arguments: Any) -> AnyResponse:
        return _run(view, arguments, own_transaction)

    opened.permission = None  # type: ignore[attr-defined]
    return opened  # type: ignore[return-value]


def viewer() -> Viewer:
    """Who asks, for the permission that the route declared."""
    found: Viewer = g.viewer
    return found


def _run(view: Callable[..., Any], arguments: dict[str, Any], own_transaction: bool) -> AnyResponse:
    writes = request.method not in origins.SAFE and not own_transaction
    if writes:
        begin_writing()
    try:
        response = make_response(view(**arguments))
    except Acknowledged as told:
        receipts.settle(told.sequence, told.result)
        response = make_response("", 200, {"HX-Reswap": "none"})
    if writes and response.status_code < 400:
        db.session.commit()
    elif writes:
        db.session.rollback()
    return response


def render(
    template: str, *, block: str | None = None, status: int = 200, **context: Any
) -> Response:
    """A whole page, or one named block of it when htmx asked for a part."""
    body = _block(template, block, context) if block else render_template(template, **context)
    return make_response(body, status)


def parts(*named: tuple[str, str], status: int = 200, **context: Any) -> Response:
    """Several named blocks, each given as (template, block), one after the other."""
    return make_response("".join(_block(*name, context) for name in named), status)


def wants_part() -> bool:
    """Whether htmx asked for a part of the page; a plain form gets a whole page instead."""
    return request.headers.get("HX-Request") == "true"


def see_other(endpoint: str, **values: Any) -> AnyResponse:
    """303 to the page that shows what a plain form has done; htmx is told to go there itself."""
    address = url_for(endpoint, **values)
    if wants_part() or receipts.operation_id():
        return make_response("", 204, {"HX-Redirect": address})
    return redirect(address, 303)


def init_app(app: Flask) -> None:
    """Install the guards, headers, error pages, and what every template may call."""
    app.before_request(_allow_files)  # first of all: looking for the token reads the whole form
    app.before_request(_refuse_cut_bodies)
    origins.init_app(app)
    app.after_request(receipts.mark)  # the last of all: nothing may follow the marker
    app.after_request(_dress)
    app.register_error_handler(Refused, _show_refusal)
    app.register_error_handler(CSRFError, _show_stale_form)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_fault)
    templating.init_app(app)


def check_guards(app: Flask) -> None:
    """Raise Unguarded unless every route declares a permission or that it is public."""
    bare = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        and not hasattr(app.view_functions[rule.endpoint], "permission")
    ]
    if bare:
        raise Unguarded(f"Routes without @requires or @public: {', '.join(sorted(bare))}")


def _block(template: str, name: str, context: dict[str, Any]) -> str:
    current_app.update_template_context(context)
    page = current_app.jinja_env.get_template(template)
    return "".join(page.blocks[name](page.new_context(context)))


def _refuse_cut_bodies() -> None:
    """The server hands on a form that was cut on its way as if it were whole: it is nobody's word.

    Answered without a marker, so that a tablet sends it again.
    """
    promised, most = request.content_length or 0, request.max_content_length
    if request.mimetype != FORM or (most is not None and promised > most):
        return  # what is too large is refused where it is read
    if len(request.get_data(parse_form_data=False)) < promised:
        raise BadRequest()


def _allow_files() -> None:
    files = getattr(current_app.view_functions.get(request.endpoint or ""), "files", 1)
    request.max_content_length = files * current_app.config["MAX_CONTENT_LENGTH"]


def _dress(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
        headers["Server-Time"] = str(round(clock.now().timestamp() * 1000))
    elif "v" in request.args or request.path.startswith(VERSIONED):
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _show_refusal(error: Refused) -> AnyResponse:
    db.session.rollback()
    if isinstance(error, SignInNeeded) and request.method == "GET" and not wants_part():
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    response = _error_page(error.status, say(error.message))
    if error.op_result:
        response.headers["Op-Result"] = error.op_result
    return response


def _show_stale_form(_: CSRFError) -> AnyResponse:
    return _error_page(400, say(STALE))


def _show_http_error(error: HTTPException) -> AnyResponse:
    if error.code == 404:
        return _error_page(404, say(NotFound().message))
    if error.code == 405:
        return _error_page(405, say(msg("Địa chỉ này không nhận cách gửi đó.")))
    if error.code == 413:
        return _error_page(413, say(msg("Dữ liệu gửi lên quá lớn. Chưa có gì được lưu.")))
    return _error_page(error.code or 500, say(msg("Yêu cầu không hợp lệ. Chưa có gì được lưu.")))


def _show_fault(error: Exception) -> AnyResponse:
    if current_app.config["SETTINGS"].testing:
        raise error
    current_app.logger.exception("fault at %s", request.path, exc_info=error)
    db.session.rollback()
    return _error_page(500, say(msg("Hệ thống gặp lỗi và chưa lưu. Hãy thử lại sau ít phút.")))


def _error_page(status: int, message: str) -> Response:
    if not wants_part():
        return render("error.html", status=status, message=message)
    response = render("error.html", block="message", status=status, message=message)
    # Whatever the form wanted to replace stays; the page's notice says what went wrong.
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#notice", "innerHTML"
    return response
