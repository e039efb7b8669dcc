"""Templates of the minutes, signed ones, which nothing can change, and who downloaded them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from ..accounts.models import User
from ..campaigns.rules import InspectionKind
from ..db import Base, new_id
from ..visits.models import Visit


class MinutesTemplate(Base):
    """One version of the minutes' form for one kind of inspection; an edit adds the next.

    `settings` are those of `layout.Layout`. Version 1 of each kind is shipped as a file.
    """

    __tablename__ = "minutes_template"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[InspectionKind]
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    settings: Mapped[dict[str, Any]]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]

    by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class SignedMinutes(Base):
    """One document with its number. Never changed: what follows is added beside it.

    `sha256` names the PDF with its number and the head's signature, `approved_sha256` the same
    without both, as the head approved it, `data_sha256` the data it was drawn from. `code` is what
    its QR asks for; `replaces_id` names the document that this one corrects.
    """

    __tablename__ = "signed_minutes"
    __table_args__ = (UniqueConstraint("book", "year", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    campaign_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("campaign.id"))
    book: Mapped[str] = mapped_column(String(200))
    code: Mapped[str | None] = mapped_column(String(40), unique=True)
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("signed_minutes.id"), unique=True
    )
    year: Mapped[int]
    number: Mapped[int]
    series: Mapped[str] = mapped_column(String(30))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    approved_sha256: Mapped[str] = mapped_column(String(64), default="")
    data_sha256: Mapped[str] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    pages: Mapped[int]
    signed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    signed_at: Mapped[dt.datetime]

    visit: Mapped[Visit] = relationship(
        backref=backref("signed_minutes", order_by="SignedMinutes.signed_at")
    )
    signer: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    replaces: Mapped[SignedMinutes | None] = relationship(
        remote_side=[id], backref=backref("replaced_by", uselist=False)
    )

    @property
    def newest_sha256(self) -> str:
        """The file as it is now, with every signature added since."""
        files = self.files  # type: ignore[attr-defined] # declared by SignedFile
        return str(files[-1].sha256) if files else self.sha256


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
