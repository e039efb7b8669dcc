"""Decoders wait, fork for each picture, and are replaced when one of them is lost."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from inspect_app.evidence import decoders, intake
from tests.cast import picture


@pytest.fixture(autouse=True)
def waiting() -> list[decoders.Decoder]:
    """One decoder, warm, that waits alone."""
    while decoders._waiting:
        decoders._end(decoders._waiting.pop())
    intake.open_picture(picture())
    return decoders._waiting


def test_a_decoder_is_used_again(waiting: list[decoders.Decoder]) -> None:
    (first,) = waiting
    for _ in range(3):
        assert intake.open_picture(picture(30, 20)).width == 30
    assert waiting == [first]


def test_a_refused_picture_leaves_the_decoder_as_it_was(waiting: list[decoders.Decoder]) -> None:
    (first,) = waiting
    with pytest.raises(intake.Refusal, match="not_an_image"):
        intake.open_picture(b"no picture")
    assert waiting == [first] and intake.open_picture(picture()).width > 0


def test_a_decoder_that_was_killed_is_replaced(waiting: list[decoders.Decoder]) -> None:
    (first,) = waiting
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert intake.open_picture(picture()).width > 0
    assert waiting != [first]


def test_a_fork_that_is_too_slow_is_ended_with_its_decoder(
    waiting: list[decoders.Decoder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = waiting
    monkeypatch.setattr(decoders, "SECONDS", 0.2)
    os.mkfifo(tmp_path / "original")  # opening it never ends
    with pytest.raises(decoders.Died):
        decoders.run(tmp_path)
    assert waiting == [] and first.poll() is not None


def test_a_fork_that_dies_harms_only_its_own_picture(
    waiting: list[decoders.Decoder], tmp_path: Path
) -> None:
    with pytest.raises(decoders.Died):
        decoders.run(tmp_path / "nowhere")
    assert intake.open_picture(picture()).width > 0


def test_many_at_once_each_get_their_own(waiting: list[decoders.Decoder]) -> None:
    widths: list[int] = []

    def work(width: int) -> None:
        widths.append(intake.open_picture(picture(width, 10)).width)

    threads = [threading.Thread(target=work, args=(20 + n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(widths) == [20, 21, 22, 23, 24, 25]
    assert len(waiting) <= decoders.MOST_WAITING
