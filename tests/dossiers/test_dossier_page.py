"""The page of one dossier: taps, times, reckoning, contradictions, two people, a tablet."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app.db import db, new_id
from inspect_app.dossiers.actions import add_dossier
from inspect_app.dossiers.models import SampledDossier
from inspect_app.evidence.models import Photo
from inspect_app.visits.models import Operation
from tests import cast as people
from tests.cast import Cast, picture
from tests.dossiers import shelf
from tests.strict_browser import Browser
from tests.tablet import Tablet

SignIn = Callable[[str], Browser]


@pytest.fixture
def sampled(app: Flask, cast: Cast, register: uuid.UUID) -> uuid.UUID:
    """A dossier of the register, late by the software's times."""
    with app.app_context():
        visit, key = people.load(cast.visit), new_id()
        add_dossier(visit, shelf.code(1), sampled_id=key, by=people.viewer("member"))
        db.session.commit()
        return key


@pytest.fixture
def dossier(sampled: uuid.UUID, cast: Cast, as_: SignIn) -> Browser:
    browser = as_("member")
    browser.get(f"/visits/{cast.visit}/dossiers/{sampled}")
    return browser


@pytest.fixture
def other(sampled: uuid.UUID, cast: Cast, as_: SignIn) -> Browser:
    browser = as_("secretary")
    browser.get(f"/visits/{cast.visit}/dossiers/{sampled}")
    return browser


def tapped(page: Browser, key: uuid.UUID, matter: str) -> dict[str, bool]:
    buttons = page.one(f"m-{key.hex}-{matter}").iter("button")
    return {b.get("value", ""): b.get("aria-pressed") == "true" for b in buttons}


def test_the_reckoning_by_the_softwares_times_is_there_at_once(dossier: Browser) -> None:
    assert "hẹn 06/03/2020 16:00" in dossier.words("judgement")
    assert "trễ 2 ngày làm việc" in dossier.words("judgement")
    assert "Quyết định 766/QĐ-TTg" in dossier.words("judgement")


def test_a_tap_saves_one_item_and_counts(dossier: Browser, sampled: uuid.UUID) -> None:
    answer = dossier.tap("/checks/HS-02", value="pass")
    assert tapped(dossier, sampled, "HS-02")["pass"]
    assert "1/11" in dossier.words("own-progress")
    assert "Lê Văn Cường" in answer.words
    dossier.tap("/checks/HS-02", value="unchecked")
    assert "0/11" in dossier.words("own-progress")


def test_without_script_the_same_forms_save_too(dossier: Browser, sampled: uuid.UUID) -> None:
    dossier.send("/checks/HS-05", value="fail")
    dossier.send("/checks/receipt", appointed="5/3/2020 16:00", received="2/3/2020")
    assert tapped(dossier, sampled, "HS-05")["fail"]
    assert "trễ 3 ngày làm việc" in dossier.words("judgement")


def test_a_defect_that_times_show_is_on_until_somebody_says_no(
    dossier: Browser, sampled: uuid.UUID
) -> None:
    late = f"m-{sampled.hex}-defect-late"
    assert "tính từ thời gian" in dossier.words(late)
    dossier.tap("/checks/defect-late", value="no")
    assert tapped(dossier, sampled, "defect-late") == {"yes": False}
    dossier.tap("/checks/defect-slip", value="yes")
    assert tapped(dossier, sampled, "defect-slip") == {"no": True}


def test_waiting_for_a_supplement_moves_the_due_day(dossier: Browser) -> None:
    typed = {"requests": "1", "start1": "3/3/2020", "end1": "05/03/2020"}
    dossier.tap("/checks/supplement", **typed)
    assert "trừ 2 ngày làm việc chờ bổ sung nên hạn là 10/03/2020" in dossier.words("judgement")
    dossier.tap("/checks/supplement", **{**typed, "requests": "2"})
    assert "yêu cầu bổ sung 2 lần, quá 1 lần cho phép" in dossier.words("judgement")


def test_what_contradicts_itself_is_pointed_out(dossier: Browser) -> None:
    dossier.tap("/checks/book", received="12/3/2020")
    dossier.tap("/checks/apology", value="no")
    said = dossier.words("judgement")
    assert "không có phiếu xin lỗi" in said
    assert "Thứ tự thời gian sai" in said
    assert "Các nguồn ghi khác nhau" in said


def test_the_book_can_say_the_same_as_the_software(dossier: Browser, sampled: uuid.UUID) -> None:
    dossier.send("/checks/book", same="1")
    fields = dict(dossier.form("/checks/book").fields)
    assert fields["appointed"] == "06/03/2020 16:00" and fields["returned"] == "10/03/2020 11:00"


@pytest.mark.parametrize(
    ("matter", "typed", "said"),
    [
        ("receipt", {"received": "31/2/2020"}, "Không có ngày giờ này"),
        ("book", {"returned": "5/3/2020 25:00"}, "Không có ngày giờ này"),
        ("supplement", {"start1": "5/3/2020", "end1": "4/3/2020"}, "phải sau ngày yêu cầu"),
        ("HS-02", {"value": "partial"}, "không có"),
        ("defect-late", {"value": "maybe"}, "không có"),
        ("remark", {"value": "x" * 4001}, "tối đa 4000"),
    ],
)
def test_what_cannot_be_read_is_said_in_its_place(
    dossier: Browser, sampled: uuid.UUID, matter: str, typed: dict[str, str], said: str
) -> None:
    state = f"state-{sampled.hex}-{matter}"
    dossier.tap(f"/checks/{matter}", 422, **typed)
    assert said in dossier.words(state)
    dossier.get(dossier.address)
    dossier.send(f"/checks/{matter}", 422, **typed)
    assert said in dossier.words(state)


