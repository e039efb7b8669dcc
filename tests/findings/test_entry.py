"""Findings made on a tablet: each once, under the id that the tablet gave it."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import clock
from inspect_app.campaigns.models import TeamMember
from inspect_app.db import db, new_id
from inspect_app.findings.models import Finding
from inspect_app.visits.arrivals import redeliver
from inspect_app.visits.envelope import accepted_id
from inspect_app.visits.models import Operation, ParkedOperation
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast
from tests.tablet import Tablet

NEW = {"kind": "shortcoming", "heading": "TT", "cause": "unit", "text": "Niêm yết thiếu"}


@pytest.fixture
def tablet(app: Flask) -> Tablet:
    return Tablet(app, "member")


def finding(app: Flask, key: uuid.UUID) -> Finding:
    with app.app_context():
        return db.session.get_one(Finding, key)


def put_in(app: Flask, cast: Cast, state: VisitState) -> None:
    with app.app_context():
        people.load(cast.visit).state = state
        db.session.commit()


def operations(app: Flask, cast: Cast) -> list[tuple[str, Any]]:
    found = select(Operation.field, Operation.value).where(Operation.visit_id == cast.visit)
    with app.app_context():
        return [(field, value) for field, value in db.session.execute(found)]


def test_a_finding_is_made_once_under_its_operations_id(
    app: Flask, cast: Cast, tablet: Tablet
) -> None:
    key, address = new_id(), f"/visits/{cast.visit}/findings"
    sent = [tablet.send(address, operation=key, **NEW) for _ in range(2)]
    assert sent[0].marker == sent[1].marker and sent[0].status == 200
    assert "Niêm yết thiếu" in sent[1].text
    assert finding(app, key).text == "Niêm yết thiếu"
    content = {name: [value] for name, value in NEW.items()}
    assert operations(app, cast) == [(f"finding.{key}.create", content)]


def test_the_same_made_after_the_signing_is_still_known(
    app: Flask, cast: Cast, tablet: Tablet
) -> None:
    key, address = new_id(), f"/visits/{cast.visit}/findings"
    first = tablet.send(address, operation=key, **NEW)
    put_in(app, cast, VisitState.SIGNED)
    assert tablet.send(address, operation=key, **NEW).marker == first.marker


def test_one_tap_makes_one_finding(app: Flask, cast: Cast, tablet: Tablet) -> None:
    key, item = new_id(), f"/visits/{cast.visit}/items/CD-05/finding"
    refused = tablet.send(item, operation=key)
    assert (refused.status, refused.marker) == (422, (str(key), 0, "refused"))
    assert operations(app, cast) == []
    answers = f"/visits/{cast.visit}/answers/CD-05/result"
    tablet.send(answers, value="fail")
    first = tablet.send(item, operation=key)
    tablet.send(answers, value="pass")
    assert tablet.send(item, operation=key).marker == first.marker
    assert finding(app, key).item_code == "CD-05"


def test_changes_are_done_once_each(app: Flask, cast: Cast, tablet: Tablet) -> None:
    key = new_id()
    tablet.send(f"/visits/{cast.visit}/findings", operation=key, **NEW)
    changes = [("", {**NEW, "text": "Niêm yết đủ", "was": NEW["text"]}), ("/remove", {})]
    ids = [new_id() for _ in changes]
    for name, (verb, content) in zip(ids, changes, strict=True):
        answer = tablet.send(f"/findings/{key}{verb}", operation=name, **content)
        assert answer.marker and answer.marker[2] == "applied"
    tablet.send(f"/findings/{key}/restore")
    for name, (verb, content) in zip(ids, changes, strict=True):
        answer = tablet.send(f"/findings/{key}{verb}", operation=name, **content)
        assert answer.marker and answer.marker[2] == "applied"
    assert finding(app, key).removed_at is None and finding(app, key).text == "Niêm yết đủ"
    verbs = [field.rpartition(".")[2] for field, _ in operations(app, cast)]
    assert verbs == ["create", "edit", "remove", "restore"]


def test_a_change_of_what_was_changed_meanwhile_is_refused(
    app: Flask, cast: Cast, tablet: Tablet
) -> None:
    key, name = new_id(), new_id()
    tablet.send(f"/visits/{cast.visit}/findings", operation=key, **NEW)
    old = {**NEW, "text": "Khác", "was": "chữ cũ"}
    answer = tablet.send(f"/findings/{key}", operation=name, **old)
    assert (answer.status, answer.marker) == (409, (str(name), 0, "refused"))
    assert len(operations(app, cast)) == 1


def test_a_change_of_a_parked_finding_is_parked_beside_it(
    app: Flask, cast: Cast, tablet: Tablet
) -> None:
    put_in(app, cast, VisitState.SUBMITTED)
    made, changed = new_id(), new_id()
    tablet.send(f"/visits/{cast.visit}/findings", operation=made, **NEW)
    # By then the page shows the new state, but what is changed is not there.
    answer = tablet.send(f"/findings/{made}/remove", operation=changed, seen="submitted")
    assert answer.marker == (str(changed), 0, "parked")
    with app.app_context():
        kept = db.session.get_one(ParkedOperation, changed)
        assert (kept.visit_id, kept.reason) == (cast.visit, "late")
    key = new_id()
    answer = Tablet(app, "stranger").send(f"/findings/{made}/remove", operation=key)
    assert (answer.status, answer.marker) == (404, (str(key), 0, "refused"))


def test_a_tablet_goes_on_with_a_parked_finding_that_was_accepted(
    app: Flask, cast: Cast, tablet: Tablet
) -> None:
    put_in(app, cast, VisitState.SUBMITTED)
    made = new_id()
    tablet.send(f"/visits/{cast.visit}/findings", operation=made, **NEW)
    with app.app_context():
        author = dataclasses.replace(people.viewer("member"), vouched=cast.visit)
        fields = dict(db.session.get_one(ParkedOperation, made).fields)
        fields["operation"] = [str(accepted_id(made))]
        address = f"/visits/{cast.visit}/findings"
        assert redeliver("POST", address, fields, {}, b"", author).status_code == 200
    answer = tablet.send(f"/findings/{made}/remove", seen="submitted")
    assert answer.marker and answer.marker[2] == "applied"
    assert finding(app, accepted_id(made)).removed_at is not None


def test_what_comes_from_who_has_left_the_team_is_parked(
    app: Flask, cast: Cast, tablet: Tablet
) -> None:
    with app.app_context():
        for own in db.session.scalars(
            select(TeamMember).where(TeamMember.user_id == tablet.user_id)
        ):
            own.left_at = clock.now()
        db.session.commit()
    key = new_id()
    answer = tablet.send(f"/findings/{cast.finding}/remove", operation=key)
    assert answer.marker == (str(key), 0, "parked")
    assert finding(app, cast.finding).removed_at is None
