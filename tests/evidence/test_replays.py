"""Captions and removals of photos that a tablet sends, each counted once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app.db import db, new_id
from inspect_app.evidence.models import Photo
from inspect_app.visits.models import Operation
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast
from tests.tablet import Tablet


@pytest.fixture
def tablet(app: Flask) -> Tablet:
    return Tablet(app, "member")


def photo(app: Flask, cast: Cast) -> Photo:
    with app.app_context():
        return db.session.get_one(Photo, cast.photo)


def test_a_removal_told_again_does_not_undo_the_restoring(
    app: Flask, cast: Cast, tablet: Tablet
) -> None:
    key = new_id()
    first = tablet.send(f"/photos/{cast.photo}/remove", operation=key)
    assert first.marker and first.marker[2] == "applied"
    assert photo(app, cast).removed_at is not None
    tablet.send(f"/photos/{cast.photo}/restore")
    assert tablet.send(f"/photos/{cast.photo}/remove", operation=key).marker == first.marker
    assert photo(app, cast).removed_at is None


def test_a_caption_is_answered_with_the_marker(app: Flask, cast: Cast, tablet: Tablet) -> None:
    key, address = new_id(), f"/photos/{cast.photo}/caption"
    first = tablet.send(address, operation=key, caption="Bảng niêm yết")
    assert first.status == 200 and first.marker and first.marker[0] == str(key)
    tablet.send(address, caption="Bảng mới")
    assert tablet.send(address, operation=key, caption="Bảng niêm yết").marker == first.marker
    assert photo(app, cast).caption == "Bảng mới"
    found = select(Operation.value).where(Operation.field == f"photo.{cast.photo}.caption")
    with app.app_context():
        assert [row["caption"] for row in db.session.scalars(found)] == [
            ["Bảng niêm yết"],
            ["Bảng mới"],
        ]


def test_a_late_caption_is_parked(app: Flask, cast: Cast, tablet: Tablet) -> None:
    with app.app_context():
        people.load(cast.full).state = VisitState.APPROVED
        db.session.commit()
    key = new_id()
    answer = tablet.send(f"/photos/{cast.photo}/caption", operation=key, caption="Muộn")
    assert answer.marker == (str(key), 0, "parked") and photo(app, cast).caption != "Muộn"


def test_a_photo_that_never_was_is_refused(tablet: Tablet) -> None:
    key = new_id()
    answer = tablet.send(f"/photos/{new_id()}/remove", operation=key)
    assert (answer.status, answer.marker) == (404, (str(key), 0, "refused"))
