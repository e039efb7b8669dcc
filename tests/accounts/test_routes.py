"""The pages of signing in, of the display, and of the accounts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.cast import PASSWORD, Cast
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


def test_the_first_page_leads_to_signing_in_and_then_to_the_own_work(app: Flask) -> None:
    browser = Browser(app)
    browser.get("/")
    assert browser.address == "/sign-in"
    browser.send("/sign-in", username="member", password=PASSWORD)
    assert browser.address == "/visits"


def test_signing_in_leads_back_to_where_one_wanted(app: Flask, cast: Cast) -> None:
    browser = Browser(app)
    browser.get(f"/visits/{cast.visit}/findings")
    browser.send("/sign-in", username="member", password=PASSWORD)
    assert browser.address == f"/visits/{cast.visit}/findings"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
    ],
)
def test_nobody_is_led_to_another_site(app: Flask, target: str) -> None:
    browser = Browser(app)
    browser.get("/sign-in")
    data = browser.form("/sign-in").filled(
        {"username": "member", "password": PASSWORD, "next": target}
    )
    assert browser.client.post("/sign-in", data=data).location == "/"
    browser.get("/visits")
    shown = browser.form("/preferences").filled({"next": target, "look": "dark"})
    assert browser.client.post("/preferences", data=shown).location == "/"


def test_the_session_cookie_is_out_of_reach_of_scripts(app: Flask) -> None:
    browser = Browser(app)
    browser.get("/sign-in")
    data = browser.form("/sign-in").filled({"username": "member", "password": PASSWORD})
    (made,) = [
        line
        for line in browser.client.post("/sign-in", data=data).headers.getlist("Set-Cookie")
        if line.startswith("inspect_session=")
    ]
    assert "HttpOnly" in made and "SameSite=Lax" in made and "Max-Age=50400" in made


def test_a_session_replayed_after_signing_out_is_worth_nothing(app: Flask, as_: SignIn) -> None:
    browser = as_("member")
    kept = browser.client.get_cookie("inspect_session")
    browser.get("/visits")
    browser.send("/sign-out")
    assert browser.address == "/sign-in"
    assert kept is not None
    browser.client.set_cookie("inspect_session", kept.value)
    browser.get("/visits")
    assert browser.address == "/sign-in"


def test_a_token_planted_before_signing_in_is_worth_nothing_after_it(app: Flask) -> None:
    browser = Browser(app)
    browser.get("/sign-in")
    planted = dict(browser.form("/sign-in").fields)["csrf_token"]
    browser.sign_in("member", PASSWORD)
    del browser.client.environ_base["HTTP_SEC_FETCH_SITE"]  # a client that says nothing
    answer = browser.client.post("/sign-out", headers={"X-CSRFToken": planted})
    assert answer.status_code == 400


def test_a_refused_sign_in_keeps_the_name_and_not_the_password(app: Flask) -> None:
    browser = Browser(app)
    browser.get("/sign-in")
    answer = browser.send("/sign-in", 422, username="member", password="sai-mat-khau-roi")
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.words
    fields = dict(browser.form("/sign-in").fields)
    assert (fields["username"], fields["password"]) == ("member", "")


def test_language_and_look_are_kept(as_: SignIn) -> None:
    browser = as_("member")
    browser.get("/visits")
    browser.send("/preferences", look="outdoor")
    assert browser.page.get("data-look") == "outdoor"
    browser.send("/preferences", language="en")
    assert browser.page.get("lang") == "en"
    browser.send("/preferences", language="tlh", look="loud")
    assert (browser.page.get("lang"), browser.page.get("data-look")) == ("vi", "auto")


def test_a_new_account_gets_a_first_password_that_opens(app: Flask, as_: SignIn) -> None:
    browser = as_("administrator")
    browser.get("/accounts")
    browser.send("/accounts", 200, full_name="Lê Thị Mới", username="le.moi", position="CV")
    (password,) = [e.text or "" for e in browser.page.iter("strong") if e.get("class") == "code"]
    Browser(app).sign_in("le.moi", password)


def test_an_account_of_a_commune_is_made_with_the_unit_found(app: Flask, as_: SignIn) -> None:
    browser = as_("administrator")
    browser.get("/accounts")
    found = browser.ask(browser.one("unit_search"), unit_search="an tan an lao")
    assert "xã An Tân" in found.words
    (unit,) = [e.get("value") for e in browser.page.iter("input") if e.get("name") == "unit"]
    answer = browser.send(
        "/accounts", 200, full_name="A", username="can.bo", role="commune_officer", unit=unit
    )
    assert "Mật khẩu mới cho A." in answer.words


def test_a_refused_account_keeps_what_was_typed(as_: SignIn) -> None:
    browser = as_("administrator")
    browser.get("/accounts")
    typed = {"full_name": "Lê Thị Mới", "username": "member", "role": "viewer"}
    answer = browser.send("/accounts", 422, **typed)
    assert "Chọn đơn vị cho cán bộ xã hoặc người xem." in answer.words
    assert typed.items() <= dict(browser.form("/accounts").fields).items()


def test_locking_takes_effect_at_once(as_: SignIn) -> None:
    admin, member = as_("administrator"), as_("member")
    admin.get("/accounts")
    row = next(tr for tr in admin.page.iter("tr") if "Lê Văn Cường" in "".join(tr.itertext()))
    action = next(form.get("action") or "" for form in row.iter("form"))
    admin.send(action)
    member.get("/visits")
    assert member.address == "/sign-in"
    assert "Đã khóa" in admin.words()


def test_a_person_changes_their_password_and_signs_in_again(as_: SignIn) -> None:
    page, elsewhere = as_("member"), as_("member")
    page.get("/password")
    page.send("/password", current=PASSWORD, password="một câu thật dài 2026")
    assert "Đăng nhập" in page.words()
    assert elsewhere.client.get("/visits").status_code == 303
    page.send("/sign-in", username="member", password="một câu thật dài 2026")
    assert "Cuộc kiểm tra" in page.words()


@pytest.mark.parametrize(
    ("current", "new", "said"),
    [
        ("sai", "một câu thật dài 2026", "Mật khẩu hiện nay không đúng."),
        (PASSWORD, "ngắn", "12 ký tự"),
    ],
)
def test_a_refused_change_of_password_changes_nothing(
    as_: SignIn, current: str, new: str, said: str
) -> None:
    page = as_("member")
    page.get("/password")
    assert said in page.send("/password", 422, current=current, password=new).words
    page.get("/visits")


def test_an_administrator_hands_out_a_new_password(as_: SignIn) -> None:
    page, member = as_("administrator"), as_("member")
    page.get("/accounts")
    row = next(e for e in page.page.iter("tr") if "member" in ["".join(c.itertext()) for c in e])
    form = next(e for e in row.iter("form") if (e.get("action") or "").endswith("/password"))
    page.send(form.get("action") or "", 200)
    assert "chỉ hiện một lần" in page.words()
    assert member.client.get("/visits").status_code == 303


def test_a_tablet_signs_in_within_its_page(app: Flask) -> None:
    client = app.test_client()
    headers = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
    for typed, said in (
        ({"username": "member", "password": "sai"}, "Tên đăng nhập hoặc mật khẩu không đúng."),
        ({"username": "member"}, "Điền tên đăng nhập và mật khẩu."),
    ):
        answer = client.post("/sign-in", data=typed, headers=headers)
        assert (answer.status_code, answer.mimetype) == (422, "text/plain")
        assert answer.text == said and client.get_cookie("inspect_session") is None
    right = {"username": "member", "password": PASSWORD}
    answer = client.post("/sign-in", data=right, headers=headers)
    assert (answer.status_code, answer.data) == (204, b"")
    assert client.get("/visits").status_code == 200
