"""Every page, for everybody who may open it, in both languages and every state, is in order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from inspect_app.db import db
from inspect_app.findings.actions import record_from_item
from tests import cast as people
from tests import routes
from tests.cast import PASSWORD, Cast, answer
from tests.stages import approve, submit
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
OF_A_VISIT = ("", "/findings", "/conclusions", "/notices", "/minutes", "/result")
# Pictures, and what only programs read.
NO_PAGES = (
    "evidence.picture",
    "minutes.page",
    "signatures.drawn",
    "minutes_files.internal_annex",
    "minutes_files.draft",
    "sync.parked_photo",
    "sync.pack",
    "sync.worker",
    "sync.manifest",
    "registers.as_json",
)
STATES = ("planned", "crowded", "submitted", "approved", "void")


def crowd(cast: Cast) -> None:
    """Fill An Tân with one of everything that a page can show."""
    visit = people.load(cast.visit)
    for code, result in zip(
        ("CD-01", "CD-02", "CD-05", "CK-01", "CK-02"),
        ("pass", "partial", "fail", "fail", "not_applicable"),
        strict=True,
    ):
        answer(visit, code, value=result)
    for by in ("member", "secretary"):
        answer(visit, "CD-03", value="pass" if by == "member" else "fail", by=by)
        answer(visit, "MC-07", aspect="value", late="1", resolved=str(len(by)), by=by)
        answer(visit, "CD-04", aspect="wording", value=f"“{by}” & <b>", by=by)
    answer(visit, "CD-01", aspect="value", value="5/1/2020")
    answer(visit, "CD-02", aspect="value", value="partial")
    answer(visit, "CK-09", aspect="value", received="10", in_time="4", late="1", in_progress="3")
    answer(visit, "HS-01", aspect="note", value="dòng một\ndòng hai </textarea>")
    record_from_item(visit, "CD-05", by=people.viewer("member"))


def bring(app: Flask, cast: Cast, state: str) -> str:
    """Bring a visit into the state and give its address."""
    with app.app_context():
        visit = people.load(cast.planned if state == "planned" else cast.visit)
        if state == "crowded":
            crowd(cast)
        elif state == "submitted":
            submit(visit)
        elif state in ("approved", "void"):
            approve(visit)
        if state == "void":
            answer(visit, "CD-02", value="pass")
        db.session.commit()
        return f"/visits/{visit.id}"


def speak(browser: Browser, language: str) -> Browser:
    browser.client.set_cookie("language", language)
    return browser


def look_through(browser: Browser, address: str, language: str) -> None:
    speak(browser, language)
    for part in OF_A_VISIT:
        browser.get(address + part)
        assert browser.page.get("lang") == language


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("username", "language"), [("head", "vi"), ("member", "en")])
def test_the_pages_of_a_visit_are_in_order(
    app: Flask, cast: Cast, as_: SignIn, username: str, state: str, language: str
) -> None:
    look_through(as_(username), bring(app, cast, state), language)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_of_a_signed_visit_are_in_order(
    signed_app: Flask, cast: Cast, language: str
) -> None:
    browser = Browser(signed_app).sign_in("head", PASSWORD)
    look_through(browser, f"/visits/{cast.visit}", language)
    for username in ("officer", "leader"):
        reader = speak(Browser(signed_app).sign_in(username, PASSWORD), language)
        reader.get(f"/visits/{cast.visit}/result")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("username", people.PEOPLE)
def test_everybody_gets_orderly_pages_and_refusals(
    app: Flask, cast: Cast, as_: SignIn, username: str, language: str
) -> None:
    browser = speak(as_(username), language)
    for route in routes.all_routes(app, cast):
        if route.method != "GET" or route.endpoint in NO_PAGES:
            continue
        answer = browser.client.get(route.address)
        is_part = route.endpoint in (
            "units.search",
            "visits.changes",
            "visits.others",
            "findings.changes",
            "visits.subordinate_choices",
        )
        if not (is_part and answer.status_code == 200):
            # Nothing after redirects but a page that is in order, whatever its status.
            status = 200 if answer.status_code == 303 else answer.status_code
            browser.get(route.address, status)
    browser.get("/no-such-page", 404)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_strangers_get_orderly_pages_and_refusals(app: Flask, language: str) -> None:
    browser = speak(Browser(app), language)
    for address, status in (("/sign-in", 200), ("/visits", 200), ("/no-such-page", 404)):
        browser.get(address, status)
    data = {"csrf_token": "stale"}
    del browser.client.environ_base["HTTP_SEC_FETCH_SITE"]  # a client that says nothing
    answer = browser.client.post("/sign-in", data=data)
    assert answer.status_code == 400
    assert ("Tải lại trang" in answer.text) is (language == "vi")


def test_every_link_of_every_page_leads_to_an_orderly_page(cast: Cast, as_: SignIn) -> None:
    browser = as_("head")
    waiting, seen = ["/visits"], {"/visits"}
    while waiting:
        browser.get(waiting.pop())
        links = {(a.get("href") or "").split("#")[0] for a in browser.page.iter("a")}
        fresh = {link for link in links if link.startswith("/") and "/photos/" not in link} - seen
        waiting += fresh
        seen |= fresh
    assert len(seen) > 12


def test_a_fault_of_the_program_is_answered_plainly(
    app: Flask, as_: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = as_("member")
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = type(settings)(**{**vars(settings), "testing": False})
    with app.app_context():
        db.session.execute(db.text("ALTER TABLE visit RENAME TO gone"))
        db.session.commit()
    answer = browser.get("/visits", 500)
    assert "Hệ thống gặp lỗi" in answer.words and "gone" not in answer.words
