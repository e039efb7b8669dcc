"""A photo that comes when it may not go in by itself is kept whole for the head's decision."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import storage
from inspect_app.campaigns.models import TeamMember
from inspect_app.clock import now
from inspect_app.db import db, new_id, writing
from inspect_app.evidence.upload import MEDIA_TYPE
from inspect_app.visits import arrivals
from inspect_app.visits.envelope import accepted_id
from inspect_app.visits.models import ParkedOperation
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.evidence.tablet import Ask, Photo, Told, asking, parts, photos
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


def change(app: Flask, doing: Callable[[], Any]) -> None:
    with app.app_context(), writing():
        doing()


def set_state(app: Flask, visit: uuid.UUID, state: VisitState) -> None:
    change(app, lambda: setattr(people.load(visit), "state", state))


def leave(app: Flask, username: str) -> None:
    """Take the person out of the team."""

    def doing() -> None:
        own = TeamMember.user_id == people.viewer(username).user_id
        for member in db.session.scalars(select(TeamMember).where(own)):
            member.left_at = now()

    change(app, doing)


def seen(photo: Photo, state: str) -> Photo:
    return replace(photo, more={"Op-Seen": state})


def parked_row(app: Flask, key: uuid.UUID) -> ParkedOperation:
    with app.app_context():
        row = db.session.get(ParkedOperation, key)
        assert row is not None
        return row


def accept(app: Flask, key: uuid.UUID) -> Told:
    """What the head's acceptance does with it."""
    with app.app_context():
        parked = db.session.get(ParkedOperation, key)
        assert parked is not None
        author = replace(people.viewer("member"), vouched=parked.visit_id)
        path = parked.path.replace(str(key), str(accepted_id(key)))
        whole = {"Upload-Offset": parked.headers["Upload-Length"], "Content-Type": MEDIA_TYPE}
        answer = arrivals.redeliver("PATCH", path, {}, parked.headers | whole, b"", author)
        return Told(answer.status_code, answer.headers, answer.get_data(as_text=True))


@pytest.fixture
def late(app: Flask, photo: Photo) -> Photo:
    set_state(app, photo.visit, VisitState.SUBMITTED)
    return seen(photo, "working")


@pytest.mark.parametrize("reason", ["late", "closed", "revoked"])
def test_it_is_kept_whole_with_its_reason(app: Flask, ask: Ask, photo: Photo, reason: str) -> None:
    said = seen(photo, "working")
    assert said.send(ask, 0, 100).result == "partial"
    if reason == "revoked":
        leave(app, "member")
    else:
        state = VisitState.SUBMITTED if reason == "late" else VisitState.SIGNED
        set_state(app, photo.visit, state)
    told = said.send_all(ask)
    assert (told.status, told.result) == (200, "parked")
    assert told.text == f"<!--op {photo.key} 0 parked-->"
    sha256 = hashlib.sha256(photo.data).hexdigest()
    assert told.headers["Upload-Sha256"] == sha256
    assert parked_row(app, photo.key).reason == reason
    with app.app_context():
        assert storage.get(sha256) == photo.data
    assert photos(app, photo.visit) == parts(app) == []


def test_it_is_parked_once_however_often_it_comes(app: Flask, ask: Ask, late: Photo) -> None:
    late.send_all(ask)
    for offset in (0, len(late.data)):
        again = late.send(ask, offset)
        assert (again.status, again.result) == (200, "parked")
        assert again.headers["Upload-Sha256"] == hashlib.sha256(late.data).hexdigest()
    assert parts(app) == []


def test_the_head_s_acceptance_brings_it_in(app: Flask, ask: Ask, late: Photo) -> None:
    late.send_all(ask)
    told = accept(app, late.key)
    assert (told.status, told.result) == (200, "applied")
    (row,) = photos(app, late.visit)
    assert row.id == accepted_id(late.key)
    assert row.sha256 == hashlib.sha256(late.data).hexdigest()
    with app.app_context():
        assert row.user_id == people.viewer("member").user_id


def test_acceptance_of_what_is_no_picture_says_so(app: Flask, ask: Ask, late: Photo) -> None:
    broken = replace(late, data=b"khong phai anh")
    assert broken.send_all(ask).result == "parked"
    told = accept(app, broken.key)
    assert (told.status, told.result) == (422, "refused")
    assert photos(app, late.visit) == []


def test_nobody_else_takes_a_photo_from_the_storage_by_its_hash(
    app: Flask, ask: Ask, late: Photo
) -> None:
    late.send_all(ask)
    set_state(app, late.visit, VisitState.WORKING)
    stolen = replace(late, key=new_id())
    told = stolen.send(ask, len(late.data))
    assert (told.status, told.result, told.have) == (409, "offset", 0)


def test_what_was_said_of_it_meanwhile_is_parked_beside_it_and_follows(
    app: Flask, as_: SignIn, late: Photo
) -> None:
    browser = as_("member")
    late.send_all(asking(browser))
    form = {"operation": str(new_id()), "seen": "working", "caption": "Bảng niêm yết"}
    headers = {"Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
    address = f"{late.address}/caption"
    answer = browser.client.post(address, data=form, headers=headers)
    assert answer.headers["Op-Result"] == "parked"
    accept(app, late.key)
    with app.app_context():
        author = replace(people.viewer("member"), vouched=late.visit)
        said = {"operation": [str(new_id())], "caption": ["Bảng niêm yết"]}
        arrivals.redeliver("POST", address, said, {}, b"", author)
    (row,) = photos(app, late.visit)
    assert row.caption == "Bảng niêm yết"
