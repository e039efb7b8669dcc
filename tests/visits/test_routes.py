"""The checklist page: saving one field, seeing others' answers, conflicts, bad input."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from inspect_app.db import db
from inspect_app.visits import actions
from inspect_app.visits.models import Visit
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast
from tests.strict_browser import Browser
from tests.strict_html import words

SignIn = Callable[[str], Browser]


@pytest.fixture
def page(cast: Cast, as_: SignIn) -> Browser:
    browser = as_("member")
    browser.get(f"/visits/{cast.visit}")
    return browser


@pytest.fixture
def other(cast: Cast, as_: SignIn) -> Browser:
    browser = as_("secretary")
    browser.get(f"/visits/{cast.visit}")
    return browser


def test_a_tap_saves_that_item_alone_and_says_by_whom(page: Browser) -> None:
    answer = page.tap("/answers/CD-01/result", value="pass")
    assert "Lê Văn Cường" in answer.words
    assert page.one("state-CD-01-result").get("data-state") == "saved"
    assert "1/70" in page.words("progress")
    assert "CD-02" not in answer.words


def test_without_script_the_same_form_saves_too(page: Browser) -> None:
    page.send("/answers/CD-01/result", value="pass")
    assert page.one("result-CD-01").get("data-result") == "pass"


def test_figures_are_computed_on_the_server(page: Browser) -> None:
    page.tap("/answers/MC-07/value", received="1.791", resolved="1791", late="4")
    assert "4 / 1.791 = 0,22%" in page.words("state-MC-07-value")


def test_figures_that_do_not_add_up_are_pointed_out_and_saved(page: Browser) -> None:
    page.tap("/answers/CK-09/value", received="10", in_time="4", late="1", in_progress="3")
    assert page.one("state-CK-09-value").get("data-state") == "saved"
    assert "10" in page.words("state-CK-09-value") and "8" in page.words("state-CK-09-value")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"received": "1,791"}, "gõ 1.791 hoặc 1791"),
        ({"resolved": "3", "late": "4"}, "4"),
        ({"received": "nhiều"}, "không phải là số nguyên"),
    ],
)
def test_a_refused_figure_is_named_and_kept(
    page: Browser, typed: dict[str, str], said: str
) -> None:
    page.tap("/answers/MC-07/value", 422, **typed)
    assert said in page.words("state-MC-07-value")
    page.get(page.address)
    page.send("/answers/MC-07/value", 422, **typed)
    assert said in page.words("state-MC-07-value")
    assert typed.items() <= dict(page.form("/answers/MC-07/value").fields).items()


def test_a_result_off_the_scale_is_refused_in_its_place(page: Browser) -> None:
    page.tap("/answers/CD-01/result", 422, value="great")
    assert page.one("state-CD-01-result").get("data-state") == "wrong"


def test_others_see_the_answer_without_reloading(page: Browser, other: Browser) -> None:
    page.tap("/answers/CD-01/result", value="fail")
    page.tap("/answers/CD-03/value", numerator="3", denominator="4")
    other.poll()
    assert other.one("result-CD-01").get("data-result") == "fail"
    assert "3 / 4 = 75%" in other.words("state-CD-03-value")
    assert "1/70" in other.words("progress")


def test_an_item_being_typed_in_comes_the_next_time(page: Browser, other: Browser) -> None:
    page.tap("/answers/CD-01/result", value="fail")
    page.tap("/answers/CD-02/result", value="pass")
    other.poll(busy="CD-01")
    assert other.one("result-CD-01").get("data-result") == "unchecked"
    assert other.one("result-CD-02").get("data-result") == "pass"
    other.poll()
    assert other.one("result-CD-01").get("data-result") == "fail"


def test_polling_without_news_changes_nothing(page: Browser) -> None:
    page.tap("/answers/CD-01/result", value="fail")
    page.poll()
    assert page.poll().words == ""


@pytest.mark.parametrize("since", ["", "-1", "²", "abc", "9" * 40])
def test_a_senseless_since_is_answered(page: Browser, since: str) -> None:
    assert page.client.get(f"{page.address}/changes?since={since}").status_code == 200


def test_a_conflict_shows_both_and_choosing_ends_it(page: Browser, other: Browser) -> None:
    page.tap("/answers/CD-01/result", value="pass")
    other.tap("/answers/CD-01/result", value="fail")
    shown = other.words("state-CD-01-result")
    assert "Hai người ghi khác nhau" in shown
    assert "Lê Văn Cường" in shown and "Trần Thị Hoa" in shown
    assert "1 chỗ khác nhau" in other.words("progress")
    other.choose("state-CD-01-result", 0)
    assert other.one("state-CD-01-result").get("data-state") == "saved"
    assert other.one("result-CD-01").get("data-result") == "pass"
    page.poll()
    assert "Hai người" not in page.words("item-CD-01")


def test_a_conflict_of_figures_is_chosen_whole(page: Browser, other: Browser) -> None:
    page.tap("/answers/CD-03/value", numerator="3", denominator="4")
    other.tap("/answers/CD-03/value", numerator="2", denominator="4")
    other.choose("state-CD-03-value", 0)
    assert "3 / 4 = 75%" in other.words("state-CD-03-value")
    assert dict(other.form("/answers/CD-03/value").fields)["numerator"] == "3"


def test_the_same_operation_sent_twice_counts_once(page: Browser) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        page.tap("/answers/CD-01/result", value="pass", operation=key, base="")
    assert page.one("state-CD-01-result").get("data-state") == "saved"
    again = page.form("/answers/CD-01/result").filled({"value": "fail", "operation": key})
    answer = page.client.post(f"{page.address}/answers/CD-01/result", data=again)
    assert answer.status_code == 409


@pytest.mark.parametrize("at", ["", "gestern", "0001-01-01T00:00:00", "0001-01-01T00:00:00+07:00"])
def test_a_tablet_with_a_senseless_clock_still_saves(page: Browser, at: str) -> None:
    page.tap("/answers/CD-01/result", value="pass", at=at)
    assert page.one("state-CD-01-result").get("data-state") == "saved"


@pytest.mark.parametrize("address", ["XX-99/result", "CD-01/colour", "CD-01/resulT"])
def test_an_unknown_item_or_field_is_not_found(page: Browser, address: str) -> None:
    data = page.form("/answers/CD-01/result").filled({"value": "pass"})
    assert page.client.post(f"{page.address}/answers/{address}", data=data).status_code == 404


def test_a_signed_visit_refuses_changes_and_offers_none(
    app: Flask, cast: Cast, page: Browser
) -> None:
    with app.app_context():
        people.load(cast.visit).state = VisitState.SIGNED
        db.session.commit()
    page.tap("/answers/CD-01/value", 422, value="5/1/2026")
    assert "không thể thay đổi" in page.words("state-CD-01-value")
    page.get(page.address)
    enabled = [
        e.get("id")
        for e in page.one("item-CD-01").iter()
        if e.tag == "textarea" and "disabled" not in e.attrib
    ]
    assert enabled == []


def test_a_visit_is_planned_with_the_units_below(cast: Cast, as_: SignIn) -> None:
    browser = as_("head")
    browser.get(f"/campaigns/{cast.campaign}")
    browser.ask(browser.one("unit_search"), unit_search="huyện thanh bình")
    unit = next(e.get("value") for e in browser.page.iter("input") if e.get("name") == "unit")
    button = next(e for e in browser.page.iter("button") if e.get("hx-get"))
    assert "xã Tân Long" in browser.ask(button, unit=unit).words
    boxes = [e.get("value") for e in browser.page.iter("input") if e.get("name") == "subordinate"]
    browser.send("/visits", unit=unit, subordinate=boxes[:1], planned_on="16/10/2020")
    (link,) = [a for a in browser.page.iter("a") if "huyện Thanh Bình" in words(a)]
    browser.get(link.get("href") or "")
    browser.send("/start")
    assert "0/70" in browser.words("progress")


def test_a_refused_plan_keeps_what_was_typed(cast: Cast, as_: SignIn) -> None:
    browser = as_("head")
    browser.get(f"/campaigns/{cast.campaign}")
    answer = browser.send("/visits", 422, unit_search="an tan", planned_on="31/2/2020")
    assert "Gõ dạng 05/03/2026." in answer.words
    assert "Tìm và chọn một đơn vị trong danh sách." in answer.words
    fields = dict(browser.form("/visits").fields)
    assert (fields["unit_search"], fields["planned_on"]) == ("an tan", "31/2/2020")


def test_last_times_answer_stands_beside_the_item(app: Flask, cast: Cast, as_: SignIn) -> None:
    with app.app_context():
        before = people.load(cast.visit)
        people.answer(before, "CD-05", value="fail")
        db.session.execute(update(Visit).values(state=VisitState.SIGNED))
        head = people.viewer("head")
        day = dt.date(2021, 10, 15)
        later = actions.plan_visit(before.campaign, before.unit, planned_on=day, by=head)
        actions.start_visit(later, by=head)
        db.session.commit()
        key = later.id
    page = as_("member")
    page.get(f"/visits/{key}")
    said = "Lần trước (15/10/2020): Chưa đạt"
    assert said in page.words("result-CD-05")
    page.tap("/answers/CD-05/result", value="pass")
    assert said in page.words("result-CD-05")
