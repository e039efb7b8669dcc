"""Signed minutes, which nothing can change, and who downloaded them."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from ..accounts.models import User
from ..db import Base, new_id
from ..visits.models import Visit


class SignedMinutes(Base):
    """One signed document. `sha256` names the PDF, `data_sha256` the data it was drawn from."""

    __tablename__ = "signed_minutes"
    __table_args__ = (UniqueConstraint("campaign_id", "year", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), unique=True)
    campaign_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("campaign.id"))
    year: Mapped[int]
    number: Mapped[int]
    series: Mapped[str] = mapped_column(String(30))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    data_sha256: Mapped[str] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    pages: Mapped[int]
    signed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    signed_at: Mapped[dt.datetime]

    visit: Mapped[Visit] = relationship(backref=backref("signed_minutes", uselist=False))
    signer: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Download(Base):
    """One download of signed minutes; for the commune the first one is the delivery."""

    __tablename__ = "download"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    minutes_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("signed_minutes.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]
    address: Mapped[str] = mapped_column(String(60))

    minutes: Mapped[SignedMinutes] = relationship(
        backref=backref("downloads", order_by="Download.at")
    )
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
