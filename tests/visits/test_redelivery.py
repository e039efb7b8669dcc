"""Delivering a stored operation again, in its author's name, for whom the head may vouch."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from flask import Flask, Response
from sqlalchemy import func, select

from inspect_app import clock
from inspect_app.audit.models import AuditEntry
from inspect_app.campaigns.models import TeamMember
from inspect_app.db import db, new_id
from inspect_app.permissions import Role, Viewer
from inspect_app.visits import queries
from inspect_app.visits.arrivals import redeliver
from inspect_app.visits.envelope import accepted_id
from inspect_app.visits.models import ParkedOperation
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast
from tests.tablet import told

CODE = "CD-01"


def change(app: Flask, cast: Cast, state: VisitState, *, left: bool = False) -> None:
    with app.app_context():
        people.load(cast.visit).state = state
        if left:
            member = people.viewer("member").user_id
            for own in db.session.scalars(select(TeamMember).where(TeamMember.user_id == member)):
                own.left_at = clock.now()
        db.session.commit()


def deliver(cast: Cast, author: Viewer, key: uuid.UUID, **content: str) -> Response:
    fields = {"operation": str(key), "author": str(author.user_id), "seen": "working", **content}
    lists = {name: [value] for name, value in fields.items()}
    path = f"/visits/{cast.visit}/answers/{CODE}/result"
    return redeliver("POST", path, lists, {}, b"", author)


def vouched(cast: Cast) -> Viewer:
    return dataclasses.replace(people.viewer("member"), vouched=cast.visit)


def stored(cast: Cast) -> list[tuple[str, str]]:
    db.session.rollback()
    cell = queries.get_answer(people.load(cast.visit), CODE).cell("result")
    return [(head.user_name, head.value) for head in cell.heads]


def test_it_is_done_in_the_name_of_its_author(inside: Flask, cast: Cast) -> None:
    key = new_id()
    answer = told(deliver(cast, people.viewer("member"), key, value="pass"))
    again = told(deliver(cast, people.viewer("member"), key, value="pass"))
    assert answer.status == 200 and answer.marker == again.marker
    assert stored(cast) == [("Lê Văn Cường", "pass")]
    last = select(AuditEntry.user_id).order_by(AuditEntry.sequence.desc()).limit(1)
    assert db.session.scalar(last) == people.viewer("member").user_id


def test_a_refusal_comes_back_as_the_answer(inside: Flask, cast: Cast) -> None:
    for key, content in ((new_id(), {"value": "great"}), (new_id(), {})):
        answer = told(deliver(cast, people.viewer("member"), key, **content))
        assert (answer.status, answer.marker) == (422, (str(key), 0, "refused"))
    assert stored(cast) == []


def test_it_is_parked_as_when_it_comes_by_itself(inside: Flask, cast: Cast) -> None:
    change(inside, cast, VisitState.SUBMITTED)
    key = new_id()
    answer = told(deliver(cast, people.viewer("member"), key, value="pass"))
    assert answer.marker == (str(key), 0, "parked")
    db.session.rollback()  # to see what came in meanwhile
    assert db.session.get_one(ParkedOperation, key).reason == "late"


@pytest.mark.parametrize("left", [False, True])
def test_what_the_head_vouches_for_is_done(inside: Flask, cast: Cast, left: bool) -> None:
    change(inside, cast, VisitState.SUBMITTED, left=left)
    parked, by = new_id(), people.viewer("member")
    assert told(deliver(cast, by, parked, value="pass")).marker == (str(parked), 0, "parked")
    for _ in range(2):
        again = deliver(cast, vouched(cast), accepted_id(parked), value="pass", base=str(parked))
        answer = told(again)
        assert answer.marker and answer.marker[2] == "applied"
    assert stored(cast) == [("Lê Văn Cường", "pass")]
    assert told(deliver(cast, by, parked, value="pass")).marker == (str(parked), 0, "parked")


def test_nobody_can_vouch_once_the_minutes_are_signed(inside: Flask, cast: Cast) -> None:
    change(inside, cast, VisitState.SIGNED)
    key = new_id()
    answer = told(deliver(cast, vouched(cast), key, value="pass"))
    assert (answer.status, answer.marker) == (422, (str(key), 0, "refused"))
    kept = select(func.count()).where(ParkedOperation.visit_id == cast.visit)
    assert stored(cast) == [] and db.session.scalar(kept) == 0


def test_vouching_is_for_one_visit(inside: Flask, cast: Cast) -> None:
    stranger = dataclasses.replace(people.viewer("stranger"), vouched=cast.visit)
    assert queries.role_in(people.load(cast.visit), viewer=stranger) is Role.MEMBER
    assert queries.role_in(people.load(cast.full), viewer=stranger) is None
