"""The plan: the decision on the team, who is in it, and the period examined."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import User
from ..db import Base, new_id
from ..permissions import TEAM_ROLES, Role
from .rules import InspectionKind


class Campaign(Base):
    """One inspection campaign. `series` is the minutes' number series, such as "BB-ĐKT".

    `supplement_limit` is how many requests for a supplement are allowed before a dossier counts
    as late; None: as the office's setting says. `minutes_kind` chooses the template of the minutes.
    """

    __tablename__ = "campaign"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    title: Mapped[str] = mapped_column(String(300))
    parent_body: Mapped[str] = mapped_column(String(160))
    issuing_body: Mapped[str] = mapped_column(String(160))
    decision_number: Mapped[str] = mapped_column(String(60))
    decision_date: Mapped[dt.date]
    decision_issuer: Mapped[str] = mapped_column(String(200))
    series: Mapped[str] = mapped_column(String(30))
    legal_bases: Mapped[list[str]]
    period_from: Mapped[dt.date]
    period_to: Mapped[dt.date]
    supplement_limit: Mapped[int | None]
    minutes_kind: Mapped[InspectionKind] = mapped_column(
        default=InspectionKind.REGULAR, server_default="regular"
    )
    created_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[dt.datetime]

    members: Mapped[list[TeamMember]] = relationship(
        back_populates="campaign", cascade="all, delete-orphan"
    )

    @property
    def team(self) -> list[TeamMember]:
        """All who are or were in it, in a document's order: head, deputy, secretary, members."""
        return sorted(self.members, key=lambda m: (TEAM_ROLES.index(m.role), m.user.full_name))

    @property
    def head(self) -> TeamMember:
        """The head of the team; every campaign has exactly one, who cannot leave."""
        return next(member for member in self.members if member.role is Role.HEAD)

    def team_at(self, moment: dt.datetime) -> list[TeamMember]:
        """The team without those who had left by then, in the order of a document."""
        return [m for m in self.team if m.left_at is None or m.left_at > moment]

    def secretary_at(self, moment: dt.datetime) -> TeamMember:
        """Who writes the minutes: the secretary, or the last of the team where there is none."""
        team = self.team_at(moment)
        return next((member for member in team if member.role is Role.SECRETARY), team[-1])


class TeamMember(Base):
    """One person's role in one team; whoever has left it (`left_at`, UTC) holds none."""

    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("campaign_id", "user_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    campaign_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("campaign.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[Role]
    left_at: Mapped[dt.datetime | None]

    campaign: Mapped[Campaign] = relationship(back_populates="members")
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
