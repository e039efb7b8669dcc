"""Remediation requests: what must be mended, by whom, until when."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Column, ForeignKey, String, Table, Text
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from ..db import Base, new_id
from ..findings.models import Finding
from ..visits.models import Visit

request_finding = Table(
    "request_finding",
    Base.metadata,
    Column("request_id", ForeignKey("remediation_request.id"), primary_key=True),
    Column("finding_id", ForeignKey("finding.id"), primary_key=True, index=True),
)


class RemediationRequest(Base):
    """One request to the unit; `deadline` None is a request openly without one."""

    __tablename__ = "remediation_request"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    content: Mapped[str] = mapped_column(Text)
    drafted: Mapped[str] = mapped_column(Text, default="")
    responsible: Mapped[str] = mapped_column(String(200))
    deadline: Mapped[dt.date | None]
    position: Mapped[int]
    removed_at: Mapped[dt.datetime | None]

    visit: Mapped[Visit] = relationship(
        backref=backref("requests", order_by="RemediationRequest.position")
    )
    findings: Mapped[list[Finding]] = relationship(secondary=request_finding)
