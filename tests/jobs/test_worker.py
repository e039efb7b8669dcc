"""Jobs: done once, tried again, put off for ever, taken up after a kill, never lost silently."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from inspect_app import clock
from inspect_app.db import db, writing
from inspect_app.jobs import actions, queries, rules, worker
from inspect_app.jobs.models import Job, JobState

KEY = "test:1"


class Work:
    """A kind of job that notes its arguments and fails as told."""

    def __init__(self) -> None:
        self.done: list[dict[str, Any]] = []
        self.fault: Exception | None = None

    def __call__(self, arguments: dict[str, Any], progress: worker.Progress) -> None:
        progress(40)
        if self.fault:
            raise self.fault
        self.done.append(arguments)


@pytest.fixture
def work(app: Flask) -> Iterator[Work]:
    made = Work()
    worker.handles("test")(made)
    with app.app_context():
        yield made


def ask(**arguments: Any) -> None:
    with writing():
        actions.ask("test", KEY, arguments)


def job() -> Job:
    db.session.rollback()
    found = queries.job_of(KEY)
    assert found is not None
    return found


def make_due() -> None:
    with writing():
        job_now = queries.job_of(KEY)
        assert job_now is not None
        job_now.not_before = clock.now()


def test_a_job_is_done_once_however_often_it_was_asked_for(work: Work) -> None:
    ask(visit=1)
    ask(visit=1)
    assert worker.run_due() == 1
    assert work.done == [{"visit": 1}]
    assert (job().state, job().progress) == (JobState.DONE, 100)


def test_a_job_that_was_done_can_be_asked_for_again(work: Work) -> None:
    ask(visit=1)
    worker.run_due()
    ask(visit=2)
    worker.run_due()
    assert work.done == [{"visit": 1}, {"visit": 2}]


def test_a_fault_is_kept_and_tried_again_until_a_person_has_to_look(work: Work) -> None:
    work.fault = ValueError("tệp hỏng")
    ask()
    for _ in range(rules.ATTEMPTS):
        assert worker.run_due() == 1
        assert "tệp hỏng" in job().reason
        make_due()
    assert job().state is JobState.FAILED
    assert worker.run_due() == 0


def test_what_is_not_there_yet_is_waited_for_without_end(work: Work) -> None:
    work.fault = rules.Later("máy chủ cấp dấu thời gian không trả lời")
    ask()
    for _ in range(rules.ATTEMPTS * 3):
        assert worker.run_due() == 1
        make_due()
    assert (job().state, job().reason) == (JobState.QUEUED, str(work.fault))
    work.fault = None
    worker.run_due()
    assert job().state is JobState.DONE


def test_a_job_put_off_rests(work: Work) -> None:
    work.fault = rules.Later("chưa")
    ask()
    worker.run_due()
    assert worker.run_due() == 0
    assert job().not_before > clock.now()


def test_a_job_of_a_dead_worker_is_taken_up_again(work: Work) -> None:
    ask(visit=3)
    with writing():
        taken = actions.take()
        assert taken is not None
    assert worker.run_due() == 0
    with writing():
        job().heartbeat = clock.now() - rules.SILENT - dt.timedelta(seconds=1)
    assert worker.run_due() == 1
    assert work.done == [{"visit": 3}]


def test_two_workers_never_take_the_same_job(work: Work, app: Flask) -> None:
    ask()
    barrier, taken = threading.Barrier(2), list[bool]()

    def one() -> None:
        with app.app_context():
            barrier.wait()
            taken.append(worker.run_one())

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, True]
    assert len(work.done) == 1


def test_the_thread_does_what_is_due(work: Work, app: Flask) -> None:
    ask(visit=4)
    ended = worker.start(app)
    until = time.monotonic() + 15
    while not work.done and time.monotonic() < until:
        time.sleep(0.05)
    ended.set()
    assert work.done == [{"visit": 4}]


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 10), (2, 20), (9, 2560), (50, 3600)])
def test_pauses_grow_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert rules.pause(attempts) == dt.timedelta(seconds=seconds)
