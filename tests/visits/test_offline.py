"""The pages that a tablet may keep, and how new they say they are."""

from __future__ import annotations

import threading

import pytest
from flask import Flask, g
from sqlalchemy import func, select

from inspect_app.db import db, writing
from inspect_app.visits.models import Operation
from inspect_app.visits.offline import keepable
from tests import cast as people
from tests.cast import Cast
from tests.tablet import PART, Tablet

PAGES = ("/visits", "/visits/{}", "/visits/{}/findings", "/visits/{}/conclusions")


def newest(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.max(Operation.sequence))) or 0


@pytest.mark.parametrize("address", [*PAGES, "/visits/{}/minutes"])
def test_a_page_for_the_field_may_be_kept(app: Flask, cast: Cast, address: str) -> None:
    tablet = Tablet(app, "member")
    answer = tablet.client.get(address.format(cast.full))
    assert answer.headers["X-Offline"] == "1"
    assert answer.headers["X-User"] == str(tablet.user_id)
    assert answer.headers["X-Seq"] == str(newest(app)) != "0"


def test_parts_refusals_and_other_pages_are_not_kept(app: Flask, cast: Cast) -> None:
    client = Tablet(app, "member").client
    for address, headers in (
        (f"/visits/{cast.visit}", PART),
        (f"/visits/{cast.foreign}", {}),
        (f"/visits/{cast.visit}/result", {}),
        ("/password", {}),
    ):
        assert "X-Offline" not in client.get(address, headers=headers).headers, address


def test_a_page_is_never_said_to_be_newer_than_it_is(app: Flask, cast: Cast) -> None:
    before = newest(app)

    def answer_meanwhile() -> None:
        with app.app_context(), writing():
            people.answer(people.load(cast.visit), "CD-01", value="pass")

    @keepable
    def page() -> str:
        other = threading.Thread(target=answer_meanwhile)
        other.start()
        other.join(20)
        return str(db.session.scalar(select(func.max(Operation.sequence))))

    with app.test_request_context("/"):
        g.viewer = people.viewer("member")
        answer = page()
    assert newest(app) == before + 1
    assert answer.headers["X-Seq"] == str(before) == answer.get_data(as_text=True)
