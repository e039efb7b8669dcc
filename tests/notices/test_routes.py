"""The page of notices: taps, fields, faults and findings, refusals."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask

from inspect_app.evidence import queries
from inspect_app.findings.queries import list_findings
from inspect_app.notices.rules import Fault
from tests import cast as people
from tests.cast import PASSWORD, Cast
from tests.evidence.barcodes import code, jpeg, sheet
from tests.notices.board import hex_of, tapped
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


def is_hidden(board: Browser, cast: Cast, kind: str, fault: Fault) -> bool:
    return board.one(f"fault-{hex_of(cast, kind)}-{fault}").get("hidden") is not None


def test_an_untouched_board_says_what_to_do(board: Browser, cast: Cast) -> None:
    assert "ở mỗi loại bấm Có hoặc Không" in board.words()
    assert "0/9" in board.words("notice-sums")
    links = [a.get("href") or "" for a in board.one("notice-fees").iter("a")]
    assert f"/visits/{cast.visit}#item-CK-05" in links


def test_a_tap_marks_the_notice_counts_it_and_offers_the_finding(
    board: Browser, cast: Cast
) -> None:
    board.tap("/notices/procedures/posted", value="yes")
    board.tap("/notices/fees/posted", value="no")
    assert tapped(board, cast, "fees", "posted")["no"]
    assert "Chưa niêm yết" in board.words(f"mark-{hex_of(cast, 'fees')}")
    assert "1/9" in board.words("notice-sums")
    assert not is_hidden(board, cast, "fees", Fault.MISSING)
    assert is_hidden(board, cast, "procedures", Fault.MISSING)
    assert "đã niêm yết 1/9 loại" in board.words("notice-said")


def test_a_missing_notice_becomes_a_finding_and_is_taken_back(
    app: Flask, board: Browser, cast: Cast
) -> None:
    row = f"fault-{hex_of(cast, 'fees')}-missing"
    board.tap("/notices/fees/posted", value="no")
    board.tap("/notices/fees/faults/missing", value="yes")
    assert "Đã ghi thành tồn tại" in board.words(row)
    link = next(board.one(row).iter("a")).get("href") or ""
    assert link.split("#")[1] in {e.get("id") for e in _page(board, link).page.iter()}
    board.get(f"/visits/{cast.visit}/notices")
    assert dict(board.form("/notices/fees/faults/missing").fields) == {}
    board.tap("/notices/fees/faults/missing", value="no")
    assert "Ghi thành tồn tại" in board.words(row)
    with app.app_context():
        assert list_findings(people.load(cast.visit)) == []


def _page(board: Browser, link: str) -> Browser:
    board.get(link.split("#")[0])
    return board


def test_a_finding_whose_fault_is_gone_is_still_shown(board: Browser, cast: Cast) -> None:
    board.tap("/notices/fees/posted", value="no")
    board.tap("/notices/fees/faults/missing", value="yes")
    board.tap("/notices/fees/posted", value="yes")
    assert not is_hidden(board, cast, "fees", Fault.MISSING)
    assert "Nay không còn lỗi này" in board.words(f"faults-{hex_of(cast, 'fees')}")


def test_numbers_are_compared(board: Browser, cast: Cast) -> None:
    board.tap("/notices/procedures/counts", posted="1.120", announced="1125")
    state = board.words(f"state-{hex_of(cast, 'procedures')}-counts")
    assert "1.120/1.125 = 99,56%" in state and "Còn thiếu 5 thủ tục" in state
    assert not is_hidden(board, cast, "procedures", Fault.INCOMPLETE)
    board.tap("/notices/procedures/counts", posted="1.130", announced="1125")
    assert "nhiều hơn số đã công bố 5" in board.words()
    assert is_hidden(board, cast, "procedures", Fault.INCOMPLETE)


def test_the_newest_decision_is_told_once_for_all(board: Browser, cast: Cast) -> None:
    board.tap("/notices/decision/decision", number="12/QĐ-UBND", date="5/1/2020")
    assert is_hidden(board, cast, "decision", Fault.OUTDATED)
    board.tap("/notices/announced/decision", number="40/QĐ-UBND", date="20/2/2020")
    assert not is_hidden(board, cast, "decision", Fault.OUTDATED)
    assert "bản niêm yết là bản cũ" in board.words("notice-decision")
    assert "Nội dung cũ" in board.words(f"mark-{hex_of(cast, 'decision')}")


def test_a_qr_code_shows_where_it_leads(board: Browser, cast: Cast) -> None:
    address = "https://example.com/<b>?a=1&b=2"
    board.tap("/notices/parts/qr_target", value=address)
    assert "Tên miền: example.com" in board.words(f"state-{hex_of(cast, 'parts')}-qr_target")
    assert "không thuộc tên miền .gov.vn" in board.words()
    board.tap("/notices/parts/qr_target", value="javascript:alert(1)")
    assert "Tên miền" not in board.words(f"state-{hex_of(cast, 'parts')}-qr_target")
    fields = [i for i in board.page.iter("input") if "data-scan" in i.attrib]
    assert len(fields) == 8 and {i.get("name") for i in fields} == {"value"}


def test_what_was_put_right_names_who_when_and_the_photos_that_lack(
    app: Flask, board: Browser, cast: Cast
) -> None:
    board.tap("/notices/fees/posted", value="no")
    board.tap("/notices/fees/faults/missing", value="yes")
    board.tap("/notices/fees/corrected", value="yes")
    said = board.words(f"mended-{hex_of(cast, 'fees')}")
    assert "Lê Văn Cường" in said and "Còn thiếu ảnh trước và ảnh sau" in said
    assert "đã khắc phục tại chỗ trong buổi kiểm tra" in board.words("notice-fees")
    assert "Đã khắc phục tại chỗ" in board.words(f"mark-{hex_of(cast, 'fees')}")


def test_without_script_the_same_forms_save_too(board: Browser, cast: Cast) -> None:
    board.send("/notices/fees/posted", value="no")
    board.send("/notices/fees/place", value="Cổng trụ sở")
    board.send("/notices/fees/faults/missing", value="yes")
    assert tapped(board, cast, "fees", "posted")["no"]
    assert dict(board.form("/notices/fees/place").fields)["value"] == "Cổng trụ sở"
    assert "Đã ghi thành tồn tại" in board.words("notice-fees")
    values = [o.get("value") for o in board.one("places").iter("option")]
    assert "Cổng trụ sở" in values and len(values) == len(set(values))


@pytest.mark.parametrize(
    ("aspect", "typed", "said"),
    [
        ("counts", {"posted": "1,250", "announced": "3"}, "hai cách"),
        ("decision", {"number": "7/QĐ", "date": "31/2/2020"}, "Không có ngày này"),
        ("place", {"value": "x" * 201}, "Dài quá 200"),
        ("posted", {"value": "maybe"}, "không có"),
        ("remark", {"value": "x" * 4001}, "tối đa 4000"),
    ],
)
def test_what_cannot_be_read_is_said_in_its_place_and_stays_typed(
    board: Browser, cast: Cast, aspect: str, typed: dict[str, str], said: str
) -> None:
    action = f"/notices/procedures/{aspect}"
    state = f"state-{hex_of(cast, 'procedures')}-{aspect}"
    board.tap(action, 422, **typed)
    assert said in board.words(state)
    board.get(board.address)
    board.send(action, 422, **typed)
    assert said in board.words(state)
    fields = dict(board.form(action).fields)
    assert aspect == "posted" or typed.items() <= fields.items()
    wrong = [i.get("name") for i in board.page.iter("input") if i.get("aria-invalid") == "true"]
    assert wrong == {"counts": ["posted"], "decision": ["date"], "place": ["value"]}.get(aspect, [])


def test_a_fault_that_is_not_there_is_refused_in_its_place(board: Browser, cast: Cast) -> None:
    board.tap("/notices/fees/faults/missing", 422, value="yes")
    assert "nay không còn lỗi đó" in board.words(f"state-{hex_of(cast, 'fees')}-missing")
    board.get(board.address)
    board.send("/notices/fees/faults/missing", 422, value="yes")
    assert "nay không còn lỗi đó" in board.words(f"state-{hex_of(cast, 'fees')}-missing")


def test_a_signed_visit_is_only_read(signed_app: Flask, cast: Cast) -> None:
    browser = Browser(signed_app).sign_in("member", PASSWORD)
    browser.get(f"/visits/{cast.visit}/notices")
    own = browser.one("notices")
    fields = [e for tag in ("input", "textarea", "button") for e in own.iter(tag)]
    typed = [e for e in fields if e.get("type") != "hidden" and "hidden" not in e.attrib]
    assert [e.attrib for e in typed if "disabled" not in e.attrib and e.text != "Lưu"] == []
    token = {"Sec-Fetch-Site": "same-origin"}
    path = f"/visits/{cast.visit}/notices/fees"
    for action in ("posted", "faults/missing"):
        answer = browser.client.post(f"{path}/{action}", data={"value": "no"}, headers=token)
        assert answer.status_code == 422


def test_what_is_foreign_or_unknown_is_not_there(board: Browser, cast: Cast) -> None:
    board.get(f"/visits/{cast.foreign}/notices", 404)
    token = {"Sec-Fetch-Site": "same-origin"}
    for path in ("weather/posted", "fees/counts", "announced/faults/missing", "fees/colour"):
        address = f"/visits/{cast.visit}/notices/{path}"
        assert board.client.post(address, data={}, headers=token).status_code == 404, path


def test_a_photo_of_a_notice_is_its_own_and_the_code_in_it_is_offered(
    app: Flask, board: Browser, cast: Cast
) -> None:
    about = f"{hex_of(cast, 'procedures')}.close"
    link = "https://dichvucong.gov.vn/p/home"
    data = jpeg(sheet(code(link)))
    answer = board.client.post(
        board.form("/items/CK-01/photos").action,
        data={"about": about, "photo": (io.BytesIO(data), "gan.jpg")},
        headers={"Sec-Fetch-Site": "same-origin", "HX-Request": "true"},
    )
    assert answer.status_code == 200 and f"photos-{about.replace('.', '-')}" in answer.text
    with app.app_context():
        (photo,) = queries.photos_about(people.load(cast.visit), about)
        assert photo.item_code == "CK-01" and photo.caption.endswith(", cận cảnh")
    board.get(f"/visits/{cast.visit}/notices")
    assert link in board.words("notice-procedures")
    assert "Dùng địa chỉ này" in board.words("notice-procedures")
