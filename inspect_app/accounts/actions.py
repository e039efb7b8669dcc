"""Signing in and out, and keeping the accounts."""

from __future__ import annotations

import secrets
import uuid

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import update

from .. import clock, text
from ..audit.actions import record
from ..db import db
from ..errors import RuleBroken
from ..permissions import Role, Viewer
from ..text import msg
from . import queries, rules
from .models import SignIn, User

HASHER = PasswordHasher()  # Argon2id, RFC 9106 low-memory profile: 64 MiB, 3 passes
# Verified when the name is unknown, so that the answer takes the same time.
_NOBODY = HASHER.hash(secrets.token_hex(16))


def sign_in(username: str, password: str, *, address: str, browser: str) -> str:
    """Start a session and give its token; raises RuleBroken, the same for name and password."""
    user = queries.find_by_username(username)
    known = matches(user.password_hash if user else _NOBODY, password)
    if user is None or not known or not user.active:
        raise RuleBroken(msg("Tên đăng nhập hoặc mật khẩu không đúng."))
    token = secrets.token_urlsafe(32)
    session = SignIn(
        token_hash=queries.hashed(token),
        user_id=user.id,
        created_at=clock.now(),
        address=address[:60],
        browser=browser[:200],
    )
    db.session.add(session)
    record("accounts.signed_in", by=user.id)
    return token


def sign_out(token: str, *, by: Viewer) -> None:
    """End the session of this token; it can never be used again."""
    ended = update(SignIn).where(SignIn.token_hash == queries.hashed(token))
    db.session.execute(ended.values(ended_at=clock.now()))
    record("accounts.signed_out", by=by.user_id)


def create_user(
    *,
    username: str,
    full_name: str,
    position: str,
    role: Role,
    unit_id: uuid.UUID | None,
    password: str,
    by: Viewer | None,
) -> User:
    """A new account. Raises RuleBroken: bad or taken name, short password, missing unit."""
    name = rules.username(username)
    rules.check_password(password)
    rules.check_unit(role, queries.unit_exists(unit_id))
    if queries.find_by_username(name):
        taken = msg("Tên đăng nhập “{name}” đã có người dùng. Chọn tên khác.", name=name)
        raise RuleBroken(taken, {"username": taken})
    user = User(
        username=name,
        full_name=text.nfc(full_name).strip(),
        position=text.nfc(position).strip(),
        role=role,
        unit_id=unit_id if role in rules.NEEDS_UNIT else None,
        password_hash=HASHER.hash(text.nfc(password)),
        active=True,
        created_at=clock.now(),
    )
    db.session.add(user)
    db.session.flush()
    record("accounts.created", by=by.user_id if by else None, subject=str(user.id), role=role)
    return user


def change_password(user: User, current: str, new: str, *, by: Viewer) -> None:
    """A person's own new password; all their sessions end.

    Raises RuleBroken naming the field for a wrong current password or one too short.
    """
    if not matches(user.password_hash, current):
        wrong = msg("Mật khẩu hiện nay không đúng.")
        raise RuleBroken(wrong, {"current": wrong})
    rules.check_password(new)
    _set_password(user, new)
    record("accounts.password_changed", by=by.user_id, subject=str(user.id))


def reset_password(user: User, *, by: Viewer) -> str:
    """A new random password, to be handed over once; all the person's sessions end."""
    password = rules.first_password()
    _set_password(user, password)
    record("accounts.password_reset", by=by.user_id, subject=str(user.id))
    return password


def set_active(user: User, active: bool, *, by: Viewer) -> None:
    """Lock or unlock an account; locking ends its sessions. Raises RuleBroken for the last one."""
    if not active:
        rules.check_can_switch_off(user.role, queries.count_other_administrators(user))
        _end_sessions(user)
    user.active = active
    action = "accounts.unlocked" if active else "accounts.locked"
    record(action, by=by.user_id, subject=str(user.id))


def _set_password(user: User, password: str) -> None:
    user.password_hash = HASHER.hash(text.nfc(password))
    _end_sessions(user)


def _end_sessions(user: User) -> None:
    still_open = update(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    db.session.execute(still_open.values(ended_at=clock.now()))


def matches(stored: str, password: str) -> bool:
    """Whether the password is the one of that stored hash."""
    try:
        return HASHER.verify(stored, text.nfc(password))
    except (VerificationError, InvalidHashError):
        return False
