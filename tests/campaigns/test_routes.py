"""Making a plan on the page, and who sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from inspect_app.campaigns.queries import get_campaign, list_campaigns
from inspect_app.permissions import Permission
from tests import cast as people
from tests.cast import Cast
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
TYPED: dict[str, Any] = {
    "title": "Kiểm tra CCHC năm 2026",
    "decision_number": "125/QĐ-UBND",
    "decision_date": "5/3/2026",
    "decision_issuer": "Chủ tịch UBND tỉnh",
    "parent_body": "UBND tỉnh",
    "issuing_body": "Đoàn kiểm tra",
    "period_from": "1/1/2026",
    "period_to": "31/7/2026",
    "legal_bases": "Căn cứ một\n\n  Căn cứ hai  ",
}


@pytest.fixture
def page(as_: SignIn) -> Browser:
    browser = as_("head")
    browser.get("/campaigns/new")
    return browser


def role_field(app: Flask, username: str) -> str:
    with app.app_context():
        return f"role-{people.viewer(username).user_id}"


def test_a_plan_is_made_with_its_team(app: Flask, page: Browser) -> None:
    team: dict[str, Any] = {role_field(app, "head"): "head", role_field(app, "member"): "member"}
    page.send("/campaigns", **TYPED, **team)
    assert "số 125/QĐ-UBND ngày 05/03/2026" in page.words()
    assert "Nguyễn Văn Bình (Trưởng đoàn); Lê Văn Cường (Thành viên)" in page.words()
    with app.app_context():
        viewer = people.viewer("member").needing(Permission.PLAN_VISITS)
        assert list_campaigns(viewer=viewer)[0].legal_bases == ["Căn cứ một", "Căn cứ hai"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "Chưa điền mục này."),
        ({"issuing_body": "   "}, "Chưa điền mục này."),
        ({"decision_date": "31/2/2026"}, "Gõ dạng 05/03/2026."),
        ({"period_to": "1/1/2025"}, "kết thúc trước khi bắt đầu"),
        ({"series": "x" * 31}, "Nội dung này quá dài."),
        ({"supplement_limit": "hai"}, "Gõ một số nguyên, hoặc để trống."),
        ({"supplement_limit": "10"}, "là số từ 0 đến 9"),
        ({}, "Đoàn phải có đúng một trưởng đoàn; hiện chọn 0."),
    ],
)
def test_a_refused_plan_names_the_field_and_keeps_what_was_typed(
    page: Browser, typed: dict[str, str], said: str
) -> None:
    answer = page.send("/campaigns", 422, **{**TYPED, **typed})
    assert said in answer.words
    kept = dict(page.form("/campaigns").fields)
    wanted = {**TYPED, **typed}
    wanted.pop("legal_bases")
    assert wanted.items() <= kept.items()


@pytest.mark.parametrize(("typed", "stored"), [("2", 2), ("0", 0), ("", None)])
def test_the_supplement_limit_is_the_plans_own_or_the_offices(
    app: Flask, page: Browser, typed: str, stored: int | None
) -> None:
    hint = page.words("supplement_limit-hint")
    assert "766/QĐ-TTg" in hint and "63/2010/NĐ-CP" in hint and "hiện là 1 lần" in hint
    team: dict[str, Any] = {role_field(app, "head"): "head"}
    page.send("/campaigns", **TYPED, **team, supplement_limit=typed)
    assert ("Số lần được yêu cầu bổ sung" in page.words()) is (stored is not None)
    with app.app_context():
        viewer = people.viewer("head").needing(Permission.PLAN_VISITS)
        assert list_campaigns(viewer=viewer)[0].supplement_limit == stored


def test_the_chosen_team_is_kept_when_something_else_is_refused(app: Flask, page: Browser) -> None:
    field = role_field(app, "secretary")
    page.send("/campaigns", 422, **{**TYPED, "title": "", field: "secretary"})
    assert dict(page.form("/campaigns").fields)[field] == "secretary"


def test_a_plan_is_seen_by_its_team_only(app: Flask, cast: Cast) -> None:
    with app.app_context():
        for username, count in (("member", 1), ("stranger", 1)):
            viewer = people.viewer(username).needing(Permission.PLAN_VISITS)
            assert len(list_campaigns(viewer=viewer)) == count
        viewer = people.viewer("member").needing(Permission.PLAN_VISITS)
        assert get_campaign(cast.campaign, viewer=viewer).head.user.username == "head"