def test_two_people_who_differ_are_both_shown_and_one_is_chosen(
    dossier: Browser, other: Browser, sampled: uuid.UUID
) -> None:
    dossier.tap("/checks/HS-02", value="pass")
    other.tap("/checks/HS-02", value="fail")
    state = f"state-{sampled.hex}-HS-02"
    assert "Hai người ghi khác nhau" in other.words(state)
    other.choose(state, 0)
    assert other.one(state).get("data-state") == "saved"
    assert tapped(other, sampled, "HS-02")["pass"]


def test_differing_times_are_chosen_whole(
    dossier: Browser, other: Browser, sampled: uuid.UUID
) -> None:
    dossier.tap("/checks/receipt", received="2/3/2020 8:15")
    other.tap("/checks/receipt", received="3/3/2020")
    other.choose(f"state-{sampled.hex}-receipt", 0)
    assert dict(other.form("/checks/receipt").fields)["received"] == "02/03/2020 08:15"


def test_differences_in_a_dossier_are_counted_beside_those_of_the_checklist(
    dossier: Browser, other: Browser, cast: Cast
) -> None:
    dossier.tap("/checks/HS-02", value="pass")
    other.tap("/checks/HS-02", value="fail")
    said = other.get(f"/visits/{cast.visit}").words
    assert "chỗ khác nhau" not in said and "0/70" in said
    assert "1 mục ngoài phiếu ghi khác nhau" in said
    links = {a.get("href") for a in other.one("progress").iter("a")}
    assert f"/visits/{cast.visit}/sample" in links
    assert "khác nhau" in other.get(f"/visits/{cast.visit}/sample").words


def test_a_tablets_operation_counts_once_and_is_told_so(
    app: Flask, cast: Cast, sampled: uuid.UUID
) -> None:
    tablet, key = Tablet(app, "member"), new_id()
    path = f"/visits/{cast.visit}/dossiers/{sampled}/checks/HS-03"
    first = tablet.send(path, operation=key, value="fail", base="")
    again = tablet.send(path, operation=key, value="fail", base="")
    assert first.marker == again.marker == (str(key), first.marker[1], "applied")  # type: ignore[index]
    with app.app_context():
        field = Operation.field == f"{sampled.hex}.HS-03"
        assert db.session.scalar(select(func.count()).where(field)) == 1


def test_a_draw_without_network_arrives_with_the_ids_it_had_there(
    app: Flask, cast: Cast, register: uuid.UUID
) -> None:
    tablet, key = Tablet(app, "member"), new_id()
    typed = {"register": str(register), "method": "random", "sizing": "typed", "size": "4"}
    typed |= {"seed": "123456", "seed_source": "dice", "witness": "Lan"}
    told = tablet.send(f"/visits/{cast.visit}/samples", operation=key, **typed)
    assert told.marker is not None and told.marker[2] == "applied"
    sample = uuid.uuid5(register, "123456\nrandom\n4\n0")
    with app.app_context():
        own = select(SampledDossier).where(SampledDossier.visit_id == cast.visit)
        rows = db.session.scalars(own).all()
        assert {row.id for row in rows} == {uuid.uuid5(sample, row.code) for row in rows}
        assert len(rows) == 4
    again = tablet.send(f"/visits/{cast.visit}/samples", operation=key, **typed)
    assert again.marker == told.marker


def test_a_foreign_dossier_is_not_there(dossier: Browser, cast: Cast, sampled: uuid.UUID) -> None:
    dossier.get(f"/visits/{cast.full}/dossiers/{sampled}", 404)
    dossier.get(f"/visits/{cast.visit}/dossiers/mould")


CAMERA = "/items/HS-01/photos"


def thumbnails(page: Browser, key: uuid.UUID) -> int:
    return len(list(page.one(f"photos-{key.hex}").iter("img")))


def test_a_photo_of_a_dossier_is_its_own_and_is_taken_to_show_one(
    dossier: Browser, sampled: uuid.UUID, app: Flask
) -> None:
    dossier.tap(CAMERA, photo=[("phiếu.jpg", picture())])
    assert thumbnails(dossier, sampled) == 1
    with app.app_context():
        (photo,) = db.session.scalars(select(Photo).where(Photo.about == sampled.hex)).all()
        assert photo.item_code == "HS-01"
        assert photo.caption == f"Hồ sơ {shelf.code(1)}" and photo.lacks_mask


def test_a_photo_of_a_dossier_is_taken_out_and_brought_back_there(
    dossier: Browser, sampled: uuid.UUID
) -> None:
    here = dossier.address
    dossier.send(CAMERA, photo=[("phiếu.jpg", picture())])
    dossier.get(here)
    for verb, left in (("/remove", 0), ("/restore", 1)):
        dossier.tap(verb)
        assert thumbnails(dossier, sampled) == left


def test_the_checklist_points_to_the_photos_of_dossiers(dossier: Browser, cast: Cast) -> None:
    dossier.tap(CAMERA, photo=[("phiếu.jpg", picture())])
    dossier.get(f"/visits/{cast.visit}")
    assert not list(dossier.one("photos-HS-01").iter("img"))
    assert "1 ảnh khác của hồ sơ, niêm yết" in dossier.words("photos-HS-01")


def test_a_photo_of_nothing_known_is_refused(dossier: Browser) -> None:
    answer = dossier.send(CAMERA, 400, photo=[("a.jpg", picture())], about="<script>")
    assert "Không rõ ảnh chụp hồ sơ hoặc niêm yết nào" in answer.words, answer.words[:600]
