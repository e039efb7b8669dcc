"""Confirming once more who is at the device, before something that cannot be taken back."""

from __future__ import annotations

from .. import clock
from ..audit.actions import record
from ..db import db, writing
from ..errors import RuleBroken, SignInNeeded
from ..permissions import Viewer
from ..text import msg
from . import actions, queries, rules
from .models import SignIn


def is_fresh(token: str) -> bool:
    """Whether the person of this session has confirmed who they are in the last five minutes."""
    session = db.session.get(SignIn, queries.hashed(token))
    return session is not None and rules.is_fresh(session.confirmed_at, clock.now())


def ensure(token: str, password: str, *, by: Viewer) -> None:
    """Nothing while the last confirmation is fresh, else `confirm`."""
    if not is_fresh(token):
        confirm(token, password, by=by)


def confirm(token: str, password: str, *, by: Viewer) -> None:
    """Take the password as proof of who is there; it counts five minutes in this session.

    Opens its own write transactions, since a wrong password is recorded although the request is
    refused. Raises RuleBroken naming the field `password`: empty, wrong, or tried too soon again;
    SignInNeeded when the session is not theirs.
    """
    if not password:
        needed = msg("Nhập mật khẩu của bạn để xác nhận.")
        raise RuleBroken(needed, {"password": needed})
    stored = _begin(token, by)
    known = actions.matches(stored, password)
    with writing():
        session = _session(token, by)
        if known:
            session.confirmed_at, session.wrong_tries = clock.now(), 0
        record("accounts.confirmed" if known else "accounts.not_confirmed", by=by.user_id)
    if not known:
        wrong = msg("Mật khẩu không đúng.")
        raise RuleBroken(wrong, {"password": wrong})


def _begin(token: str, by: Viewer) -> str:
    """Count the try before it is made, so that many at once gain nothing; the stored hash."""
    with writing():
        session = _session(token, by)
        rules.check_may_try(session.wrong_tries, session.tried_at, clock.now())
        session.wrong_tries, session.tried_at = session.wrong_tries + 1, clock.now()
        return session.user.password_hash


def _session(token: str, by: Viewer) -> SignIn:
    session = db.session.get(SignIn, queries.hashed(token), populate_existing=True)
    if session is None or session.user_id != by.user_id or session.ended_at is not None:
        raise SignInNeeded()
    return session
