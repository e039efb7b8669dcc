"""Signing in and out, preferences of display, and the accounts page."""

from __future__ import annotations

import uuid

from flask import (
    Blueprint,
    current_app,
    g,
    make_response,
    redirect,
    request,
    session,
    url_for,
)
from flask_babel import get_locale
from werkzeug.wrappers import Response

from ..errors import RuleBroken
from ..permissions import ACCOUNT_ROLES, Permission, Role
from ..templating import say
from ..text import msg
from ..web import public, render, requires, see_other, viewer, wants_part
from . import actions, confirmation, queries, rules
from .forms import AccountForm, PasswordForm, SignInForm
from .models import User

bp = Blueprint("accounts", __name__)
COOKIE = "inspect_session"
YEAR = 365 * 24 * 3600
LOOKS = ("auto", "light", "dark", "outdoor")


@bp.before_app_request
def load_viewer() -> None:
    """Say who asks, from the session token of the cookie."""
    g.viewer = None
    token = request.cookies.get(COOKIE)
    if token and request.endpoint != "static":
        hours = current_app.config["SETTINGS"].session_hours
        g.viewer = queries.find_viewer(token, hours=hours)


@bp.app_context_processor
def chrome() -> dict[str, object]:
    """What the frame of every page shows: who is signed in, the language, the look."""
    look = request.cookies.get("look", "auto")
    return {
        "viewer": g.get("viewer"),
        "language": str(get_locale()),
        "look": look if look in LOOKS else "auto",
    }


@bp.get("/")
@public
def home() -> Response:
    if g.viewer is None:
        return redirect(url_for("accounts.sign_in"), 303)
    administrator = g.viewer.role is Role.ADMINISTRATOR
    return redirect(url_for("accounts.index" if administrator else "visits.index"), 303)


@bp.get("/sign-in")
@public
def sign_in() -> Response:
    return _sign_in_page(SignInForm(), request.args.get("next"))


@bp.post("/sign-in")
@public
def do_sign_in() -> Response:
    form, target = SignInForm(), request.form.get("next")
    if not form.validate():
        return _sign_in_page(form, target, status=422)
    try:
        token = actions.sign_in(
            form.username.data or "",
            form.password.data or "",
            address=request.remote_addr or "",
            browser=request.user_agent.string,
        )
    except RuleBroken as error:
        return _sign_in_page(form, target, error=error, status=422)
    session.clear()  # a token planted before signing in is worth nothing after it
    response = _signed_in(target)
    settings = current_app.config["SETTINGS"]
    response.set_cookie(
        COOKIE,
        token,
        max_age=settings.session_hours * 3600,
        httponly=True,
        samesite="Lax",
        secure=settings.secure_cookies,
    )
    return response


@bp.post("/sign-out")
@requires(Permission.SEE_OWN_PAGES)
def sign_out() -> Response:
    actions.sign_out(request.cookies[COOKIE], by=viewer())
    session.clear()
    response = see_other("accounts.sign_in")
    response.delete_cookie(COOKIE)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.post("/preferences")
@public
def set_preferences() -> Response:
    response = redirect(_safe(request.form.get("next")) or url_for("accounts.home"), 303)
    for name in ("language", "look"):
        if value := request.form.get(name, "")[:10]:
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax")
    return response


@bp.get("/password")
@requires(Permission.SEE_OWN_PAGES)
def password() -> Response:
    return render("accounts/password.html", form=PasswordForm(), error=None)


@bp.post("/password")
@requires(Permission.SEE_OWN_PAGES)
def change_password() -> Response:
    """All sessions end, this one too: the new password is tried at once."""
    form = PasswordForm()
    if not form.validate():
        return render("accounts/password.html", status=422, form=form, error=None)
    user = queries.get_self(viewer=viewer())
    current, new = form.current.data or "", form.password.data or ""
    try:
        actions.change_password(user, current, new, by=viewer())
    except RuleBroken as error:
        return render("accounts/password.html", status=422, form=form, error=error)
    return see_other("accounts.sign_in")


@bp.get("/accounts")
@requires(Permission.MANAGE_ACCOUNTS)
def index() -> Response:
    return _accounts_page(AccountForm())


@bp.post("/accounts")
@requires(Permission.MANAGE_ACCOUNTS)
def create() -> Response:
    form, password = AccountForm(), rules.first_password()
    if not form.validate():
        return _accounts_page(form, status=422)
    try:
        user = actions.create_user(
            username=form.username.data or "",
            full_name=form.full_name.data or "",
            position=form.position.data or "",
            role=Role(form.role.data),
            unit_id=_unit_id(form.unit.data),
            password=password,
            by=viewer(),
        )
    except RuleBroken as error:
        return _accounts_page(form, error=error, status=422)
    return _accounts_page(AccountForm(formdata=None), made=user, password=password)


@bp.post("/accounts/<uuid:user_id>/password")
@requires(Permission.MANAGE_ACCOUNTS)
def reset_password(user_id: uuid.UUID) -> Response:
    user = queries.get_user(user_id, viewer=viewer())
    new = actions.reset_password(user, by=viewer())
    return _accounts_page(AccountForm(formdata=None), made=user, password=new)


@bp.post("/accounts/<uuid:user_id>/<any(lock, unlock):verb>")
@requires(Permission.MANAGE_ACCOUNTS)
def set_active(user_id: uuid.UUID, verb: str) -> Response:
    user = queries.get_user(user_id, viewer=viewer())
    actions.set_active(user, verb == "unlock", by=viewer())
    return see_other("accounts.index")


def confirm() -> None:
    """Raise RuleBroken unless who asks proves, or has just proved, who they are."""
    password = request.form.get("password", "")
    confirmation.ensure(request.cookies[COOKIE], password, by=viewer())


def confirmed() -> bool:
    """Whether who asks has just proved who they are."""
    return confirmation.is_fresh(request.cookies[COOKIE])


def _signed_in(target: str | None) -> Response:
    """A tablet that signs in within its page stays there and goes on sending."""
    if wants_part():
        return make_response("", 204)
    return redirect(_safe(target) or url_for("accounts.home"), 303)


def _sign_in_page(
    form: SignInForm, target: str | None, *, error: RuleBroken | None = None, status: int = 200
) -> Response:
    if wants_part() and status == 422:
        said = say(error.message if error else msg("Điền tên đăng nhập và mật khẩu."))
        return Response(said, status, mimetype="text/plain")
    return render(
        "accounts/sign_in.html", status=status, form=form, next=_safe(target), error=error
    )


def _accounts_page(
    form: AccountForm,
    *,
    error: RuleBroken | None = None,
    made: User | None = None,
    password: str = "",
    status: int = 200,
) -> Response:
    return render(
        "accounts/index.html",
        status=status,
        form=form,
        error=error,
        typed=request.form.get("unit_search", "") if error or form.errors else "",
        users=queries.list_users(viewer=viewer()),
        roles=ACCOUNT_ROLES,
        made=made,
        password=password,
    )


def _safe(target: str | None) -> str:
    """Where to go after signing in: only a path of this site."""
    wanted = target or ""
    # Browsers drop tabs and line ends from an address, so that "/<tab>/" would lead elsewhere.
    own = wanted.isprintable() and wanted.startswith("/")
    return wanted if own and not wanted.startswith(("//", "/\\")) else ""


def _unit_id(typed: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed or "")
    except ValueError:
        return None
