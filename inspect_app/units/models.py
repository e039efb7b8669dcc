"""Communes, districts, provinces and departments, with their validity and successors."""

from __future__ import annotations

import datetime as dt
import enum
import uuid

from sqlalchemy import Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, new_id


class UnitKind(enum.StrEnum):
    """Kinds of units; districts, towns and townships ended on 1/7/2025."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    TOWN = "town"
    COMMUNE = "commune"
    WARD = "ward"
    TOWNSHIP = "township"
    SPECIAL_ZONE = "special_zone"
    DEPARTMENT = "department"


unit_successor = Table(
    "unit_successor",
    Base.metadata,
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Column("successor_id", ForeignKey("unit.id"), primary_key=True, index=True),
)


class Unit(Base):
    """A unit. Official codes are re-used by new units, so the key is internal.

    `label` is the name as printed ("xã An Tân"); `search` is the folded label with its superiors.
    `path` holds the ids from the topmost unit down to this one, so that a subtree is a prefix.
    """

    __tablename__ = "unit"
    __table_args__ = (Index("ix_unit_path", "path"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    label: Mapped[str] = mapped_column(String(160))
    kind: Mapped[UnitKind]
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    path: Mapped[str] = mapped_column(String(200))
    search: Mapped[str] = mapped_column(String(400))
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]

    parent: Mapped[Unit | None] = relationship(remote_side=[id])
    successors: Mapped[list[Unit]] = relationship(
        secondary=unit_successor,
        primaryjoin=id == unit_successor.c.unit_id,
        secondaryjoin=id == unit_successor.c.successor_id,
        back_populates="predecessors",
    )
    predecessors: Mapped[list[Unit]] = relationship(
        secondary=unit_successor,
        primaryjoin=id == unit_successor.c.successor_id,
        secondaryjoin=id == unit_successor.c.unit_id,
        back_populates="successors",
    )

    @property
    def full_label(self) -> str:
        """ "xã An Tân, huyện An Lão, tỉnh Bình Định"."""
        return f"{self.label}, {self.parent.full_label}" if self.parent else self.label

    @property
    def chairman(self) -> str:
        """Who answers for the unit where nobody else is named: "Chủ tịch UBND xã An Tân"."""
        return f"Chủ tịch UBND {self.label}"

    def existed_on(self, day: dt.date) -> bool:
        """Whether the unit was there on that day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)
