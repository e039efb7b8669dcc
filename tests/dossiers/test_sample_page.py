"""The page of the sample: drawing, drawing again, adding by hand, what cannot be found."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from inspect_app.dossiers import sampling
from tests.dossiers import shelf
from tests.strict_browser import Browser

DICE = {"seed": "3 1 4 1 5 2", "seed_source": "dice", "witness": "Đinh Thị Lan, công chức"}
ALL = [shelf.code(number) for number in range(1, 41)]


def draw(page: Browser, **typed: str) -> None:
    page.send("/samples", **{"method": "random", "size": "10", "with_late": "yes", **DICE, **typed})


def rows(page: Browser, why: str = "") -> list[Element]:
    found = [e for e in page.page.iter("li") if (e.get("id") or "").startswith("d-")]
    return [row for row in found if why in (row.get("data-why") or "")]


def codes(page: Browser, why: str = "") -> list[str | None]:
    return [row.get("data-code") for row in rows(page, why)]


def test_the_page_shows_what_chance_and_the_published_rule_give(page: Browser) -> None:
    draw(page)
    assert codes(page, "drawn") == sampling.draw(DICE["seed"], ALL, 10)
    late = {shelf.code(n) for n in (1, 2, 3)}
    assert set(codes(page, "late")) == late - set(codes(page, "drawn"))
    shown = page.words("drawn")
    for said in ("40", "10", "3 1 4 1 5 2", "Đinh Thị Lan", "Tung xúc xắc"):
        assert said in shown


def test_field_by_field_the_shares_are_shown(page: Browser) -> None:
    draw(page, method="stratified", with_late="")
    fields = {c: shelf.FIELDS[n % 3] for n, c in enumerate(ALL, 1)}
    assert codes(page) == sampling.draw_stratified(DICE["seed"], fields, 10)
    assert "Hộ tịch: 4" in page.words("drawn")


def test_a_computed_size_shows_its_computation(page: Browser) -> None:
    draw(page, sizing="computed", confidence="95", margin="10")
    assert len(codes(page, "drawn")) == sampling.size(40, 0.95, 0.1)
    assert "cần 97; hiệu chỉnh theo 40 hồ sơ: 29" in page.words("drawn")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"seed": " "}, "Chưa có số bốc thăm"),
        ({"seed": "31415"}, "ít nhất 6 lần tung"),
        ({"seed": "sáu lần"}, "chỉ gồm chữ số"),
        ({"witness": ""}, "chứng kiến"),
        ({"size": "1,000"}, "1.000"),
        ({"size": "41"}, "Không rút được 41 trong 40"),
        ({"sizing": "computed", "margin": "80"}, "Sai số"),
    ],
)
def test_what_cannot_be_drawn_is_said_at_its_field(
    page: Browser, typed: dict[str, str], said: str
) -> None:
    page.tap("/samples", 422, **{"method": "random", "size": "10", **DICE, **typed})
    assert said in page.words("draw")
    assert typed.items() <= dict(page.form("/samples").fields).items()
    assert codes(page) == []


def test_by_htmx_the_list_and_the_form_change_in_their_places(page: Browser) -> None:
    page.tap("/samples", method="random", size="10", with_late="", **DICE)
    assert len(codes(page)) == 10
    assert "Lý do rút lại" in page.words("draw")


def test_a_second_draw_needs_a_reason_and_the_first_stays(page: Browser) -> None:
    draw(page)
    page.tap("/samples", 422, method="random", size="5", **DICE)
    assert "Ghi lý do rút lại" in page.words("draw")
    page.get(page.address.replace("/samples", "/sample"))
    draw(page, size="5", with_late="", reason="Đơn vị nêu nhầm danh sách")
    assert len(codes(page)) == 15 + len(codes(page, "late"))
    assert "đã được thay bằng lần rút sau" in page.words("drawn")
    assert "Đơn vị nêu nhầm danh sách" in page.words("drawn")


def test_the_same_draw_sent_twice_is_one(page: Browser) -> None:
    for _ in range(2):
        draw(page, with_late="")
    assert len(codes(page)) == 10


def test_an_unusual_code_is_added_with_a_warning(page: Browser) -> None:
    page.send("/sampled", code="SỐ 12/2020")
    assert codes(page) == ["SỐ 12/2020"]
    assert "khác mẫu thường dùng" in page.words("drawn")


def test_a_code_of_the_register_brings_what_the_software_says(page: Browser) -> None:
    page.tap("/sampled", code=shelf.code(2))
    assert "Chứng thực" in page.words("drawn")
    page.tap("/sampled", 422, code=shelf.code(2))
    assert "đã có trong mẫu" in page.words("f-add")


def test_what_was_added_can_be_taken_out_and_brought_back(page: Browser) -> None:
    page.send("/sampled", code=shelf.code(2))
    page.tap("/remove")
    page.tap("/restore")
    assert page.has_form("/remove")


def test_a_missing_dossier_is_a_finding_and_the_next_takes_its_place(page: Browser) -> None:
    draw(page, with_late="")
    first, following = codes(page)[0], sampling.order(DICE["seed"], ALL)[10]
    page.tap("/missing")
    assert codes(page, "replacement") == [following]
    assert f"Thay bằng {following}" in page.words("drawn")
    visit = page.address.removesuffix("/sample")
    assert str(first) in page.get(f"{visit}/findings").words


def test_a_dossier_found_after_all_takes_its_place_back(page: Browser) -> None:
    draw(page, with_late="")
    before = codes(page)
    page.tap("/missing")
    page.tap("/found")
    assert codes(page) == before
    visit = page.address.removesuffix("/sample")
    assert "Không cung cấp được" not in page.get(f"{visit}/findings").words


def test_without_a_register_the_page_says_what_comes_first(page: Browser, cast: object) -> None:
    page.get(f"/visits/{cast.full}/sample")  # type: ignore[attr-defined]
    assert "Chưa có danh sách hồ sơ" in page.words("draw")
