"""Photos taken in once, refused whole, removed and brought back."""

from __future__ import annotations

import io
import uuid
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from inspect_app import clock, storage
from inspect_app.audit.models import AuditEntry
from inspect_app.db import db, new_id
from inspect_app.errors import Conflict, RuleBroken
from inspect_app.evidence import actions, queries
from inspect_app.evidence.models import Photo
from inspect_app.visits.models import Visit
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast, picture
from tests.evidence.bomb import png_of

pytestmark = pytest.mark.usefixtures("inside")
LIMIT = 1 << 20


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return people.load(cast.visit)


def add(visit: Visit, data: bytes, *, name: str = "anh.jpg", key: uuid.UUID | None = None) -> Photo:
    return actions.add_photo(
        visit,
        "CK-01",
        photo_id=key or new_id(),
        name=name,
        data=data,
        limit=LIMIT,
        by=people.viewer("member"),
    )


def files(app: Flask) -> set[Path]:
    folder: Path = app.config["SETTINGS"].files
    return {file for file in folder.rglob("*") if file.is_file()}


def test_the_original_is_kept_byte_for_byte(visit: Visit) -> None:
    photo = add(visit, picture(), name="C:\\ảnh\\Bảng niêm yết.jpg")
    assert storage.get(photo.sha256) == picture()
    assert photo.file_name == "Bảng niêm yết.jpg"
    assert queries.list_photos(visit, "CK-01") == [photo]
    assert queries.list_photos(visit, "CK-05") == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "không có dữ liệu"),
        (b"day khong phai la anh", "không phải ảnh JPEG, PNG, WebP, HEIC hoặc AVIF"),
        (picture(640, 480)[:900], "bị hỏng hoặc bị cắt cụt"),
        (png_of(10_000, 6_000), "có quá 50 triệu điểm ảnh"),
        (picture() + bytes(LIMIT), "lớn quá 1 MB"),
    ],
    ids=["empty", "text", "cut", "60-megapixels", "too-large"],
)
def test_a_refused_file_is_named_with_the_limit_and_nothing_of_it_stays(
    inside: Flask, visit: Visit, data: bytes, said: str
) -> None:
    before = files(inside)
    with pytest.raises(RuleBroken) as refused:
        add(visit, data, name="bảng.jpg")
    assert "“bảng.jpg”" in str(refused.value) and said in str(refused.value)
    assert "Chưa có gì được lưu" in str(refused.value)
    assert files(inside) == before
    assert queries.list_photos(visit) == []


def test_the_same_photo_delivered_again_counts_once(visit: Visit) -> None:
    key = new_id()
    first = add(visit, picture(), key=key)
    assert add(visit, picture(), key=key).id == first.id
    assert len(queries.list_photos(visit)) == 1


def test_a_known_id_with_other_bytes_or_of_another_visit_is_refused(
    visit: Visit, cast: Cast
) -> None:
    key = new_id()
    add(visit, picture(), key=key)
    with pytest.raises(Conflict):
        add(visit, picture(colour="blue"), key=key)
    with pytest.raises(Conflict):
        add(people.load(cast.full), picture(), key=key)


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("2020:10:15 08:25:10", "2020-10-15T01:25:10+00:00"),
        ("0000:00:00 00:00:00", None),
        ("0001:01:01 00:00:00", None),
        ("gestern", None),
    ],
)
def test_the_time_of_the_camera_is_that_of_viet_nam(
    visit: Visit, said: str, taken: str | None
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = said
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "JPEG", exif=exif)
    photo = add(visit, target.getvalue())
    assert (photo.taken_at.isoformat() if photo.taken_at else None) == taken
    assert photo.received_at <= clock.now()


def test_a_removed_photo_comes_back_whole(visit: Visit) -> None:
    photo, member = add(visit, picture()), people.viewer("member")
    actions.remove_photo(photo, by=member)
    assert queries.list_photos(visit) == []
    assert storage.has(photo.sha256)
    actions.restore_photo(photo, by=member)
    assert queries.list_photos(visit) == [photo]
    done = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.visit_id == visit.id).order_by("sequence")
    ).all()
    assert done[-3:] == [
        "evidence.photo_added",
        "evidence.photo_removed",
        "evidence.photo_restored",
    ]


def test_a_caption_is_one_line_in_nfc(visit: Visit) -> None:
    photo = add(visit, picture())
    actions.caption_photo(photo, "  Bảng\nniêm  yết ", by=people.viewer("member"))
    assert photo.caption == "Bảng niêm yết"


@pytest.mark.parametrize("state", [VisitState.PLANNED, VisitState.SIGNED])
def test_a_visit_not_open_takes_no_photo(inside: Flask, visit: Visit, state: VisitState) -> None:
    visit.state = state
    db.session.commit()
    before = files(inside)
    with pytest.raises(RuleBroken):
        add(visit, picture())
    assert files(inside) == before
