"""The office's table of days off and working days, and what it changes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app.audit.models import AuditEntry
from inspect_app.db import db, new_id
from inspect_app.dossiers import queries, special_days
from inspect_app.dossiers.actions import add_dossier
from inspect_app.dossiers.models import SpecialDay
from tests import cast as people
from tests.cast import Cast
from tests.dossiers import shelf
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
PAGE = "/special-days"


@pytest.fixture
def page(as_: SignIn) -> Browser:
    browser = as_("administrator")
    browser.get(f"{PAGE}?year=2026")
    return browser


def audited(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()
        return [(r.action, r.subject) for r in rows if r.action.startswith("dossiers.special")]


def stored(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SpecialDay)) or 0


def test_a_year_shows_the_librarys_days_with_names_and_source(page: Browser) -> None:
    assert "01/05/2026thứ sáu nghỉ Ngày Quốc tế Lao động thư viện" in page.words("day-2026-05-01")
    assert "làm việc" in page.words("day-2026-08-22")
    assert "thông báo của Chính phủ" in page.words("day-2026-01-10")
    page.get(f"{PAGE}?year=2025")
    assert "29/01/2025" in page.words("main")
    page.get(f"{PAGE}?year=0001")
    assert not [e for e in page.page.iter() if e.get("id") == "day-0001-01-01"]


def test_a_day_is_added_marked_and_taken_out_again(app: Flask, page: Browser) -> None:
    page.send(PAGE, day="5/3/2026", kind="off", name="Mất điện toàn tỉnh")
    row = page.words("day-2026-03-05")
    assert "thứ năm nghỉ Mất điện toàn tỉnh cơ quan thêm" in row
    assert "trở lại là ngày làm việc" in row and "tính lại tự động" in row
    page.send("/special-days/remove")
    assert "Mất điện" not in page.words("main") and stored(app) == 0
    assert audited(app) == [
        ("dossiers.special_day_added", "2026-03-05"),
        ("dossiers.special_day_removed", "2026-03-05"),
    ]


def test_a_day_of_the_library_is_overruled_and_says_so(page: Browser) -> None:
    page.send(PAGE, day="1/5/2026", kind="work", name="Trực chiến dịch")
    row = page.words("day-2026-05-01")
    assert "làm việc Trực chiến dịchthay cho thư viện: Ngày Quốc tế Lao động, nghỉ" in row
    assert "trở lại là ngày nghỉ" in row


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"day": "31/2/2026"}, "day", "Không có ngày này"),
        ({"day": ""}, "day", "Không có ngày này"),
        ({"day": "1/1/1999"}, "day", "Năm từ 2000 đến 2100"),
        ({"name": " "}, "name", "Chưa điền mục này"),
        ({"name": "x" * 201}, "name", "quá dài"),
        ({"kind": "maybe"}, "kind", "Chọn ngày nghỉ hay ngày làm việc"),
    ],
)
def test_what_cannot_be_added_is_said_at_its_field(
    app: Flask, page: Browser, typed: dict[str, str], field: str, said: str
) -> None:
    page.send(PAGE, 422, **{"day": "5/3/2026", "kind": "off", "name": "Nghỉ bù", **typed})
    assert said in page.words(f"{field}-error")
    assert stored(app) == 0 and audited(app) == []


def test_a_day_is_there_only_once(app: Flask, page: Browser) -> None:
    for status in (303, 422):
        page.send(PAGE, status, day="5/3/2026", kind="off", name="Nghỉ bù")
    assert "Ngày 05/03/2026 đã có trong bảng (Nghỉ bù)" in page.words("day-error")
    assert stored(app) == 1


def test_a_day_that_somebody_took_out_already_is_said_so(app: Flask, page: Browser) -> None:
    page.send(PAGE, day="5/3/2026", kind="off", name="Nghỉ bù")
    with app.app_context():
        by = people.viewer("administrator")
        special_days.remove_special_day(dt.date(2026, 3, 5), by=by)
        db.session.commit()
    answer = page.send("/special-days/remove", 422)
    assert "Ngày 05/03/2026 không còn trong bảng" in answer.words


@pytest.mark.parametrize("username", ["head", "member", "officer", "leader"])
def test_only_the_administrator_sees_and_changes_it(as_: SignIn, username: str) -> None:
    browser = as_(username)
    browser.get(PAGE, 403)
    assert "Ngày nghỉ" not in browser.words("main")


def test_the_administrators_menu_leads_there(as_: SignIn) -> None:
    browser = as_("administrator")
    browser.get("/")
    assert PAGE in {a.get("href") for a in browser.page.iter("a")}


def test_lateness_follows_the_table_and_the_dossier_names_the_day(
    app: Flask, cast: Cast, as_: SignIn, register: uuid.UUID
) -> None:
    """A dossier of the register is due on Friday 6/3/2020 and ended on Tuesday 10/3."""
    with app.app_context():
        key, visit = new_id(), people.load(cast.visit)
        add_dossier(visit, shelf.code(1), sampled_id=key, by=people.viewer("member"))
        db.session.commit()
    dossier, page = as_("member"), as_("administrator")
    address = f"/visits/{cast.visit}/dossiers/{key}"
    dossier.get(address)
    assert "trễ 2 ngày làm việc" in dossier.words("judgement")
    assert "Ngày nghỉ, ngày làm bù" not in dossier.words("judgement")
    page.get(PAGE)
    page.send(PAGE, day="9/3/2020", kind="off", name="Nghỉ bù")
    dossier.get(address)
    said = dossier.words("judgement")
    assert "trừ 3 ngày nghỉ: trễ 1 ngày làm việc" in said
    assert "09/03/2020 nghỉ (Nghỉ bù, bảng của cơ quan)" in said


def test_the_table_counts_for_what_the_register_alone_shows_to_be_late(
    inside: Flask, register: uuid.UUID, cast: Cast
) -> None:
    visit, by = people.load(cast.visit), people.viewer("administrator")
    (held,) = queries.registers(visit)
    yardstick = queries.yardstick(visit.campaign)
    assert len(queries.late_codes(held, yardstick)) == 3
    for day in (9, 10):
        special_days.add_special_day(dt.date(2020, 3, day), "off", "Nghỉ bù", by=by)
    verdicts = [
        queries.yardstick(visit.campaign).judge(queries.registered_times(dossier))
        for dossier in queries.late_dossiers(held, queries.yardstick(visit.campaign))
    ]
    assert {verdict.days for verdict in verdicts} == {0}
