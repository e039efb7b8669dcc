"""The key with which a tablet encrypts what it keeps for a person."""

from __future__ import annotations

import uuid

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class OutboxKey(Base):
    """One person's AES-256 key: a wall between the people of a shared tablet."""

    __tablename__ = "outbox_key"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
