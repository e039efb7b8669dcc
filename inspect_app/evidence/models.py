"""Photographs taken on site."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from ..db import Base, new_id
from ..visits.models import Visit


class Photo(Base):
    """One photo of one item. The three hashes name files: the original byte for byte, the
    upright rendition for print without metadata, and the thumbnail. `taken_at` is the tablet's
    claim."""

    __tablename__ = "photo"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    item_code: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))
    print_sha256: Mapped[str] = mapped_column(String(64))
    thumb_sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    caption: Mapped[str] = mapped_column(Text, default="")
    taken_at: Mapped[dt.datetime | None]
    received_at: Mapped[dt.datetime]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    removed_at: Mapped[dt.datetime | None]

    visit: Mapped[Visit] = relationship(backref=backref("photos", order_by="Photo.received_at"))
