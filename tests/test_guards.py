"""Nothing is reached without the permission its route declares, a token, and the own site."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from flask import Blueprint, Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

import inspect_app
from inspect_app import create_app
from inspect_app.audit.models import AuditEntry
from inspect_app.db import db
from inspect_app.permissions import ALLOWED, Permission, allows, may_ever
from inspect_app.web import Unguarded
from tests import cast as people
from tests import routes
from tests.cast import PEOPLE, Cast
from tests.routes import Route
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
DONE = (200, 204, 303, 409, 422)
# The visit of the cast has no signed minutes, and nobody has drawn a signature there.
OF_WHAT_IS_SIGNED = (
    *("minutes.download", "signatures.drawn", "signing_api.prepare"),
    *("signed.show", "signed.sign_own", "signed.seal", "signed.upload", "signed.upgrade"),
    *("signed.attach_scan", "signed.correct", "signed.state"),
)


def ask(browser: Browser, route: Route, **headers: str) -> TestResponse:
    return browser.client.open(route.address, method=route.method, headers=headers)


def token(browser: Browser) -> str:
    browser.get("/")
    return str(dict(browser.form("/preferences").fields)["csrf_token"])


def audit_rows(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def expected(username: str, route: Route) -> tuple[int, ...]:
    """The statuses that the table of permissions allows."""
    account = PEOPLE[username][1]
    if route.permission is None:
        # No signed document has the code of the cast.
        return (404,) if route.endpoint == "verification.show" else DONE
    if not may_ever(account, route.permission):
        return (403,)
    if route.endpoint in ("signed.scan", "signing_api.finish", "signing_api.give_up"):
        return (404,)
    if route.key in (None, "user_id"):
        return DONE
    role = routes.role_in(username, route)
    if role is None:
        return (404,)
    if not allows(role, route.permission):
        return (403,)
    return (404,) if route.endpoint in OF_WHAT_IS_SIGNED else DONE


def test_an_unguarded_route_stops_the_start(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Careless:
        bp = Blueprint("careless", __name__)

    Careless.bp.add_url_rule("/careless", "open", lambda: "")
    monkeypatch.setattr(inspect_app, "ROUTES", (*inspect_app.ROUTES, Careless))
    with pytest.raises(Unguarded, match=r"careless\.open"):
        create_app(app.config["SETTINGS"])


def test_every_permission_is_named_by_a_route_and_held_by_somebody(app: Flask, cast: Cast) -> None:
    named = {route.permission for route in routes.all_routes(app, cast)}
    assert named - {None} == set(Permission) == set(ALLOWED)
    assert all(ALLOWED.values())


@pytest.mark.parametrize("username", PEOPLE)
def test_each_route_does_what_the_table_says(
    app: Flask, cast: Cast, as_: SignIn, username: str
) -> None:
    browser = as_(username)
    valid = token(browser)
    with app.app_context():
        neighbour = people.viewer("neighbour").user_id
    wrong = []
    for route in routes.all_routes(app, cast, neighbour):
        answer = ask(browser, route, **{"X-CSRFToken": valid})
        if answer.status_code not in expected(username, route):
            wrong.append(f"{route.method} {route.address}: {answer.status_code}")
    assert wrong == []


def test_nobody_signed_in_reaches_only_the_public_routes(app: Flask, cast: Cast) -> None:
    browser = Browser(app)
    browser.get("/sign-in")
    valid = dict(browser.form("/sign-in").fields)["csrf_token"]
    before = audit_rows(app)
    for route in routes.all_routes(app, cast):
        answer = ask(browser, route, **{"X-CSRFToken": valid})
        if route.permission is None:
            unknown = route.endpoint == "verification.show"
            assert answer.status_code in ((404,) if unknown else (200, 303, 422)), route
        elif route.method == "GET":
            assert answer.status_code == 303, route
            assert answer.location.startswith("/sign-in?next="), route
        else:
            assert answer.status_code == 401, route
    assert audit_rows(app) == before


def test_htmx_without_a_session_is_told_so_and_not_redirected(app: Flask, cast: Cast) -> None:
    answer = Browser(app).client.get(
        f"/visits/{cast.visit}/changes", headers={"HX-Request": "true"}
    )
    assert answer.status_code == 401
    assert answer.headers["HX-Retarget"] == "#notice"


@pytest.mark.parametrize("sent", [None, "", "wrong", "of_another_session"])
def test_no_post_is_done_without_its_token(
    app: Flask, cast: Cast, as_: SignIn, sent: str | None
) -> None:
    browser = as_("head")
    del browser.client.environ_base["HTTP_SEC_FETCH_SITE"]  # a client that says nothing
    forged = token(as_("member")) if sent == "of_another_session" else sent
    headers = {} if forged is None else {"X-CSRFToken": forged}
    before = audit_rows(app)
    for route in routes.all_routes(app, cast):
        if route.method == "POST":
            assert ask(browser, route, **headers).status_code == 400, route
    assert audit_rows(app) == before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_post_is_done_for_another_site(app: Flask, cast: Cast, as_: SignIn, site: str) -> None:
    browser = as_("head")
    valid, before = token(browser), audit_rows(app)
    for route in routes.all_routes(app, cast):
        if route.method == "POST":
            headers = {"X-CSRFToken": valid, "Sec-Fetch-Site": site}
            assert ask(browser, route, **headers).status_code == 403, route
    assert audit_rows(app) == before


def plain(answer: TestResponse, key: uuid.UUID) -> tuple[int, str, set[str]]:
    """The answer without the id that was asked for and the tokens of this moment."""
    body = re.sub(r'("X-CSRFToken": "|csrf_token" value=")[^"]+', "", answer.text)
    return answer.status_code, body.replace(str(key), ""), set(answer.headers.keys())


@pytest.mark.parametrize("username", ["stranger", "neighbour", "officer", "head"])
@pytest.mark.parametrize("part", [False, True])
def test_what_is_foreign_looks_missing(
    app: Flask, cast: Cast, as_: SignIn, username: str, part: bool
) -> None:
    browser = as_(username)
    headers = {"X-CSRFToken": token(browser)} | ({"HX-Request": "true"} if part else {})
    theirs = {"visit_id": cast.foreign, "campaign_id": cast.foreign_campaign}
    compared = 0
    for route in routes.all_routes(app, cast):
        if route.key in (None, "user_id"):
            continue
        key = theirs.get(str(route.key)) if username in ("head", "officer") else None
        if routes.role_in(username, route) is not None and key is None:
            continue
        foreign = route if key is None else route.leading_to(app, key)
        missing = route.leading_to(app, routes.ABSENT)
        theirs_key = dict(foreign.values)[str(route.key)]
        seen = plain(ask(browser, foreign, **headers), theirs_key)
        assert seen == plain(ask(browser, missing, **headers), routes.ABSENT), route
        assert seen[0] in (403, 404), route
        compared += 1
    assert compared > 15
