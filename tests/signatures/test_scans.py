"""Scans of signed paper: opened in a limited process, matched by their QR, kept once."""

from __future__ import annotations

import io

import pikepdf
import pytest
import segno
from flask import Flask
from PIL import Image
from sqlalchemy import select

from inspect_app import storage
from inspect_app.db import db
from inspect_app.errors import RuleBroken
from inspect_app.minutes import codes
from inspect_app.minutes.models import SignedMinutes
from inspect_app.signatures import scans
from tests import cast as people

CODE = codes.code_of("a" * 64, "key")
ADDRESS = f"https://kiemtra.example.vn/k/{codes.shown(CODE)}"


def paper(address: str = ADDRESS, kind: str = "PDF", pages: int = 1) -> bytes:
    sheet, mark = Image.new("L", (1240, 1754), 255), io.BytesIO()
    segno.make(address).save(mark, kind="png", scale=4)
    sheet.paste(Image.open(mark).convert("L"), (900, 1500))
    body = io.BytesIO()
    more = {"save_all": True, "append_images": [sheet] * (pages - 1)} if kind == "PDF" else {}
    sheet.save(body, kind, resolution=150, **more)
    return body.getvalue()


@pytest.mark.parametrize("kind", ["PDF", "JPEG", "PNG", "TIFF"])
def test_the_qr_of_a_scan_is_read(kind: str) -> None:
    read = scans.read(paper(kind=kind))
    assert (read.pages, read.codes) == (1, (ADDRESS,))
    assert scans.names(read.codes, CODE)


def test_every_page_is_looked_at() -> None:
    assert scans.read(paper(pages=3)).pages == 3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "không phải bản quét"),
        (b"MZ\x90\x00 program", "không phải bản quét"),
        (b"%PDF-1.7\nnothing", "Không mở được bản quét"),
        (paper(pages=61), "dài quá 60 trang"),
    ],
    ids=["empty", "program", "broken", "long"],
)
def test_what_is_no_scan_is_refused_at_its_field(data: bytes, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        scans.read(data)
    assert list(refused.value.fields) == ["scan"]


def test_a_protected_scan_is_refused() -> None:
    body = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper())) as document:
        document.save(body, encryption=pikepdf.Encryption(owner="chủ", user="mật"))
    with pytest.raises(RuleBroken, match="được bảo vệ"):
        scans.read(body.getvalue())


@pytest.fixture
def signed(signed_app: Flask) -> SignedMinutes:
    with signed_app.app_context():
        yield db.session.scalars(select(SignedMinutes)).one()  # type: ignore[misc]


def attach(signed: SignedMinutes, data: bytes) -> scans.PaperScan:
    return scans.attach(
        signed, data, "quet.pdf", "Bản có chữ ký", scans.read(data), by=people.viewer("secretary")
    )


def test_a_scan_is_kept_with_its_number_and_once(signed: SignedMinutes) -> None:
    data = paper(f"http://127.0.0.1:8000/k/{codes.shown(str(signed.code))}")
    first = attach(signed, data)
    db.session.commit()
    assert attach(signed, data).id == first.id
    assert storage.get(first.sha256) == data
    assert (first.qr_matches, first.size) == (True, len(data))


def test_a_scan_of_another_document_is_refused(signed: SignedMinutes) -> None:
    with pytest.raises(RuleBroken, match="của văn bản khác"):
        attach(signed, paper())


def test_the_qr_of_the_printed_minutes_matches(signed: SignedMinutes) -> None:
    printed = storage.get(signed.sha256)
    assert attach(signed, printed).qr_matches


def test_no_qr_is_no_obstacle_but_no_match(signed: SignedMinutes) -> None:
    sheet, body = Image.new("L", (600, 800), 255), io.BytesIO()
    sheet.save(body, "JPEG")
    assert attach(signed, body.getvalue()).qr_matches is False
