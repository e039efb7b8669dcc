"""A visit, the units it covers, and the append-only operations that its answers are made of."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from ..campaigns.models import Campaign
from ..db import Base, new_id
from ..units.models import Unit
from .rules import ParkReason, Verdict, VisitState

visit_unit = Table(
    "visit_unit",
    Base.metadata,
    Column("visit_id", ForeignKey("visit.id"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True, index=True),
)


class Visit(Base):
    """One team at one unit; `subordinates` are further units covered by the same visit."""

    __tablename__ = "visit"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    campaign_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    checklist_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("checklist_version.id"))
    planned_on: Mapped[dt.date] = mapped_column(index=True)
    state: Mapped[VisitState] = mapped_column(default=VisitState.PLANNED)
    venue: Mapped[str] = mapped_column(String(300), default="")
    place: Mapped[str] = mapped_column(String(80), default="")
    unit_people: Mapped[str] = mapped_column(Text, default="")
    unit_opinion: Mapped[str] = mapped_column(Text, default="")
    started_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]

    campaign: Mapped[Campaign] = relationship(backref="visits")
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)
    subordinates: Mapped[list[Unit]] = relationship(secondary=visit_unit, order_by=Unit.search)

    @property
    def units(self) -> list[Unit]:
        """All units covered, the visited one first."""
        return [self.unit, *self.subordinates]


class Operation(Base):
    """One change of one field, as the tablet made it; never changed, never deleted.

    `id` comes from the tablet, so that a second delivery is known. `base` holds the ids of the
    operations whose values the person saw when making this one. `clock_offset` is in ms, the
    server's clock minus the tablet's. `path` and `fingerprint` are empty for a plain
    form; `path` is "computed" for what the system worked out.
    """

    __tablename__ = "operation"
    __table_args__ = (
        Index("ix_operation_field", "visit_id", "field"),
        {"sqlite_autoincrement": True},
    )

    sequence: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(unique=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    field: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(JSON)
    base: Mapped[list[str]]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    device: Mapped[str] = mapped_column(String(60), default="")
    client_time: Mapped[dt.datetime | None]
    received_at: Mapped[dt.datetime]
    path: Mapped[str] = mapped_column(Text, default="")
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    clock_offset: Mapped[int | None] = mapped_column(BigInteger)


class OperationHead(Base):
    """An operation that no other stored one names in its base: a current value of its field."""

    __tablename__ = "operation_head"
    __table_args__ = (Index("ix_operation_head_field", "visit_id", "field"),)

    operation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("operation.id"), primary_key=True)
    visit_id: Mapped[uuid.UUID]
    field: Mapped[str] = mapped_column(String(60))


class OperationSuperseded(Base):
    """An operation id that a stored one names in its base; it may itself not have arrived yet."""

    __tablename__ = "operation_superseded"

    operation_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)


class ParkedOperation(Base):
    """An operation that came when it could no longer be done by itself, as it was delivered.

    `fields` holds lists by name, `headers` those of a photo's piece. Never changed, never deleted.
    """

    __tablename__ = "parked_operation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    device: Mapped[str] = mapped_column(String(60))
    method: Mapped[str] = mapped_column(String(10))
    path: Mapped[str] = mapped_column(Text)
    fields: Mapped[dict[str, Any]]
    headers: Mapped[dict[str, Any]]
    reason: Mapped[ParkReason]
    client_time: Mapped[dt.datetime | None]
    clock_offset: Mapped[int | None] = mapped_column(BigInteger)
    received_at: Mapped[dt.datetime]
    fingerprint: Mapped[str] = mapped_column(String(64))

    visit: Mapped[Visit] = relationship(
        backref=backref("parked", order_by="ParkedOperation.received_at")
    )
    user = relationship("User", lazy="joined", innerjoin=True)
    decision: Mapped[ParkedDecision | None] = relationship(back_populates="parked")


class ParkedDecision(Base):
    """What the head decided on a parked operation, and why."""

    __tablename__ = "parked_decision"

    parked_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("parked_operation.id"), primary_key=True
    )
    verdict: Mapped[Verdict]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]
    note: Mapped[str] = mapped_column(Text, default="")

    parked: Mapped[ParkedOperation] = relationship(back_populates="decision")
    by = relationship("User", lazy="joined", innerjoin=True)


class VisitSection(Base):
    """The member to whom one heading of a visit's checklist is given."""

    __tablename__ = "visit_section"

    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    heading: Mapped[str] = mapped_column(String(10), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))


class VisitStep(Base):
    """One step of a visit's life: who moved it where, when, why, and what exactly was approved.

    `content_hash` names what was said, `file_sha256` the very PDF that was shown.
    """

    __tablename__ = "visit_step"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    verb: Mapped[str] = mapped_column(String(20))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    file_sha256: Mapped[str] = mapped_column(String(64), default="")

    visit: Mapped[Visit] = relationship(backref="steps")
    by = relationship("User", lazy="joined", innerjoin=True)
