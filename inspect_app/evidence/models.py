"""Photographs taken on site, what is claimed of their capture, and the layers drawn over them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text, false, true
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from ..accounts.models import User
from ..db import Base, new_id
from ..visits.models import Visit
from .capture import device_mark


class Photo(Base):
    """One photo of one item. `sha256` names the original, which never changes, byte for byte.

    `about` is what of the item it shows, in the words of the feature that asked for it:
    "<dossier's id as hex>", or "<notice>.wide"; "" for the item as a whole.

    The other hashes name what is shown of it, upright and without metadata, with the newest layer
    (`layer_id`) burnt in; photos of before there were layers have no `derived_sha256`. `exif` is
    what the file says of itself, `taken_at` its time read as that of Viet Nam. `codes` are the
    texts of the barcodes and QR codes that it shows.
    """

    __tablename__ = "photo"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    item_code: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(60), default="", server_default="")
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    derived_sha256: Mapped[str | None] = mapped_column(String(64))
    print_sha256: Mapped[str] = mapped_column(String(64))
    thumb_sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    caption: Mapped[str] = mapped_column(Text, default="")
    exif: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    codes: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    taken_at: Mapped[dt.datetime | None]
    received_at: Mapped[dt.datetime]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    removed_at: Mapped[dt.datetime | None]
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    in_minutes: Mapped[bool] = mapped_column(default=True, server_default=true())
    shows_dossier: Mapped[bool] = mapped_column(default=False, server_default=false())
    masks: Mapped[int] = mapped_column(default=0, server_default="0")
    layer_id: Mapped[uuid.UUID | None]

    visit: Mapped[Visit] = relationship(
        backref=backref("photos", order_by=lambda: (Photo.position, Photo.received_at))
    )
    user: Mapped[User] = relationship()
    capture: Mapped[Capture | None] = relationship(back_populates="photo")

    @property
    def shown_sha256(self) -> str:
        """The largest rendition that may leave the team."""
        return self.derived_sha256 or self.print_sha256

    @property
    def version(self) -> str | None:
        """Differs whenever the renditions do; None while nothing was ever drawn over them."""
        return self.layer_id.hex if self.layer_id else None

    @property
    def thumbnail(self) -> str:
        """The name of its thumbnail's address: tablets keep the plain one as it first was."""
        return "masked" if self.layer_id else "thumbnail"

    @property
    def lacks_mask(self) -> bool:
        """Whether it shows a dossier with nothing covered."""
        return self.shows_dossier and not self.masks

    @property
    def twins(self) -> list[Photo]:
        """The other photos of its visit, not removed, that have the same original."""
        own: list[Photo] = self.visit.photos  # type: ignore[attr-defined] # declared above
        same = (other for other in own if other.sha256 == self.sha256 and other is not self)
        return [other for other in same if other.removed_at is None]


class Capture(Base):
    """What the tablet claims of the moment of capture; what it does not claim is absent.

    `clock_offset` is in ms, the server's clock minus the tablet's, when the photo was sent.
    `source` is "camera" or "file". Degrees, and metres of `accuracy`.
    """

    __tablename__ = "photo_capture"

    photo_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("photo.id"), primary_key=True)
    device: Mapped[str] = mapped_column(String(60), default="")
    device_time: Mapped[dt.datetime | None]
    clock_offset: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(10), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy: Mapped[float | None]

    photo: Mapped[Photo] = relationship(back_populates="capture")

    @property
    def mark(self) -> str:
        """The device in words."""
        return device_mark(self.device)


class PhotoLayer(Base):
    """One version of the masks and marks over a photo (`layers.Shape` as plain values), and the
    renditions in which they are burnt in; never changed, never deleted."""

    __tablename__ = "photo_layer"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    photo_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("photo.id"), index=True)
    shapes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    derived_sha256: Mapped[str] = mapped_column(String(64))
    print_sha256: Mapped[str] = mapped_column(String(64))
    thumb_sha256: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]

    by: Mapped[User] = relationship()


class PromisedPhoto(Base):
    """A photo of which a part has come, under the id of its operation; gone once it is whole."""

    __tablename__ = "promised_photo"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    item_code: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(60), default="", server_default="")
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    device: Mapped[str] = mapped_column(String(60))
    file_name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    first_at: Mapped[dt.datetime]
    given_up_at: Mapped[dt.datetime | None]

    user: Mapped[User] = relationship()

    @property
    def mark(self) -> str:
        """The device in words."""
        return device_mark(self.device)
