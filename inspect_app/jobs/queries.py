"""What is due, and how a piece of work stands."""

from __future__ import annotations

from sqlalchemy import and_, or_, select

from .. import clock
from ..db import db
from . import rules
from .models import Job, JobState


def is_due() -> bool:
    """Whether any work waits or was left by a dead worker; reads only, so that idling is cheap."""
    now = clock.now()
    queued = and_(Job.state == JobState.QUEUED, Job.not_before <= now)
    left = and_(Job.state == JobState.RUNNING, Job.heartbeat < now - rules.SILENT)
    return db.session.scalar(select(Job.id).where(or_(queued, left)).limit(1)) is not None


def job_of(key: str) -> Job | None:
    """The work of that key, for whoever may see what it is about."""
    return db.session.scalar(select(Job).where(Job.key == key))
