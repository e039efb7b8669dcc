"""The unit's register of dossiers, the sample drawn from it, and how its columns were read."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, new_id
from ..text import Message
from ..units.models import Unit
from ..visits.models import Visit
from .faults import Messages


class RegisterState(enum.StrEnum):
    """How far the import of a register is; only a whole one counts."""

    READING = "reading"
    WHOLE = "whole"
    FAILED = "failed"


class Method(enum.StrEnum):
    """How a sample is drawn."""

    RANDOM = "random"
    STRATIFIED = "stratified"


class SeedSource(enum.StrEnum):
    """Where the seed came from, with the unit watching."""

    DICE = "dice"
    TYPED = "typed"


class Why(enum.StrEnum):
    """Why a dossier is in the sample."""

    DRAWN = "drawn"
    LATE = "late"
    ADDED = "added"
    REPLACEMENT = "replacement"


class ColumnMapping(Base):
    """Which column is what, remembered by the hash of a file's headings.

    `columns` gives the heading for each of our names (code, field, received …).
    """

    __tablename__ = "column_mapping"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    columns: Mapped[dict[str, Any]]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]


class Register(Base):
    """One unit's list of dossiers, as its software exported it.

    `dropped` names the columns that may hold a citizen's name or number and were not kept;
    `progress` counts the rows read of `total`; `errors` are the rows' faults, as messages;
    `declared` is what the unit says in numbers: received, resolved, in_progress.
    """

    __tablename__ = "register"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("unit.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    sheet: Mapped[str] = mapped_column(String(120), default="")
    columns: Mapped[dict[str, Any]]
    dropped: Mapped[list[str]]
    declared: Mapped[dict[str, Any]]
    state: Mapped[RegisterState] = mapped_column(default=RegisterState.READING)
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    errors: Mapped[list[Message]] = mapped_column(Messages)
    imported_at: Mapped[dt.datetime]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    removed_at: Mapped[dt.datetime | None]

    visit: Mapped[Visit] = relationship(backref="registers")
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


class Dossier(Base):
    """One row of a register: a citizen's case, by its code only. Times are the software's."""

    __tablename__ = "dossier"
    __table_args__ = (
        UniqueConstraint("register_id", "code"),
        Index("ix_dossier_visit_code", "visit_id", "code"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    register_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register.id"))
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    code: Mapped[str] = mapped_column(String(80))
    field: Mapped[str] = mapped_column(String(120), default="")
    procedure: Mapped[str] = mapped_column(String(300), default="")
    status: Mapped[str] = mapped_column(String(80), default="")
    received: Mapped[dt.datetime | None]
    appointed: Mapped[dt.datetime | None]
    finished: Mapped[dt.datetime | None]
    returned: Mapped[dt.datetime | None]


class Sample(Base):
    """One draw from a register; the same seed over the same codes gives it again.

    `confidence` and `margin` are fractions, where the size was computed from them. `strata` says
    how many were drawn of each field; `codes_sha256` is over the sorted codes, one a line.
    `reason` is why it was drawn again, where an earlier one of the same register stands.
    """

    __tablename__ = "sample"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    register_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register.id"))
    method: Mapped[Method]
    with_late: Mapped[bool]
    population: Mapped[int]
    size: Mapped[int]
    confidence: Mapped[float | None]
    margin: Mapped[float | None]
    seed: Mapped[str] = mapped_column(String(200))
    seed_source: Mapped[SeedSource]
    witness: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text, default="")
    strata: Mapped[dict[str, Any]]
    codes_sha256: Mapped[str] = mapped_column(String(64))
    drawn_at: Mapped[dt.datetime]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))

    register: Mapped[Register] = relationship(lazy="joined", innerjoin=True)


class SampledDossier(Base):
    """One dossier that is checked. Its id follows from the sample's and the code, so that a draw
    without network gives the same; one added by hand has that of its operation.

    What is found in it are operations of the visit, whose field is "<id as hex>.<aspect>".
    """

    __tablename__ = "sampled_dossier"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    sample_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("sample.id"))
    dossier_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("dossier.id"))
    code: Mapped[str] = mapped_column(String(80))
    field: Mapped[str] = mapped_column(String(120), default="")
    why: Mapped[Why]
    position: Mapped[int]
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("sampled_dossier.id"))
    missing_at: Mapped[dt.datetime | None]
    removed_at: Mapped[dt.datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    added_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[dt.datetime]

    visit: Mapped[Visit] = relationship(backref="sampled")
    dossier: Mapped[Dossier | None] = relationship(lazy="joined")


class SpecialDay(Base):
    """A day that the office makes a day off or a working day: compensation and swap days."""

    __tablename__ = "special_day"

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(4))
    name: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]
