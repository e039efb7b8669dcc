"""Drawing beside the requests: told on the page, once for each document, and anew after a death."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from inspect_app import storage
from inspect_app.db import db
from inspect_app.minutes import drafts, drawers, pdf, preview, queries
from inspect_app.minutes.document import Minutes
from tests import cast as people
from tests.cast import PASSWORD, Cast
from tests.minutes import builder
from tests.stages import submit
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


@pytest.fixture
def minutes() -> Minutes:
    return builder.minutes(photos=0, rows=1, sample=())


@pytest.fixture
def submitted(app: Flask, cast: Cast) -> Cast:
    with app.app_context():
        submit(people.load(cast.visit))
        db.session.commit()
    return cast


@contextmanager
def held_back(app: Flask, cast: Cast) -> Iterator[Path]:
    """As if another serving process were drawing the visit's draft: gives where it will lie."""
    with app.app_context():
        target = preview.ordered(queries.gather(people.load(cast.visit))).target
    with drafts.lock_of(target).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield target


def stop(number: int) -> int:
    """Send a signal to the process that waits or draws, and all that it forked."""
    process = drawers.waiting()
    assert process is not None
    os.killpg(process, number)
    return process


def until(true: Callable[[], bool]) -> None:
    latest = time.monotonic() + 60
    while not true():
        assert time.monotonic() < latest
        time.sleep(0.01)


def test_the_drawing_process_gives_the_very_bytes_of_the_same_code_here(
    inside: Flask, minutes: Minutes
) -> None:
    assert preview.draft_pdf(minutes) == pdf.draw(
        minutes, builder.pictures, preview.mark_of(minutes)
    )


def test_pictures_are_read_from_the_store(inside: Flask) -> None:
    body = builder.picture(0)
    photo = replace(builder.minutes(photos=1).photos[0], print_sha256=storage.put(body))
    drawn = preview.draft_pdf(replace(builder.minutes(photos=0, rows=1), photos=(photo,)))
    assert body in drawn


def test_a_picture_that_is_not_in_the_store_is_said_and_stops_nothing_else(
    inside: Flask, minutes: Minutes
) -> None:
    with pytest.raises(drawers.Failed, match="Missing"):
        preview.draft_pdf(builder.minutes(photos=1, rows=1))
    assert preview.draft_pdf(minutes).startswith(b"%PDF")


def test_the_page_answers_before_its_draft_is_drawn_and_then_shows_it(
    app: Flask, submitted: Cast, as_: SignIn
) -> None:
    head = as_("head")
    head.waits = False
    with held_back(app, submitted) as target:
        head.get(f"/visits/{submitted.visit}/minutes")
        assert "Đang vẽ bản xem trước…" in head.words()
        assert not head.has_form("/minutes/approve") and head.has_form("/minutes/return")
        assert not list(head.one("draft").iter("img"))
        drafts.note(target, drafts.Progress(17, 7))
        head.poll("drawing")
        assert "17% · đã dàn 7 trang" in head.words()
        drafts.note(target, drafts.Progress(70, 12, 12))
        head.poll("drawing")
        assert "70% · 12 trang" in head.words()
    until(target.exists)
    head.poll("drawing")
    assert "Đang vẽ" not in head.words() and len(list(head.one("draft").iter("img"))) > 1
    head.send("/minutes/approve", password=PASSWORD)
    assert "Đã phê duyệt đúng bản đang hiện" in head.words()


def test_without_script_one_loads_the_page_again(app: Flask, submitted: Cast, as_: SignIn) -> None:
    head = as_("head")
    head.waits = False
    with held_back(app, submitted):
        head.get(f"/visits/{submitted.visit}/minutes")
        links = [link.get("href") for link in head.one("drawing").iter("a")]
        assert links == [head.address]


def test_two_who_ask_at_once_have_one_drawing(inside: Flask, minutes: Minutes) -> None:
    preview.draft_pdf(builder.minutes(photos=0, rows=2))
    order = preview.ordered(minutes)
    stop(signal.SIGSTOP)
    first, second = drawers.ask(order), drawers.ask(order)
    assert first is second and not first.done()
    stop(signal.SIGCONT)
    first.result(60)
    before = order.target.stat()
    drawers.ask(order).result(60)  # asked for again when it is there: left as it is
    assert order.target.stat() == before


def test_what_another_process_has_drawn_meanwhile_is_not_drawn_again(
    app: Flask, submitted: Cast
) -> None:
    with held_back(app, submitted) as target, app.app_context():
        order = preview.ordered(queries.gather(people.load(submitted.visit)))
        asked = drawers.ask(order)
        drafts.put_whole(target, b"%PDF of another process")
    asked.result(60)
    assert target.read_bytes() == b"%PDF of another process"


def test_a_process_that_died_while_it_waited_is_replaced(inside: Flask, minutes: Minutes) -> None:
    preview.draft_pdf(builder.minutes(photos=0, rows=2))
    died = stop(signal.SIGKILL)
    assert preview.draft_pdf(minutes).startswith(b"%PDF")
    assert drawers.waiting() != died


def test_a_killed_drawing_is_told_and_done_again_with_the_next_look(
    inside: Flask, minutes: Minutes
) -> None:
    preview.draft_pdf(builder.minutes(photos=0, rows=2))
    order = preview.ordered(minutes)
    stop(signal.SIGSTOP)
    assert preview.look(minutes).pdf is None
    asked = drawers.ask(order)
    until(lambda: drafts.lock_of(order.target).exists())
    stop(signal.SIGKILL)
    with pytest.raises(drawers.Died):
        asked.result(60)
    until(lambda: order.target in preview._failures)
    told = preview.look(minutes)
    assert told.failed and told.again
    assert not preview.look(minutes).failed
    until(order.target.exists)
    assert preview.look(minutes).pdf is not None


def test_whoever_needs_the_file_waits_through_one_death(inside: Flask, minutes: Minutes) -> None:
    preview.draft_pdf(builder.minutes(photos=0, rows=2))
    target = preview.ordered(minutes).target
    stop(signal.SIGSTOP)
    killer = threading.Thread(
        target=lambda: (until(lambda: drafts.lock_of(target).exists()), stop(signal.SIGKILL))
    )
    killer.start()
    assert preview.draft_pdf(minutes).startswith(b"%PDF")
    killer.join()


def test_who_needs_the_file_is_told_when_it_takes_too_long(
    inside: Flask, minutes: Minutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "WAITS", 0.1)
    target = preview.ordered(minutes).target
    with drafts.lock_of(target).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(preview.NotDrawn, match="chưa vẽ xong"):
            preview.draft_pdf(minutes)


def test_the_progress_of_a_drawing_only_grows(inside: Flask) -> None:
    seen: list[tuple[int, int, int]] = []
    minutes = builder.minutes(photos=2, rows=1)
    pdf.draw(minutes, builder.pictures, told=lambda *progress: seen.append(progress))
    assert seen == sorted(seen) and seen[0][0] < 5 and seen[-1][0] < 100
    pages = seen[-1][2]
    assert [known for known in seen if known[2]] and max(laid for _, laid, _ in seen) == pages


def test_nothing_of_the_drawing_stays_behind(inside: Flask, minutes: Minutes) -> None:
    preview.draft_pdf(minutes)
    target = preview.ordered(minutes).target
    until(lambda: not drafts.lock_of(target).exists())
    assert {file.suffix for file in target.parent.iterdir()} == {".pdf", ".json"}
