"""Finding people and sessions."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence

from sqlalchemy import bindparam, select

from .. import clock, text
from ..db import db
from ..errors import NotAllowed, NotFound
from ..permissions import Role, Viewer, allows
from .models import SignIn, User

# Every request runs it; built once, it costs half.
SIGNED_IN = (
    select(User.id, User.full_name, User.role, User.unit_id)
    .join(SignIn, SignIn.user_id == User.id)
    .where(
        SignIn.token_hash == bindparam("token"),
        SignIn.ended_at.is_(None),
        SignIn.created_at > bindparam("oldest"),
        User.active,
    )
)


def find_viewer(token: str, *, hours: int) -> Viewer | None:
    """Who holds this session token; None when unknown, ended, older than `hours`, or locked."""
    oldest = clock.now() - dt.timedelta(hours=hours)
    found = db.session.execute(SIGNED_IN, {"token": hashed(token), "oldest": oldest}).one_or_none()
    return Viewer(*found) if found else None


def hashed(token: str) -> str:
    """What the database keeps of a session token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_by_username(name: str) -> User | None:
    """The account of that sign-in name, for signing in."""
    return db.session.scalar(select(User).where(User.username == name.strip().lower()))


def list_users(*, viewer: Viewer) -> Sequence[User]:
    """All accounts, by given name; administrators only."""
    _administrators_only(viewer)
    return sorted(db.session.scalars(select(User)), key=lambda u: text.given_name_key(u.full_name))


def get_user(user_id: uuid.UUID, *, viewer: Viewer) -> User:
    """One account; administrators only. Raises NotFound."""
    _administrators_only(viewer)
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound()
    return user


def get_self(*, viewer: Viewer) -> User:
    """The viewer's own account; raises NotFound."""
    user = db.session.get(User, viewer.user_id)
    if user is None:
        raise NotFound()
    return user


def list_inspectors(*, viewer: Viewer) -> Sequence[User]:
    """The active inspectors, who can be put into a team, by given name."""
    if not allows(viewer.role, viewer.needs):
        raise NotAllowed()
    people = db.session.scalars(select(User).where(User.role == Role.INSPECTOR, User.active))
    return sorted(people, key=lambda u: text.given_name_key(u.full_name))


def unit_exists(unit_id: uuid.UUID | None) -> bool:
    """Whether there is such a unit; their feature comes later and cannot be asked here."""
    unit = db.metadata.tables["unit"]
    return db.session.scalar(select(unit.c.id).where(unit.c.id == unit_id)) is not None


def count_other_administrators(user: User) -> int:
    """How many active administrators there are besides this one."""
    others = select(User.id).where(User.role == Role.ADMINISTRATOR, User.active, User.id != user.id)
    return len(db.session.scalars(others).all())


def _administrators_only(viewer: Viewer) -> None:
    if viewer.role is not Role.ADMINISTRATOR:
        raise NotAllowed()
