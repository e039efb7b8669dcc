"""Findings of a visit, and the conclusions drawn from them."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Column, ForeignKey, String, Table, Text
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from ..accounts.models import User
from ..db import Base, new_id
from ..units.models import Unit
from ..visits.models import Visit
from .rules import Cause, FindingKind, LineChange, LineKind

finding_unit = Table(
    "finding_unit",
    Base.metadata,
    Column("finding_id", ForeignKey("finding.id"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True, index=True),
)


class Finding(Base):
    """A shortcoming, strength or good practice of one or more of the visit's units."""

    __tablename__ = "finding"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    kind: Mapped[FindingKind]
    heading: Mapped[str] = mapped_column(String(10))
    item_code: Mapped[str] = mapped_column(String(20), default="")
    text: Mapped[str] = mapped_column(Text)
    cause: Mapped[Cause]
    position: Mapped[int]
    created_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[dt.datetime]
    removed_at: Mapped[dt.datetime | None]

    visit: Mapped[Visit] = relationship(backref=backref("findings", order_by="Finding.position"))
    units: Mapped[list[Unit]] = relationship(secondary=finding_unit, order_by=Unit.search)


class ConclusionLine(Base):
    """One sentence of the conclusions under one heading.

    `drafted` is what the server proposed; a line whose text still equals it follows its source.
    `chosen` are further sources that the head named: item:<code>, finding:<id>.
    """

    __tablename__ = "conclusion_line"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    heading: Mapped[str] = mapped_column(String(10))
    kind: Mapped[LineKind]
    text: Mapped[str] = mapped_column(Text)
    drafted: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(60), default="")
    chosen: Mapped[list[str]] = mapped_column(default=list)
    position: Mapped[int]
    removed_at: Mapped[dt.datetime | None]

    visit: Mapped[Visit] = relationship(
        backref=backref("conclusion_lines", order_by="ConclusionLine.position")
    )


class ConclusionVersion(Base):
    """What one sentence said after one change. Never changed, kept when the sentence is gone."""

    __tablename__ = "conclusion_version"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    line_id: Mapped[uuid.UUID]
    heading: Mapped[str] = mapped_column(String(10))
    kind: Mapped[LineKind]
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    why: Mapped[LineChange]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]

    by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class PhraseEdit(Base):
    """One wording of a phrase by the office; "" goes back to the shipped one. Never changed.

    `edition` names the shipped phrases that it was written against.
    """

    __tablename__ = "phrase_edit"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    edition: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]

    by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
