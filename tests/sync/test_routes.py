"""The key, the pack, and the page of what is on the device."""

from __future__ import annotations

import base64
import datetime as dt
import time
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from inspect_app import clock
from inspect_app.accounts.models import SignIn as Session
from inspect_app.audit.models import AuditEntry
from inspect_app.db import db
from inspect_app.sync.models import OutboxKey
from tests import cast as people
from tests.cast import Cast
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
OWN = {"Sec-Fetch-Site": "same-origin"}


def ask_key(browser: Browser) -> dict[str, str]:
    answer = browser.client.post("/sync/key", headers=OWN)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    said: dict[str, str] = answer.get_json()
    return said


def test_a_person_has_one_key_for_ever(app: Flask, as_: SignIn) -> None:
    said = [ask_key(as_("member")) for _ in range(2)]
    assert said[0]["key"] == said[1]["key"]
    assert len(base64.b64decode(said[0]["key"])) == 32
    assert (said[0]["name"], said[0]["username"]) == ("Lê Văn Cường", "member")
    with app.app_context():
        assert [str(key.user_id) for key in db.session.scalars(select(OutboxKey))] == [
            said[0]["user"]
        ]
        made = select(AuditEntry).where(AuditEntry.action == "sync.key_made")
        assert len(db.session.scalars(made).all()) == 1


def test_two_people_have_two_keys(as_: SignIn) -> None:
    assert ask_key(as_("member"))["key"] != ask_key(as_("secretary"))["key"]


def test_the_key_says_until_when_the_session_holds(app: Flask, as_: SignIn) -> None:
    browser = as_("member")
    with app.app_context():
        began = clock.now() - dt.timedelta(hours=1)
        db.session.execute(update(Session).values(created_at=began))
        db.session.commit()
    said, hours = ask_key(browser), app.config["SETTINGS"].session_hours
    ends = began + dt.timedelta(hours=hours)
    assert float(said["until"]) == pytest.approx(ends.timestamp() * 1000, abs=2)
    assert abs(float(said["now"]) - time.time() * 1000) < 60_000


def test_the_key_is_given_to_nobody_else(app: Flask) -> None:
    answer = app.test_client().post("/sync/key", headers=OWN)
    assert answer.status_code == 401 and answer.headers["Op-Result"] == "login"


def test_a_pack_names_pages_that_may_be_kept_and_thumbnails(cast: Cast, as_: SignIn) -> None:
    browser = as_("member")
    said = browser.client.get(f"/visits/{cast.full}/pack").get_json()
    assert said["visit"] == str(cast.full) and said["title"] == "huyện An Lão"
    dossiers = f"/visits/{cast.full}/dossiers"
    assert len(said["pages"]) == 13 and {"/visits", "/sync"} <= set(said["pages"])
    assert {f"{dossiers}/mould", f"{dossiers}/{cast.sampled}"} <= set(said["pages"])
    assert {f"/visits/{cast.full}/photos/mould", f"/photos/{cast.photo}/view"} <= set(said["pages"])
    for address in said["pages"]:
        answer = browser.client.get(address)
        assert answer.status_code == 200 and answer.headers["X-Offline"] == "1", address
        assert answer.headers["X-User"] == said["user"]
        assert int(answer.headers["X-Seq"]) == said["seq"] > 0
    pictures = [f"/photos/{cast.photo}/{size}.jpg" for size in ("thumbnail", "picture")]
    assert said["files"] == pictures
    assert {browser.client.get(address).mimetype for address in pictures} == {"image/jpeg"}
    assert said["version"] in browser.client.get("/sw.js").text.splitlines()[0]


def test_a_pack_leaves_out_photos_that_were_taken_out(cast: Cast, as_: SignIn) -> None:
    browser = as_("member")
    browser.client.post(f"/photos/{cast.photo}/remove", headers=OWN)
    assert browser.client.get(f"/visits/{cast.full}/pack").get_json()["files"] == []


@pytest.mark.parametrize("username", ["stranger", "officer", "administrator"])
def test_a_pack_is_for_the_team(cast: Cast, as_: SignIn, username: str) -> None:
    browser = as_(username)
    foreign = browser.client.get(f"/visits/{cast.full}/pack")
    missing = browser.client.get(f"/visits/{uuid.uuid4()}/pack")
    assert foreign.status_code == missing.status_code and foreign.status_code in (403, 404)


@pytest.mark.parametrize("username", people.PEOPLE)
def test_everybody_sees_what_is_on_their_device(as_: SignIn, username: str) -> None:
    browser = as_(username)
    answer = browser.get("/sync")
    for name in ("unsent", "unsent-list", "device-room", "device-clock", "pin", "export"):
        browser.one(name)
    assert "Dữ liệu trên máy này" in answer.words
    may_import = username in ("head", "secretary", "member", "stranger", "administrator")
    assert browser.has_form("/sync/import") is may_import
