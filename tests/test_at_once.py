"""Two people, or one impatient tablet, doing the same at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from inspect_app.audit.queries import first_broken
from inspect_app.db import db, new_id, writing
from inspect_app.errors import Conflict
from inspect_app.evidence.actions import add_photo
from inspect_app.evidence.models import Photo
from inspect_app.minutes.models import SignedMinutes
from inspect_app.signatures.issuing import sign
from inspect_app.visits.models import Operation
from tests import cast as people
from tests.cast import Cast, answer, picture
from tests.stages import approve


def at_once(app: Flask, *doings: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment, each in a context of its own; what each gave or raised."""
    start, outcomes = threading.Barrier(len(doings)), []

    def run(doing: Callable[[], Any]) -> None:
        with app.app_context():
            start.wait(20)
            try:
                outcomes.append(doing())
            except Exception as error:
                outcomes.append(error)

    threads = [threading.Thread(target=run, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(outcomes) == len(doings)
    return outcomes


def count(app: Flask, model: type, *where: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def test_one_operation_delivered_twice_at_once_counts_once(app: Flask, cast: Cast) -> None:
    key = new_id()

    def deliver() -> str:
        with writing():
            return str(answer(people.load(cast.visit), "CD-01", operation=key, value="pass").id)

    assert at_once(app, deliver, deliver, deliver) == [str(key)] * 3
    assert count(app, Operation, Operation.visit_id == cast.visit) == 1


def test_one_photo_delivered_twice_at_once_counts_once(app: Flask, cast: Cast) -> None:
    key = new_id()

    def deliver() -> str:
        visit, by = people.load(cast.visit), people.viewer("member")
        data, limit = picture(), 1 << 20
        added = add_photo(visit, "CK-01", photo_id=key, name="a.jpg", data=data, limit=limit, by=by)
        return str(added.id)

    assert at_once(app, deliver, deliver) == [str(key)] * 2
    assert count(app, Photo, Photo.visit_id == cast.visit) == 1


def test_two_answers_at_once_are_both_kept(app: Flask, cast: Cast) -> None:
    def deliver(value: str) -> Callable[[], str]:
        def one() -> str:
            with writing():
                return str(answer(people.load(cast.visit), "CD-01", value=value).value)

        return one

    assert sorted(at_once(app, deliver("pass"), deliver("fail"))) == ["fail", "pass"]
    assert count(app, Operation, Operation.visit_id == cast.visit) == 2
    with app.app_context():
        assert first_broken() is None


def test_minutes_signed_at_once_never_share_a_number(app: Flask, cast: Cast) -> None:
    with app.app_context():
        for key in (cast.visit, cast.full):
            approve(people.load(key))

    def signing(key: Any) -> Callable[[], int]:
        return lambda: sign(people.load(key), by=people.viewer("head")).number

    outcomes = at_once(app, signing(cast.visit), signing(cast.full))
    numbers = [outcome for outcome in outcomes if isinstance(outcome, int)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert len(numbers) + len(refused) == 2 and sorted(numbers) in ([1], [1, 2])
    assert count(app, SignedMinutes) == len(numbers)
