"""Operations of a tablet: each once however often it comes, or parked, and never half done."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app import clock
from inspect_app.campaigns.models import TeamMember
from inspect_app.db import db, new_id
from inspect_app.visits import queries
from inspect_app.visits.models import Operation, ParkedOperation
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast
from tests.tablet import PART, Tablet, told

CODE = "CD-01"


@pytest.fixture
def tablet(app: Flask) -> Tablet:
    return Tablet(app, "member")


@pytest.fixture
def result(cast: Cast) -> str:
    return f"/visits/{cast.visit}/answers/{CODE}/result"


def put_in(app: Flask, key: uuid.UUID, state: VisitState) -> None:
    with app.app_context():
        people.load(key).state = state
        db.session.commit()


def leave(app: Flask, username: str) -> None:
    with app.app_context():
        own = select(TeamMember).where(TeamMember.user_id == people.viewer(username).user_id)
        for membership in db.session.scalars(own):
            membership.left_at = clock.now()
        db.session.commit()


def count(app: Flask, model: type, *where: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def parked(app: Flask, key: uuid.UUID) -> ParkedOperation:
    with app.app_context():
        return db.session.get_one(ParkedOperation, key)


def heads(app: Flask, cast: Cast) -> list[Any]:
    with app.app_context():
        cell = queries.get_answer(people.load(cast.visit), CODE).cell("result")
        return sorted((str(head.id), head.value) for head in cell.heads)


def test_an_operation_counts_once_however_often_it_comes(
    app: Flask, cast: Cast, tablet: Tablet, result: str
) -> None:
    key = new_id()
    sent = [tablet.send(result, operation=key, value="pass") for _ in range(3)]
    with app.app_context():
        (stored,) = db.session.scalars(select(Operation).where(Operation.visit_id == cast.visit))
        assert stored.id == key
    assert {answer.marker for answer in sent} == {(str(key), stored.sequence, "applied")}
    assert {answer.status for answer in sent} == {200}
    assert all("Lê Văn Cường" in answer.text for answer in sent)


def test_a_redelivery_shows_what_stands_there_now(app: Flask, tablet: Tablet, result: str) -> None:
    key = new_id()
    tablet.send(result, operation=key, value="pass")
    Tablet(app, "secretary").send(result, value="fail", base=str(key))
    again = tablet.send(result, operation=key, value="pass")
    assert 'data-result="fail"' in again.text and again.marker and again.marker[2] == "applied"


def test_thirty_deliveries_at_once_are_applied_once(
    app: Flask, cast: Cast, tablet: Tablet, result: str
) -> None:
    key, start, answers = new_id(), threading.Barrier(30), []
    cookie = tablet.client.get_cookie("inspect_session")
    fields = {"operation": str(key), "author": str(tablet.user_id), "value": "pass"}

    def deliver() -> None:
        client = app.test_client()
        client.set_cookie("inspect_session", cookie.value if cookie else "")
        start.wait(20)
        answers.append(told(client.post(result, data=fields, headers=PART)))

    threads = [threading.Thread(target=deliver) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert count(app, Operation, Operation.visit_id == cast.visit) == 1
    assert len(answers) == 30 and len({answer.marker for answer in answers}) == 1
    assert answers[0].marker and answers[0].marker[2] == "applied"


@pytest.mark.parametrize(
    "other", [{"value": "fail"}, {"value": "pass", "base": str(new_id())}, {"chosen": "1"}]
)
def test_a_known_id_with_other_content_is_refused(
    app: Flask, cast: Cast, tablet: Tablet, result: str, other: dict[str, str]
) -> None:
    key = new_id()
    tablet.send(result, operation=key, value="pass")
    answer = tablet.send(result, operation=key, **{"value": "pass", **other})
    assert (answer.status, answer.marker) == (409, (str(key), 0, "refused"))
    assert heads(app, cast) == [(str(key), "pass")]


def test_a_known_id_at_another_address_is_refused(
    app: Flask, cast: Cast, tablet: Tablet, result: str
) -> None:
    key = new_id()
    tablet.send(result, operation=key, value="pass")
    assert tablet.send(result.replace("CD-01", "CD-02"), operation=key, value="pass").status == 409


def test_what_only_goes_with_it_may_differ(app: Flask, tablet: Tablet, result: str) -> None:
    key = new_id()
    first = tablet.send(result, operation=key, value="pass")
    later = {"at": "2021-01-01T00:00:00Z", "offset": "9", "seen": "approved", "csrf_token": "x"}
    assert tablet.send(result, operation=key, value="pass", **later).marker == first.marker


def test_what_another_person_made_waits_for_them(
    app: Flask, cast: Cast, tablet: Tablet, result: str
) -> None:
    with app.app_context():
        author = people.viewer("secretary").user_id
    answer = tablet.send(result, author=author, value="pass")
    assert (answer.status, answer.marker) == (403, None)
    assert answer.headers["Op-Result"] == "other-user"
    assert count(app, Operation, Operation.visit_id == cast.visit) == 0


def test_a_plain_form_is_answered_as_ever(
    app: Flask, cast: Cast, tablet: Tablet, result: str
) -> None:
    answer = told(tablet.client.post(result, data={"value": "pass"}, headers=PART))
    assert (answer.status, answer.marker) == (200, None)
    with app.app_context():
        (stored,) = db.session.scalars(select(Operation).where(Operation.visit_id == cast.visit))
        assert (stored.path, stored.fingerprint, stored.clock_offset) == ("", "", None)


@pytest.mark.parametrize("state", [VisitState.SUBMITTED, VisitState.APPROVED])
@pytest.mark.parametrize("seen", ["planned", "working"])
def test_what_was_made_before_the_visit_was_handed_in_is_parked(
    app: Flask, cast: Cast, tablet: Tablet, result: str, state: VisitState, seen: str
) -> None:
    put_in(app, cast.visit, state)
    key = new_id()
    sent = [tablet.send(result, operation=key, seen=seen, value="pass") for _ in range(2)]
    assert {answer.marker for answer in sent} == {(str(key), 0, "parked")}
    assert {answer.status for answer in sent} == {200}
    assert sent[0].text == f"<!--op {key} 0 parked-->"
    assert parked(app, key).reason == "late" and heads(app, cast) == []
    assert count(app, ParkedOperation, ParkedOperation.visit_id == cast.visit) == 1


@pytest.mark.parametrize("seen", ["submitted", "approved", ""])
def test_what_was_made_since_is_done(
    app: Flask, cast: Cast, tablet: Tablet, result: str, seen: str
) -> None:
    put_in(app, cast.visit, VisitState.SUBMITTED)
    answer = tablet.send(result, seen=seen, value="pass")
    assert answer.marker and answer.marker[2] == "applied"


def test_what_comes_after_the_signing_is_parked(
    app: Flask, cast: Cast, tablet: Tablet, result: str
) -> None:
    put_in(app, cast.visit, VisitState.SIGNED)
    key = new_id()
    answer = tablet.send(result, operation=key, seen="signed", value="pass")
    assert answer.marker == (str(key), 0, "parked") and parked(app, key).reason == "closed"


def test_what_comes_from_who_has_left_the_team_is_parked(
    app: Flask, cast: Cast, tablet: Tablet, result: str
) -> None:
    leave(app, "member")
    key = new_id()
    answer = tablet.send(result, operation=key, value="pass")
    assert answer.marker == (str(key), 0, "parked") and parked(app, key).reason == "revoked"
    assert tablet.client.get(f"/visits/{cast.visit}").status_code == 404


def test_who_has_left_still_hears_that_it_came_in_before(
    app: Flask, tablet: Tablet, result: str
) -> None:
    key = new_id()
    first = tablet.send(result, operation=key, value="pass")
    leave(app, "member")
    again = tablet.send(result, operation=key, value="pass")
    assert again.marker == first.marker
    assert again.text == f"<!--op {key} {first.marker and first.marker[1]} applied-->"


def test_a_parked_operation_is_kept_as_it_came(
    app: Flask, cast: Cast, tablet: Tablet, result: str
) -> None:
    put_in(app, cast.visit, VisitState.SUBMITTED)
    key = new_id()
    tablet.send(result, operation=key, offset="-250", value="pass", csrf_token="cũ")
    kept = parked(app, key)
    assert (kept.method, kept.path, kept.visit_id) == ("POST", result, cast.visit)
    assert (kept.user_id, kept.device, kept.clock_offset) == (tablet.user_id, "máy-1", -250)
    assert kept.fields["value"] == ["pass"] and kept.fields["operation"] == [str(key)]
    assert "csrf_token" not in kept.fields
    answer = tablet.send(result, operation=key, offset="-250", value="fail")
    assert answer.marker == (str(key), 0, "refused")
    assert count(app, ParkedOperation, ParkedOperation.visit_id == cast.visit) == 1


def test_a_visit_knows_what_is_parked(app: Flask, cast: Cast, tablet: Tablet, result: str) -> None:
    put_in(app, cast.visit, VisitState.SIGNED)
    keys = [new_id(), new_id()]
    for key in keys:
        tablet.send(result, operation=key, value="pass")
    with app.app_context():
        visit: Any = people.load(cast.visit)
        assert [(p.id, p.user.full_name, p.decision) for p in visit.parked] == [
            (key, "Lê Văn Cường", None) for key in keys
        ]


def test_a_stranger_is_refused_and_nothing_is_parked(app: Flask, cast: Cast, result: str) -> None:
    key = new_id()
    answer = Tablet(app, "stranger").send(result, operation=key, value="pass")
    assert (answer.status, answer.marker) == (404, (str(key), 0, "refused"))
    assert count(app, ParkedOperation, ParkedOperation.visit_id == cast.visit) == 0


@pytest.mark.parametrize(
    ("field", "typed", "status"),
    [
        ("MC-07/value", {"received": "1,791"}, 422),
        ("CD-01/result", {"value": "great"}, 422),
        ("XX-99/result", {"value": "pass"}, 404),
    ],
)
def test_what_is_refused_leaves_nothing_and_may_be_mended(
    app: Flask, cast: Cast, tablet: Tablet, field: str, typed: dict[str, str], status: int
) -> None:
    key = new_id()
    answer = tablet.send(f"/visits/{cast.visit}/answers/{field}", operation=key, **typed)
    assert (answer.status, answer.marker) == (status, (str(key), 0, "refused"))
    assert count(app, Operation, Operation.visit_id == cast.visit) == 0
    mended = f"/visits/{cast.visit}/answers/CD-01/result"
    assert tablet.send(mended, operation=key, value="pass").marker != answer.marker


@pytest.mark.parametrize(
    ("said", "stored"), [("31536000000", 31_536_000_000), ("-7", -7), ("", None), ("fast", None)]
)
def test_how_far_the_tablets_clock_is_off_is_stored(
    app: Flask, tablet: Tablet, result: str, said: str, stored: int | None
) -> None:
    key = new_id()
    tablet.send(result, operation=key, offset=said, value="pass")
    with app.app_context():
        found = queries.find_operation(key)
        assert found and (found.clock_offset, found.path, found.device) == (stored, result, "máy-1")
        assert found.client_time and found.client_time.isoformat() == "2020-10-15T01:00:00+00:00"


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2), (2, 0, 3, 1)])
def test_the_order_of_delivery_does_not_matter(
    app: Flask, cast: Cast, tablet: Tablet, result: str, order: tuple[int, ...]
) -> None:
    a, b, c, d = (new_id() for _ in range(4))
    sent = [(a, "fail", ""), (b, "pass", f"{a}"), (c, "partial", f"{a}"), (d, "fail", f"{b}")]
    for index in (*order, *order):
        key, value, base = sent[index]
        tablet.send(result, operation=key, value=value, base=base)
    assert heads(app, cast) == sorted([(str(c), "partial"), (str(d), "fail")])
