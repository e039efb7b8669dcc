"""Proving once more who is there: five minutes in one session, and slower after each failure."""

from __future__ import annotations

import datetime as dt
import secrets

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import clock
from inspect_app.accounts import actions, confirmation, queries, rules
from inspect_app.accounts.models import SignIn
from inspect_app.audit.models import AuditEntry
from inspect_app.db import db, writing
from inspect_app.errors import RuleBroken, SignInNeeded
from inspect_app.permissions import Viewer
from tests import cast as people
from tests.cast import PASSWORD

NOW = dt.datetime(2026, 3, 5, 2, tzinfo=dt.UTC)


@pytest.fixture
def token(inside: Flask) -> str:
    with writing():
        return actions.sign_in("head", PASSWORD, address="", browser="")


@pytest.fixture
def head(inside: Flask) -> Viewer:
    return people.viewer("head")


def wrong(token: str, head: Viewer) -> str:
    with pytest.raises(RuleBroken) as refused:
        confirmation.confirm(token, secrets.token_hex(8), by=head)
    assert list(refused.value.fields) == ["password"]
    return str(refused.value)


def audited() -> list[str]:
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence))
    return [row.action for row in rows if "confirmed" in row.action]


def test_signing_in_is_no_second_confirmation(token: str, head: Viewer) -> None:
    assert not confirmation.is_fresh(token)
    confirmation.confirm(token, PASSWORD, by=head)
    assert confirmation.is_fresh(token)
    assert audited() == ["accounts.confirmed"]


def test_it_counts_five_minutes() -> None:
    for minutes, fresh in ((0, True), (4, True), (5, False)):
        assert rules.is_fresh(NOW, NOW + dt.timedelta(minutes=minutes)) is fresh
    assert not rules.is_fresh(None, NOW)


def test_while_it_counts_nothing_is_asked(token: str, head: Viewer) -> None:
    confirmation.confirm(token, PASSWORD, by=head)
    confirmation.ensure(token, "", by=head)


def test_it_counts_in_its_own_session_only(token: str, head: Viewer) -> None:
    confirmation.confirm(token, PASSWORD, by=head)
    with writing():
        other = actions.sign_in("head", PASSWORD, address="", browser="")
    assert not confirmation.is_fresh(other)
    assert not confirmation.is_fresh("")


def test_the_session_must_be_ones_own_and_open(token: str, head: Viewer) -> None:
    with pytest.raises(SignInNeeded):
        confirmation.confirm(token, PASSWORD, by=people.viewer("member"))
    with writing():
        actions.sign_out(token, by=head)
    with pytest.raises(SignInNeeded):
        confirmation.confirm(token, PASSWORD, by=head)


def test_a_wrong_password_is_recorded_although_it_is_refused(token: str, head: Viewer) -> None:
    assert wrong(token, head) == "Mật khẩu không đúng."
    assert audited() == ["accounts.not_confirmed"]
    session = db.session.get(SignIn, queries.hashed(token))
    assert session is not None and session.wrong_tries == 1


def test_after_three_failures_even_the_right_one_waits(
    token: str, head: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start)
    for _ in range(3):
        assert wrong(token, head) == "Mật khẩu không đúng."
    with pytest.raises(RuleBroken, match=r"Đã nhập sai 3 lần\. Đợi 15 giây"):
        confirmation.confirm(token, PASSWORD, by=head)
    monkeypatch.setattr(clock, "now", lambda: start + dt.timedelta(seconds=15))
    confirmation.confirm(token, PASSWORD, by=head)
    session = db.session.get(SignIn, queries.hashed(token))
    assert session is not None and session.wrong_tries == 0


def test_each_failure_doubles_the_wait_up_to_a_quarter_of_an_hour() -> None:
    seconds = [rules.wait_after(tries).total_seconds() for tries in range(12)]
    assert seconds == [0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]
    assert rules.wait_after(10**6) == rules.LONGEST_WAIT
