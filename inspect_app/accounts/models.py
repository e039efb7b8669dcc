"""People and their signed-in sessions."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, new_id
from ..permissions import Role, Viewer


class User(Base):
    """A person with an account. `role` is that for the office; a team gives its own in a visit."""

    __tablename__ = "user"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    full_name: Mapped[str] = mapped_column(String(120))
    position: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role]
    unit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("unit.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime]

    def as_viewer(self) -> Viewer:
        """The person as every query takes it."""
        return Viewer(self.id, self.full_name, self.role, self.unit_id)


class SignIn(Base):
    """One signed-in session; the cookie holds a random token, the row only its SHA-256.

    `confirmed_at` says when the person last proved again who they are, `wrong_tries` how often
    that failed since, `tried_at` when it was last tried.
    """

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    address: Mapped[str] = mapped_column(String(60))
    browser: Mapped[str] = mapped_column(String(200))
    confirmed_at: Mapped[dt.datetime | None]
    tried_at: Mapped[dt.datetime | None]
    wrong_tries: Mapped[int] = mapped_column(default=0)

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
