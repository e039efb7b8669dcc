"""What is covered is gone from everything that is shown, and the original stays."""

from __future__ import annotations

import io
import random

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from inspect_app import storage
from inspect_app.audit.models import AuditEntry
from inspect_app.db import db, new_id
from inspect_app.errors import Conflict, RuleBroken
from inspect_app.evidence import actions, intake
from inspect_app.evidence.layers import Shape
from inspect_app.evidence.models import Photo, PhotoLayer
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast, picture
from tests.evidence import masks
from tests.evidence.test_intake import ORIENTATION, saved

BOX = Shape("box", 0.25, 0.25, 0.75, 0.75)


@pytest.fixture
def photo(inside: Flask, cast: Cast) -> Photo:
    visit = people.load(cast.visit)
    data = picture(2000, 1000)
    return actions.add_photo(
        visit,
        "CK-01",
        photo_id=new_id(),
        name="a.jpg",
        data=data,
        limit=1 << 20,
        by=people.viewer("member"),
    )


def save(photo: Photo, *shapes: Shape, base: PhotoLayer | None = None) -> PhotoLayer:
    return masks.save(photo, shapes, base)


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg)).convert("RGB")


def dark(image: Image.Image, x: float, y: float) -> bool:
    colour = image.getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(colour, tuple)
    return max(colour) < 40


def test_a_mask_is_burnt_into_every_rendition_and_not_into_the_original(photo: Photo) -> None:
    before = photo.sha256
    save(photo, BOX)
    names = (photo.shown_sha256, photo.print_sha256, photo.thumb_sha256)
    for name, longest in zip(names, (1600, 1000, 320), strict=True):
        shown = opened(storage.get(name))
        assert max(shown.size) == longest
        assert dark(shown, 0.5, 0.5) and dark(shown, 0.26, 0.26) and dark(shown, 0.74, 0.74)
        assert not dark(shown, 0.2, 0.5) and not dark(shown, 0.5, 0.8)
    assert photo.sha256 == before and storage.get(before) == picture(2000, 1000)
    assert photo.masks == 1


def test_nothing_of_what_was_covered_can_be_made_out() -> None:
    secret = Image.new("L", (800, 600))
    secret.putdata(random.Random(4).choices((0, 255), k=800 * 600))
    shapes = [BOX.plain()]
    shown = opened(intake.open_picture(saved(secret, "PNG"), shapes).derived_jpeg)
    inner = shown.crop((208, 158, 592, 442))
    assert inner.getextrema() == ((0, 0), (0, 0), (0, 0))
    blank = opened(intake.open_picture(picture(800, 600, "PNG", "white"), shapes).derived_jpeg)
    assert blank.crop((208, 158, 592, 442)).tobytes() == inner.tobytes()


def test_a_mask_lies_where_it_was_drawn_on_a_turned_photo() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    turned = saved(Image.new("RGB", (640, 480), "white"), "JPEG", exif=exif)
    made = intake.open_picture(turned, [Shape("box", 0, 0, 0.5, 0.1).plain()])
    shown = opened(made.derived_jpeg)
    assert shown.size == (480, 640)
    assert dark(shown, 0.25, 0.05) and not dark(shown, 0.75, 0.05) and not dark(shown, 0.25, 0.2)


@pytest.mark.parametrize(
    "shape",
    [
        Shape("arrow", 0.1, 0.1, 0.9, 0.9),
        Shape("circle", 0.9, 0.9, 0.1, 0.1),
        Shape("text", 0.2, 0.4, 0.2, 0.4, "Thiếu dấu đỏ"),
    ],
    ids=lambda shape: shape.kind,
)
def test_a_mark_points_without_covering(shape: Shape) -> None:
    made = intake.open_picture(picture(800, 600, "PNG", "white"), [shape.plain()])
    colours = opened(made.derived_jpeg).getcolors(1 << 20) or []
    tuples = [(count, colour) for count, colour in colours if isinstance(colour, tuple)]
    red = sum(count for count, (r, g, b) in tuples if r > 150 and g < 80 and b < 80)
    white = sum(count for count, colour in tuples if min(colour) > 240)
    assert red > 300 and white > 0.8 * 800 * 600


def test_each_version_is_kept_and_the_newest_counts(photo: Photo) -> None:
    clean = photo.shown_sha256
    first = save(photo, BOX)
    second = save(photo, base=first)
    assert (photo.layer_id, photo.masks) == (second.id, 0)
    assert photo.shown_sha256 == clean
    assert storage.has(first.derived_sha256) and first.shapes == [BOX.plain()]
    written = select(AuditEntry.detail).where(AuditEntry.action == "evidence.photo_masked")
    details = db.session.scalars(written.order_by(AuditEntry.sequence)).all()
    assert [(one["layer"], one["masks"]) for one in details] == [
        (str(first.id), 1),
        (str(second.id), 0),
    ]


def test_a_layer_over_one_that_was_not_seen_is_refused(photo: Photo) -> None:
    first = save(photo, BOX)
    with pytest.raises(Conflict):
        save(photo)
    assert (photo.layer_id, photo.masks) == (first.id, 1)


def test_the_photos_of_signed_minutes_stay_as_they_are(photo: Photo) -> None:
    photo.visit.state = VisitState.SIGNED
    db.session.commit()
    with pytest.raises(RuleBroken):
        save(photo, BOX)
    assert photo.layer_id is None
