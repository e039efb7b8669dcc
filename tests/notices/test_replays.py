"""What a tablet sends of notices counts once, is told so, and waits when it comes too late."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from inspect_app.db import db, new_id
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import list_findings
from inspect_app.notices import rules
from inspect_app.visits.models import Operation
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast
from tests.strict_browser import Browser
from tests.tablet import Tablet

SignIn = Callable[[str], Browser]


def test_a_tablets_operation_counts_once_and_is_told_so(app: Flask, cast: Cast) -> None:
    tablet, key = Tablet(app, "member"), new_id()
    path = f"/visits/{cast.visit}/notices/fees/posted"
    first = tablet.send(path, operation=key, value="no", base="")
    again = tablet.send(path, operation=key, value="no", base="")
    assert first.marker == again.marker == (str(key), first.marker[1], "applied")  # type: ignore[index]
    with app.app_context():
        field = Operation.field == rules.field_of(rules.notice_id(cast.visit, "fees"), "posted")
        assert db.session.scalar(select(func.count()).where(field)) == 1


def test_a_finding_recorded_without_network_is_recorded_once(app: Flask, cast: Cast) -> None:
    tablet, keys = Tablet(app, "member"), [new_id(), new_id(), new_id()]
    path = f"/visits/{cast.visit}/notices/fees"
    tablet.send(f"{path}/posted", operation=keys[0], value="no", base="")
    for key in (keys[1], keys[1], keys[2]):
        told = tablet.send(f"{path}/faults/missing", operation=key, value="yes")
        assert told.marker is not None and told.marker[2] == "applied"
    with app.app_context():
        assert len(list_findings(people.load(cast.visit))) == 1
        assert db.session.scalar(select(func.count()).select_from(Finding)) == 2


def test_what_came_back_late_is_not_undone_by_being_told_again(app: Flask, cast: Cast) -> None:
    """Recorded, taken back, and the first of both delivered once more."""
    tablet, first, second = Tablet(app, "member"), new_id(), new_id()
    path = f"/visits/{cast.visit}/notices/fees"
    tablet.send(f"{path}/posted", value="no", base="")
    tablet.send(f"{path}/faults/missing", operation=first, value="yes")
    tablet.send(f"{path}/faults/missing", operation=second, value="no")
    tablet.send(f"{path}/faults/missing", operation=first, value="yes")
    with app.app_context():
        assert list_findings(people.load(cast.visit)) == []


def test_what_is_refused_tells_the_tablet(app: Flask, cast: Cast) -> None:
    tablet = Tablet(app, "member")
    told = tablet.send(f"/visits/{cast.visit}/notices/parts/counts", posted="1,250", base="")
    assert told.status == 422 and told.marker is not None and told.marker[2] == "refused"


def test_what_comes_too_late_waits_for_the_head_in_words(
    app: Flask, cast: Cast, as_: SignIn
) -> None:
    tablet = Tablet(app, "member")
    with app.app_context():
        people.load(cast.visit).state = VisitState.SUBMITTED
        db.session.commit()
    path = f"/visits/{cast.visit}/notices/procedures"
    typed: dict[str, Any] = {"posted": "120", "announced": "125"}
    for action, said in (("counts", typed), ("faults/missing", {"value": "yes"})):
        told = tablet.send(f"{path}/{action}", **said)
        assert told.marker is not None and told.marker[2] == "parked"
    words = as_("head").get(f"/visits/{cast.visit}/parked").words
    assert "Số thủ tục niêm yết · 120 · 125" in words
    assert "Danh mục thủ tục hành chính thuộc thẩm quyền · chưa niêm yết" in words
