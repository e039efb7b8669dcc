"""The way of a register through its pages: file, columns, preview, import, list, and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from inspect_app.db import db, writing
from inspect_app.dossiers import importing
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast
from tests.dossiers import sheets
from tests.strict_browser import Answer, Browser

SignIn = Callable[[str], Browser]


@pytest.fixture
def member(as_: SignIn) -> Browser:
    return as_("member")


def address(cast: Cast) -> str:
    return f"/visits/{cast.visit}/register"


def bring(member: Browser, cast: Cast, data: bytes, status: int = 303, **more: Any) -> Answer:
    member.get(address(cast))
    name = more.pop("name", "danh-sach.xlsx")
    return member.send("/register", status, file=(name, data), **more)


def totals(member: Browser) -> list[list[int]]:
    """Received, finished, in progress, late of each register on the page."""
    found = [int(e.text or "") for e in member.page.iter("dd")]
    return [found[at : at + 4] for at in range(0, len(found), 4)]


def go_through(member: Browser, cast: Cast, data: bytes, **more: Any) -> None:
    """Upload, take the columns as proposed, import, and look."""
    bring(member, cast, data, **more)
    member.send("/register/columns")
    member.send("/register/import")
    sheets.wait()
    member.get(address(cast))


def test_a_register_goes_all_the_way(member: Browser, cast: Cast) -> None:
    assert "Nhập danh sách hồ sơ của đơn vị" in member.get(address(cast)).words
    data = sheets.workbook(sheets.rows(30))
    said = bring(member, cast, data).words
    assert "3 cột có thể chứa thông tin công dân" in said and "Số CCCD" in said
    said = member.send("/register/columns").words
    assert "20 hồ sơ đầu" in said and "H15.50.05.13-200602-00001" in said
    assert "Nguyễn Văn An" not in said
    member.send("/register/import")
    sheets.wait()
    said = member.get(address(cast)).words
    assert "Đã nhập" in said and "Hộ tịch" in said and totals(member) == [[30, 22, 8, 11]]
    assert "Cột không được lưu vì có thể chứa thông tin công dân: Người nộp" in said
    assert "Tệp gốc đã bị xóa" in said


def test_csv_goes_the_same_way(member: Browser, cast: Cast) -> None:
    go_through(member, cast, sheets.table(sheets.rows(12)).encode("utf-16"), name="a.csv")
    assert totals(member)[0][0] == 12


def test_a_second_file_with_the_same_headings_is_mapped_as_the_first(
    member: Browser, cast: Cast
) -> None:
    bring(member, cast, sheets.workbook(sheets.rows(3)))
    member.send("/register/columns", **{"column-status": "", "column-field": "Trạng thái"})
    bring(member, cast, sheets.workbook(sheets.rows(4)))
    fields = dict(member.form("/register/columns").fields)
    assert fields["column-field"] == "Trạng thái" and fields["column-status"] == ""


def test_another_sheet_can_be_chosen(member: Browser, cast: Cast) -> None:
    bring(member, cast, sheets.workbook(sheets.rows(3), further=["Trống"]))
    key = dict(member.form("/register/columns").fields)["register"]
    said = member.get(f"{address(cast)}/columns?register={key}&sheet=Trống").words
    assert "Không thấy dòng tiêu đề" in said
    assert not member.has_form("import")


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ({"code": ""}, "code"),
        ({"status": "Người nộp"}, "status"),
        ({"received": "Ngày hẹn trả"}, "received"),
        ({"field": "Cột lạ"}, "field"),
    ],
)
def test_wrong_columns_come_back_at_their_field_and_the_rest_stays(
    member: Browser, cast: Cast, typed: dict[str, str], at: str
) -> None:
    bring(member, cast, sheets.workbook(sheets.rows(3)))
    chosen = {f"column-{name}": heading for name, heading in typed.items()}
    member.send("/register/columns", 422, **chosen, **{"column-procedure": "Trạng thái"})
    assert member.one(f"column-{at}").get("aria-invalid") == "true"
    assert dict(member.form("/register/columns").fields)["column-procedure"] == "Trạng thái"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "không phải tệp bảng tính"),
        (b"%PDF-1.7\n\x00", "không phải tệp bảng tính"),
        (sheets.workbook(sheets.rows(2))[:-200], "hỏng"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(
    member: Browser, cast: Cast, data: bytes, why: str
) -> None:
    assert why in bring(member, cast, data, 422).words
    assert member.one("file").get("aria-invalid") == "true"


def test_no_file_and_a_foreign_unit_are_refused(member: Browser, cast: Cast) -> None:
    member.get(address(cast))
    assert "Chọn tệp" in member.send("/register", 422).words
    said = bring(member, cast, sheets.workbook(sheets.rows(2)), 422, unit=str(cast.foreign)).words
    assert "Chọn đơn vị" in said


def test_each_unit_of_the_visit_has_its_own(app: Flask, member: Browser, cast: Cast) -> None:
    with app.app_context():
        further = people.load(cast.visit).subordinates[0]
        key, label = str(further.id), further.label
    go_through(member, cast, sheets.workbook(sheets.rows(5)))
    go_through(member, cast, sheets.workbook(sheets.rows(7)), unit=key)
    assert label in member.words() and [one[0] for one in totals(member)] == [5, 7]
    assert not member.has_form("/register")


def test_the_preview_marks_what_is_wrong(member: Browser, cast: Cast) -> None:
    lines = [sheets.row(1), sheets.row(2, **{"Ngày hẹn trả": "mai"})]
    bring(member, cast, sheets.workbook(lines))
    said = member.send("/register/columns").words
    assert "1 trong các dòng này có lỗi" in said and "“mai” không phải là ngày giờ" in said


def test_faults_are_shown_and_can_be_downloaded(member: Browser, cast: Cast) -> None:
    lines = [sheets.row(n, **{"Ngày tiếp nhận": "=1+x"}) for n in range(1, 41)]
    go_through(member, cast, sheets.workbook(lines))
    said = member.words()
    assert "Chưa nhận hồ sơ nào" in said and "dòng 4, cột “Ngày tiếp nhận”" in said
    assert "20 dòng lỗi nữa" in said
    (link,) = (a for a in member.page.iter("a") if "errors.csv" in (a.get("href") or ""))
    answer = member.client.get(link.get("href") or "")
    assert (
        answer.data.startswith(b"\xef\xbb\xbf")
        and "attachment" in answer.headers["Content-Disposition"]
    )
    table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(table) == 41 and table[1][1].startswith("Sheet “Hồ sơ”, dòng 4")
    member.client.set_cookie("language", "en")
    assert "row 4, column “Ngày tiếp nhận”" in member.get(member.address).words
    assert "row 4, column" in member.client.get(link.get("href") or "").data.decode()
    member.client.set_cookie("language", "vi")
    member.get(member.address)
    go_through(member, cast, sheets.workbook(sheets.rows(3)))
    assert totals(member)[0][0] == 3 and "Chưa nhận hồ sơ nào" not in member.words()


def test_progress_is_polled_until_the_end(member: Browser, cast: Cast) -> None:
    bring(member, cast, sheets.workbook(sheets.rows(30)))
    member.send("/register/columns")
    with importing.TURN:
        member.send("/register/import")
        (poll,) = (e for e in member.page.iter() if "progress?" in (e.get("hx-get") or ""))
        assert "Đã đọc 0 trên 30 dòng" in member.ask(poll).words
        assert not member.has_form("/register/import")
    sheets.wait()
    part = {"HX-Request": "true"}
    answer = member.client.get(poll.get("hx-get") or "", headers=part)
    assert answer.headers["HX-Redirect"].endswith("/register")


def test_declared_numbers_are_compared(member: Browser, cast: Cast) -> None:
    go_through(member, cast, sheets.workbook(sheets.rows(30)))
    member.send("/register/declared", 422, received="1,791", resolved="22")
    assert "có thể hiểu theo hai cách" in member.words()
    assert dict(member.form("/register/declared").fields)["resolved"] == "22"
    member.send("/register/declared", received="31", resolved="22", in_progress="8")
    assert "ít hơn số đơn vị báo cáo (31) là 1 hồ sơ" in member.words()
    member.send("/register/declared", received="30", resolved="22", in_progress="8")
    assert "Khớp" in member.words()


def test_a_register_is_removed_and_can_be_sent_again(member: Browser, cast: Cast) -> None:
    go_through(member, cast, sheets.workbook(sheets.rows(3)))
    member.send("/register/remove")
    assert "Nhập danh sách hồ sơ của đơn vị" in member.words()
    go_through(member, cast, sheets.workbook(sheets.rows(4)))
    assert totals(member)[0][0] == 4


def test_the_codes_are_given_to_a_tablet(member: Browser, cast: Cast) -> None:
    empty = member.client.get(f"{address(cast)}.json")
    assert empty.json == {"register": None, "codes": []}
    go_through(member, cast, sheets.workbook(sheets.rows(30)))
    answer = member.client.get(f"{address(cast)}.json")
    assert answer.headers["X-Offline"] == "1"
    assert answer.json is not None and len(answer.json["codes"]) == 30
    codes = [code for code, _, _ in answer.json["codes"]]
    assert codes == sorted(codes)
    late = {code[-5:] for code, _, late in answer.json["codes"] if late}
    assert {"00010", "00020", "00030"} <= late


@pytest.mark.parametrize("verb", ["columns", "import", "declared", "remove"])
def test_what_is_gone_is_said_and_nothing_breaks(member: Browser, cast: Cast, verb: str) -> None:
    own = {"Sec-Fetch-Site": "same-origin"}
    answer = member.client.post(f"{address(cast)}/{verb}", data={"register": "x"}, headers=own)
    assert answer.status_code == 422 and "Danh sách này không còn" in answer.text


def test_a_signed_visit_shows_and_changes_nothing(app: Flask, member: Browser, cast: Cast) -> None:
    go_through(member, cast, sheets.workbook(sheets.rows(3)))
    with app.app_context(), writing():
        people.load(cast.visit).state = VisitState.SIGNED
    member.get(address(cast))
    assert totals(member)[0][0] == 3
    assert not any(member.has_form(f"/register{verb}") for verb in ("", "/remove", "/declared"))
    with app.app_context():
        db.session.remove()


def test_the_pages_are_in_english_too(member: Browser, cast: Cast) -> None:
    member.client.set_cookie("language", "en")
    go_through(member, cast, sheets.workbook(sheets.rows(3)))
    assert member.page.get("lang") == "en"
