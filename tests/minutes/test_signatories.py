"""How each party stands to the minutes, and where their signatures go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from inspect_app.minutes import engine, pdf
from inspect_app.minutes.document import Minutes
from inspect_app.minutes.layout import DEFAULT
from tests.minutes import builder, measure
from tests.minutes.measure import Box, Page


def drawn(**asked: dict[str, Any]) -> Minutes:
    return builder.minutes(0, 1, signatories=builder.signatories(**asked))


def last(minutes: Minutes) -> Page:
    pages = measure.pages(pdf.draw(minutes, builder.pictures))
    return next(page for page in pages if page.has("Nơi nhận:"))


def boxes(minutes: Minutes) -> dict[str, Box]:
    """The places of signatures by their ids, in millimetres."""
    found = {}
    from weasyprint import CSS, HTML

    style = engine._STYLES / "document.css"
    fetcher = engine.Fetcher(builder.pictures)
    sheet = CSS(string=style.read_text("utf-8"), url_fetcher=fetcher)
    made = HTML(string=pdf.to_html(minutes), url_fetcher=fetcher).render(stylesheets=[sheet])
    for page in made.pages:
        for name, corners in page.anchors.items():
            found[name] = Box(*(corner * 25.4 / 96 for corner in corners))
    return found


def test_a_drawn_signature_is_centred_between_role_and_name_and_called_what_it_is() -> None:
    page = last(drawn(secretary={"stand": "signs", "ink_sha256": builder.ink_sha256()}))
    (ink,) = page.pictures
    role, name = page.line("THƯ KÝ"), page.line("Đỗ Quỳnh Ngọc Ẩn")
    called = page.line("Ảnh chữ ký vẽ trên máy tính bảng")
    assert ink.middle == pytest.approx(role.box.middle, abs=0.6)
    assert role.box.bottom < ink.top < ink.bottom < called.box.top < name.box.top
    assert called.italic and called.size < 11


def test_a_reservation_is_named_below_the_role_and_told_in_section_four() -> None:
    value = drawn(unit={"stand": "reserves", "words": "Số liệu hồ sơ trễ cần rà soát."})
    pages = measure.pages(pdf.draw(value, builder.pictures))
    said = [line.said for page in pages for line in page.lines]
    own = "Ý kiến bảo lưu của Huỳnh Thị Thúy Hằng: Số liệu hồ sơ trễ cần rà soát."
    assert said.index("IV. Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA") < said.index(own)
    assert said.index(own) < said.index("THƯ KÝ")
    how = said.index("Ký, có ý kiến bảo lưu")
    assert "(mục IV)" in said[how:]


def test_a_refusal_gives_reason_and_witness_and_keeps_no_place() -> None:
    refusal = {"stand": "refuses", "words": "Chưa thống nhất số liệu", "witness": "Lê Văn Tám"}
    html = " ".join(pdf.to_html(drawn(unit=refusal)).split())
    assert "Từ chối ký: lý do chưa thống nhất số liệu; người làm chứng: Lê Văn Tám" in html
    assert 'id="sig-unit"' not in html and 'id="sig-head"' in html


def test_absence_is_said() -> None:
    page = last(drawn(unit={"stand": "absent"}))
    assert page.line("Vắng mặt").italic
    assert page.has("Huỳnh Thị Thúy Hằng")


def test_the_seal_lies_over_the_left_third_of_the_heads_signature() -> None:
    found = boxes(drawn())
    head, seal = found["sig-head"], found["sig-seal"]
    assert (round(head.width), round(head.height)) == (45, 25)
    assert (round(seal.width), round(seal.height)) == (36, 36)
    assert (seal.right - head.left) / head.width == pytest.approx(1 / 3, abs=0.02)
    assert seal.left < head.left
    assert seal.top < head.top and head.bottom < seal.bottom


@pytest.mark.parametrize(
    "order", ["secretary unit head", "head unit secretary", "unit head secretary"]
)
def test_no_place_covers_another_partys(order: str) -> None:
    places = tuple(zip(order.split(), ("left", "middle", "right"), strict=True))
    found = boxes(replace(drawn(), layout=replace(DEFAULT, signatures=places)))
    assert sorted(order.split(), key=lambda p: found[f"sig-{p}"].left) == order.split()
    for party in ("secretary", "unit"):
        other, seal = found[f"sig-{party}"], found["sig-seal"]
        assert other.right <= seal.left or seal.right <= other.left


def test_a_team_without_the_agencys_seal_keeps_no_place_for_it() -> None:
    value = replace(drawn(), layout=replace(DEFAULT, seal=False))
    assert "sig-seal" not in boxes(value)


def test_ink_must_be_the_named_png_and_photos_must_be_jpeg() -> None:
    fetcher = engine.Fetcher(builder.pictures)
    assert fetcher.fetch(f"ink:{builder.ink_sha256()}").read() == builder.ink()
    with pytest.raises(engine.WrongPicture):
        fetcher.fetch(f"photo:{builder.ink_sha256()}")
    with pytest.raises(engine.WrongPicture):
        fetcher.fetch(f"ink:{builder.minutes(1).photos[0].print_sha256}")


def test_sections_follow_the_template() -> None:
    order = ("composition", "requests", "results", "opinion")
    value = replace(drawn(), layout=replace(DEFAULT, sections=order))
    pages = measure.pages(pdf.draw(value, builder.pictures))
    heads = [
        x.said for page in pages for x in page.lines if x.said[:3] in ("I. ", "II.", "III", "IV.")
    ]
    assert heads[:4] == [
        "I. THÀNH PHẦN",
        "II. KIẾN NGHỊ, YÊU CẦU KHẮC PHỤC",
        "III. NỘI DUNG VÀ KẾT QUẢ KIỂM TRA",
        "IV. Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA",
    ]


@pytest.mark.parametrize("most", [2, 4])
def test_two_or_four_photos_stand_on_a_page(most: int) -> None:
    value = builder.minutes(5, 1, layout=replace(DEFAULT, photos_per_page=most))
    pages = measure.pages(pdf.draw(value, builder.pictures))
    counts = [len(page.pictures) for page in pages if page.pictures]
    assert counts == ([2, 2, 1] if most == 2 else [4, 1])
    shown = [line.said for page in pages for line in page.lines]
    for number, photo in enumerate(value.photos, 1):
        assert any(said.startswith(f"Ảnh {number}.") for said in shown)
        assert f"SHA-256 ảnh gốc: {photo.sha256[:12]}" in shown


def test_whole_hashes_stand_in_the_list_of_files() -> None:
    value = builder.minutes(2, 1)
    said = "".join(
        line.said
        for page in measure.pages(pdf.draw(value, builder.pictures))
        for line in page.lines
    )
    for file in value.files:
        assert file.sha256[:32] in said and file.sha256[32:] in said
    assert "2.400.512" in said
