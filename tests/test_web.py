"""Headers, caching, and how htmx and plain forms are answered."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app.db import db
from inspect_app.visits.models import Operation
from tests.cast import Cast
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


def test_nothing_but_our_own_files_may_run_or_show(app: Flask) -> None:
    policy = app.test_client().get("/sign-in").headers["Content-Security-Policy"]
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    assert parts["default-src"] == "'none'"
    assert parts["script-src"] == parts["style-src"] == parts["connect-src"] == "'self'"
    assert parts["worker-src"] == parts["manifest-src"] == "'self'"
    assert parts["frame-ancestors"] == parts["base-uri"] == "'none'"
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy


def test_pages_are_kept_by_nobody_and_versioned_files_for_ever(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/sign-in").headers["Cache-Control"] == "no-store"
    assert "immutable" in client.get("/static/app.css?v=1").headers["Cache-Control"]
    assert "immutable" not in client.get("/static/app.css").headers.get("Cache-Control", "")


def test_every_answer_but_a_file_says_what_time_it_is(app: Flask) -> None:
    before = time.time()
    said = app.test_client().get("/sign-in").headers["Server-Time"]
    assert before - 1 < int(said) / 1000 < time.time() + 1
    assert "Server-Time" not in app.test_client().get("/static/app.css").headers


def test_a_changed_file_gets_a_new_address(app: Flask) -> None:
    browser = Browser(app)
    browser.get("/sign-in")
    sheets = [e.get("href") or "" for e in browser.page.iter("link")]
    assert any("/static/app.css?v=" in address for address in sheets)


def test_signing_out_leaves_no_cached_page(as_: SignIn) -> None:
    browser = as_("member")
    browser.get("/visits")
    data = browser.form("/sign-out").filled({})
    answer = browser.client.post("/sign-out", data=data)
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert browser.client.get_cookie("inspect_session") is None


def test_htmx_is_told_where_to_go(cast: Cast, as_: SignIn) -> None:
    browser = as_("member")
    browser.get(f"/visits/{cast.planned}")
    data = browser.form("/start").filled({})
    answer = browser.client.post(
        f"/visits/{cast.planned}/start", data=data, headers={"HX-Request": "true"}
    )
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/visits/{cast.planned}")


@pytest.mark.parametrize("part", [False, True])
def test_a_refusal_is_a_page_or_a_notice(cast: Cast, as_: SignIn, part: bool) -> None:
    browser = as_("member")
    headers = {"HX-Request": "true"} if part else {}
    answer = browser.client.get(f"/visits/{cast.foreign}", headers=headers)
    assert answer.status_code == 404
    assert ("<html" in answer.text) is not part
    assert answer.headers.get("HX-Retarget") == ("#notice" if part else None)


def test_a_wrong_way_to_ask_is_named(as_: SignIn) -> None:
    browser = as_("member")
    assert "không nhận cách gửi đó" in browser.get("/sign-out", 405).words


@pytest.mark.parametrize("address", ["/visits/1", "/visits/not-an-id", "/photos/../etc/passwd"])
def test_an_address_of_no_shape_is_not_found(as_: SignIn, address: str) -> None:
    as_("member").get(address, 404)


def test_input_is_read_in_nfc_without_invisible_signs(cast: Cast, as_: SignIn) -> None:
    browser = as_("member")
    browser.get(f"/visits/{cast.visit}")
    browser.tap("/answers/CD-01/note", value="Nguye\u0302\u0303n\u200b\u202e A")
    browser.get(f"/visits/{cast.visit}")
    assert dict(browser.form("/answers/CD-01/note").fields)["value"] == "Nguyễn A"


def test_a_form_cut_on_its_way_is_nobodys_word(app: Flask, cast: Cast, as_: SignIn) -> None:
    """Neither stored nor refused for good: a tablet sends it again."""
    browser = as_("member")
    key = "01900000-0000-7000-8000-00000000000a"
    whole = f"value=fail&base=&operation={key}".encode()
    for length in range(len(whole)):
        answer = browser.client.post(
            f"/visits/{cast.visit}/answers/CD-01/result",
            input_stream=io.BytesIO(whole[:length]),
            # As the server hands it on: the end of what came is the end of the body.
            environ_overrides={"CONTENT_LENGTH": str(len(whole)), "wsgi.input_terminated": True},
            content_type="application/x-www-form-urlencoded",
            headers={"HX-Request": "true", "Op-Id": key},
        )
        assert answer.status_code == 400
        assert b"<!--op" not in answer.data
    with app.app_context():
        field = select(Operation).where(Operation.field == "CD-01.result")
        found = field.where(Operation.visit_id == cast.visit)
        assert db.session.scalars(found).all() == []
