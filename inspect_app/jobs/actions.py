"""Asking for work, taking it up, and what its end leaves behind."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select, update

from .. import clock
from ..db import db
from . import rules
from .models import Job, JobState


def ask(kind: str, key: str, arguments: dict[str, Any]) -> Job:
    """Queue the work in the caller's transaction; asked for again, it is the same job.

    A job that has ended is queued anew.
    """
    job = db.session.scalar(select(Job).where(Job.key == key))
    if job is None:
        job = Job(kind=kind, key=key, created_at=clock.now())
        db.session.add(job)
    if job.state in (None, JobState.DONE, JobState.FAILED):
        job.state, job.attempts, job.reason, job.progress = JobState.QUEUED, 0, "", 0
        job.not_before, job.ended_at = clock.now(), None
    job.arguments = arguments
    return job


def take() -> Job | None:
    """The job that has waited longest, marked as running; None when nothing is due.

    One whose worker died is taken up again.
    """
    now = clock.now()
    lost = now - rules.SILENT
    stale = update(Job).where(Job.state == JobState.RUNNING, Job.heartbeat < lost)
    db.session.execute(stale.values(state=JobState.QUEUED, not_before=now))
    due = select(Job).where(Job.state == JobState.QUEUED, Job.not_before <= now)
    job = db.session.scalar(due.order_by(Job.not_before).limit(1).with_for_update(skip_locked=True))
    if job is not None:
        job.state, job.heartbeat, job.attempts = JobState.RUNNING, now, job.attempts + 1
    return job


def beat(job: Job, progress: int | None = None) -> None:
    """Say that the worker lives, and how far it is in percent."""
    job.heartbeat = clock.now()
    if progress is not None:
        job.progress = progress


def finish(job: Job) -> None:
    """The work is done."""
    job.state, job.progress, job.reason, job.ended_at = JobState.DONE, 100, "", clock.now()


def put_off(job: Job, reason: str, pause: dt.timedelta) -> None:
    """To be tried again after the pause, however often; the reason stays to be read."""
    job.state, job.reason, job.not_before = JobState.QUEUED, reason, clock.now() + pause


def fail(job: Job, reason: str) -> None:
    """Tried again with growing pauses, at last left for a person; the reason stays to be read."""
    if job.attempts < rules.ATTEMPTS:
        return put_off(job, reason, rules.pause(job.attempts))
    job.state, job.reason, job.ended_at = JobState.FAILED, reason, clock.now()
    return None
