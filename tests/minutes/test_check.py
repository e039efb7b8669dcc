"""The QR and the address at the foot of every page."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from inspect_app.minutes import pdf
from inspect_app.minutes.check import Check, path
from tests.minutes import builder, measure
from tests.minutes.measure import BOTTOM, LEFT

ADDRESS = "https://kiemtra.example.gov.vn/k/ABCDE-FGHIJ-KLMNO-PQRST-UVWXY-Z"


@pytest.fixture(scope="module")
def checked() -> bytes:
    return pdf.draw(builder.minutes(photos=5, rows=2), builder.pictures, Check(ADDRESS))


def test_every_page_says_where_it_is_checked_below_the_text(checked: bytes) -> None:
    for page in measure.pages(checked):
        line = page.line(re.escape(f"Kiểm tra văn bản tại {ADDRESS}"))
        assert line.box.top > BOTTOM and line.size <= 10
        assert max(other.box.bottom for other in page.body) < BOTTOM + 1


def test_every_page_has_a_qr_that_reads_as_the_address(checked: bytes) -> None:
    opened = pypdfium2.PdfDocument(checked)
    for page in opened:
        picture = page.render(scale=300 / 72).to_pil()
        foot = picture.crop((0, int(picture.height * BOTTOM / 297), *picture.size))
        (code,) = zxingcpp.read_barcodes(foot)
        assert code.text == ADDRESS
        corners = [code.position.top_left, code.position.bottom_right]
        assert corners[0].x / 300 * 25.4 == pytest.approx(LEFT, abs=1)
        assert 14 < (corners[1].x - corners[0].x) / 300 * 25.4 < 16


def test_it_is_drawn_as_lines_and_no_tag_leads_to_it(checked: bytes) -> None:
    unmarked = pdf.draw(builder.minutes(photos=5, rows=2), builder.pictures)
    assert figures(checked) == figures(unmarked)
    assert sum(len(page.pictures) for page in measure.pages(checked)) == 5  # the photos


def figures(document: bytes) -> int:
    """How many figures a reader of the structure meets."""
    with pikepdf.open(io.BytesIO(document)) as file:
        waiting: list[Any] = [file.Root.StructTreeRoot]
        count = 0
        while waiting:
            node = waiting.pop()
            if not isinstance(node, pikepdf.Dictionary):
                continue
            count += node.get("/S") == pikepdf.Name.Figure
            below: Any = node.get("/K", [])
            waiting += list(below) if isinstance(below, pikepdf.Array) else [below]
        return count


def test_without_an_address_there_is_none(drawn: bytes) -> None:
    assert not any(
        line.said.startswith("Kiểm tra văn bản tại")
        for page in measure.pages(drawn)
        for line in page.lines
    )


def test_the_code_is_the_end_of_the_address() -> None:
    assert Check(ADDRESS).code == "ABCDE-FGHIJ-KLMNO-PQRST-UVWXY-Z"
    drawn, side = path(Check(ADDRESS))
    assert drawn.startswith("M0 0.5h7M") and side >= 33


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://a.vn/k/abc", "https://a.vn/k/A'B\""]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        Check(address)
