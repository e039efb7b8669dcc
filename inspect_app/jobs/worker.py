"""The worker inside the web process: one thread that does what is due, kind by kind."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from ..db import db, writing
from . import actions, queries, rules
from .models import Job

Progress = Callable[[int], None]
Handler = Callable[[dict[str, Any], Progress], None]
_HANDLERS: dict[str, Handler] = {}
_LOG = logging.getLogger(__name__)
_IDLE = 2.0  # seconds between two looks at an empty queue
_BEAT = 20.0


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Declare what does jobs of a kind; it may raise rules.Later, and is safe to run twice."""

    def declare(handler: Handler) -> Handler:
        _HANDLERS[kind] = handler
        return handler

    return declare


def start(app: Flask) -> threading.Event:
    """Begin to work in a thread of this process; setting the event given back ends it."""
    ended = threading.Event()
    threading.Thread(target=_work, args=(app, ended), name="jobs", daemon=True).start()
    return ended


def run_due() -> int:
    """Do all that is due now, within an app context; gives how many jobs were taken up."""
    done = 0
    while run_one():
        done += 1
    return done


def run_one() -> bool:
    """Take up one job and end it, whatever happens in it; False when nothing is due."""
    taken = _take()
    if taken is None:
        return False
    key, kind, arguments = taken
    still = threading.Event()
    try:
        _beating(key, still)
        _HANDLERS[kind](arguments, lambda percent: _note(key, percent))
    except rules.Later as later:
        reason = str(later)
        _change(key, lambda job: actions.put_off(job, reason, rules.pause(job.attempts)))
    except Exception as error:
        # Whatever a job raises is kept with it, to be read and tried again.
        _LOG.exception("job %s of kind %s", key, kind)
        said = f"{type(error).__name__}: {error}"[:500]
        _change(key, lambda job: actions.fail(job, said))
    else:
        _change(key, actions.finish)
    finally:
        still.set()
        db.session.remove()
    return True


def _take() -> tuple[uuid.UUID, str, dict[str, Any]] | None:
    due = queries.is_due()
    db.session.rollback()
    if not due:
        return None
    with writing(waits=20):
        job = actions.take()
        return (job.id, job.kind, dict(job.arguments)) if job else None


def _work(app: Flask, ended: threading.Event) -> None:
    while not ended.is_set():
        try:
            with app.app_context():
                busy = run_one()
        except OperationalError:
            _LOG.warning("the queue could not be read; trying again", exc_info=True)
            busy = False
        if not busy:
            ended.wait(_IDLE)


def _beating(key: uuid.UUID, still: threading.Event) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def beat() -> None:
        while not still.wait(_BEAT):
            with app.app_context():
                _note(key, None)

    threading.Thread(target=beat, name="job-beat", daemon=True).start()


def _note(key: uuid.UUID, percent: int | None) -> None:
    _change(key, lambda job: actions.beat(job, percent))


def _change(key: uuid.UUID, change: Callable[[Job], None]) -> None:
    db.session.rollback()
    with writing(waits=20):
        job = db.session.get(Job, key)
        if job is not None:
            change(job)
