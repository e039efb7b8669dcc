"""The whole demonstration, played once however often it is asked for."""

from __future__ import annotations

from sqlalchemy import select

from ..accounts.models import User
from ..db import db, writing
from . import an_tan, dong_thap, people, today


def play() -> None:
    """Play what is not yet there, in write transactions of its own.

    Needs the reference units and a published checklist.
    """
    with writing():
        people.settle()
    an_tan.play()
    dong_thap.play()
    today.play()


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return db.session.scalar(select(User.id).limit(1)) is None


def is_played() -> bool:
    """Whether the cast has its accounts."""
    known = select(User.id).where(User.username == people.ADMINISTRATOR)
    return db.session.scalar(known) is not None


def sign_ins() -> list[tuple[str, str, str]]:
    """(user name, role in Vietnamese, what to try) of each of the cast, in the order to print."""
    return [(person.username, person.part, person.to_try) for person in people.CAST]
