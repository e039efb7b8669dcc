"""Waiting decoder processes: each picture gets a fork of one, which ends with it."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

SECONDS = 20
MOST_WAITING = 2
DONE = b"done\n"

Decoder = subprocess.Popen[bytes]
_waiting: list[Decoder] = []
_lock = threading.Lock()


class Died(Exception):
    """The fork ended before it could say anything, or was too slow."""


def run(place: Path) -> dict[str, Any]:
    """What `decode.main` says of `original` in that folder, in a process of its own; raises Died.

    Starting Python and loading what decodes costs as much as half a photo, so that is done before.
    """
    decoder = _take()
    try:
        _ask(decoder, place)
    except BaseException:
        _end(decoder)
        raise
    _put_back(decoder)
    facts: dict[str, Any] = json.loads((place / "facts.json").read_bytes())
    return facts


def _ask(decoder: Decoder, place: Path) -> None:
    asked, told = decoder.stdin, decoder.stdout
    if asked is None or told is None:
        raise Died
    try:
        asked.write(f"{place}\n".encode())
    except BrokenPipeError:
        raise Died from None
    ready, _, _ = select.select([told], [], [], SECONDS)
    if not ready or told.readline() != DONE:
        raise Died


def _take() -> Decoder:
    with _lock:
        while _waiting:
            decoder = _waiting.pop()
            if decoder.poll() is None:
                return decoder
    return _start()


def _start() -> Decoder:
    # By path, not by module name: it must not load the whole app.
    command = [sys.executable, str(Path(__file__).with_name("decode.py"))]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, bufsize=0, start_new_session=True, **pipes)  # type: ignore[call-overload,no-any-return]


def _put_back(decoder: Decoder) -> None:
    with _lock:
        if len(_waiting) < MOST_WAITING:
            _waiting.append(decoder)
            return
    _end(decoder)


def _end(decoder: Decoder) -> None:
    """With all that it has forked."""
    try:
        os.killpg(decoder.pid, signal.SIGKILL)
    except ProcessLookupError:  # it is gone already, which is what was wanted
        return
    finally:
        for pipe in (decoder.stdin, decoder.stdout):
            if pipe is not None:
                pipe.close()
        decoder.wait()


# A server that forks its workers after this was loaded must not share what waits.
os.register_at_fork(after_in_child=_waiting.clear)
