"""Work to be done later, kept in the same transaction as what it is about."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, new_id


class JobState(enum.StrEnum):
    """Where a job stands; FAILED is tried no more until a person says so."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One piece of work; `key` makes asking twice one job. `progress` is in percent.

    A running job whose `heartbeat` stands still was killed with its worker, and is queued again.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_waiting", "state", "not_before"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    arguments: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    progress: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Text, default="")
    not_before: Mapped[dt.datetime]
    heartbeat: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
