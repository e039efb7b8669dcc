"""What each party said and drew, every state of the signed file, and scans of signed paper."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from ..accounts.models import User
from ..db import Base, new_id
from ..minutes.models import SignedMinutes
from ..visits.models import Visit
from .rules import FileKind, Level, Party, Stand


class PartyStand(Base):
    """How one party stands to the text it was shown; the newest of a party counts.

    `text_hash` names that text: once it changes, the party is asked again. `ink_sha256` is the PNG
    of what was drawn, "" where nothing was. Never changed, never deleted.
    """

    __tablename__ = "party_stand"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    party: Mapped[Party]
    stand: Mapped[Stand]
    name: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text, default="")
    witness: Mapped[str] = mapped_column(String(200), default="")
    ink_sha256: Mapped[str] = mapped_column(String(64), default="")
    text_hash: Mapped[str] = mapped_column(String(64))
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]

    visit: Mapped[Visit] = relationship(backref=backref("stands", order_by="PartyStand.at"))


class NumberBook(Base):
    """The last number given in one series and year; its row is locked by whoever takes the next."""

    __tablename__ = "number_book"

    book: Mapped[str] = mapped_column(String(200), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class SignedFile(Base):
    """One state of a signed document: the file before it, and one increment. Never changed.

    `level` is the lowest of its signatures' levels as they really are (ETSI EN 319 142-1).
    """

    __tablename__ = "signed_file"
    __table_args__ = (UniqueConstraint("minutes_id", "ordinal"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    minutes_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("signed_minutes.id"))
    ordinal: Mapped[int]
    kind: Mapped[FileKind]
    party: Mapped[Party | None]
    signer: Mapped[str] = mapped_column(String(300), default="")
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int]
    level: Mapped[Level]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]

    minutes: Mapped[SignedMinutes] = relationship(
        backref=backref("files", order_by="SignedFile.ordinal")
    )


class OutsideSignature(Base):
    """A signature being made elsewhere from a hash; `state` is what pyHanko needs to finish it.

    One at a time for a document: others wait until `ended_at` is set.
    """

    __tablename__ = "outside_signature"
    __table_args__ = (Index("ix_outside_signature_minutes", "minutes_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    minutes_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("signed_minutes.id"))
    party: Mapped[Party]
    base_sha256: Mapped[str] = mapped_column(String(64))
    prepared_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[bytes] = mapped_column(LargeBinary)
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]


class PaperScan(Base):
    """A scan of the wet-signed paper, kept with the number of the text that its QR names."""

    __tablename__ = "paper_scan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    minutes_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("signed_minutes.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    qr_matches: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]

    minutes: Mapped[SignedMinutes] = relationship(backref=backref("scans", order_by="PaperScan.at"))
    by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
