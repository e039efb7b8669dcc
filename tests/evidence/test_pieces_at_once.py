"""One file over several connections at once, one that falls silent, a process that is killed."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from inspect_app.evidence import pieces
from inspect_app.evidence.pieces import CHUNK
from tests.evidence.sender import noise, promise_of, send


def test_the_same_file_sent_by_several_at_once_is_not_mixed_up(bare_office: Flask) -> None:
    data = noise(40 * CHUNK + 7)
    promise = promise_of(data)

    def one(seed: int) -> bytes:
        with bare_office.app_context():
            return send(promise, data, seed)

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(one, range(6))) == [data] * 6


def test_a_silent_connection_holds_nobody_up(bare_office: Flask) -> None:
    data = noise(2 * CHUNK)
    promise = promise_of(data)

    class Silent(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            given = super().read(size)
            if not given:
                # While this one waits for more, another connection brings all the rest.
                with ThreadPoolExecutor(1) as pool:
                    pool.submit(rest).result(20)
            return given

    def rest() -> None:
        with bare_office.app_context():
            pieces.append(promise, CHUNK, io.BytesIO(data[CHUNK:]))

    pieces.append(promise, 0, Silent(data[:CHUNK]))
    assert pieces.read(promise) == data


def test_what_was_acknowledged_outlives_a_killed_process(bare_office: Flask) -> None:
    data = noise(3 * CHUNK)
    promise = promise_of(data)
    program = (
        "import io, os, signal, sys, uuid\n"
        "from tests.conftest import make_app\n"
        "from inspect_app.evidence import pieces\n"
        "from pathlib import Path\n"
        "folder, user, key, size, sha256 = sys.argv[1:]\n"
        "p = pieces.Promise(uuid.UUID(user), uuid.UUID(key), int(size), sha256)\n"
        "class Killing(io.BytesIO):\n"
        "    def read(self, size=-1, /):\n"
        "        given = super().read(size)\n"
        "        if not given: os.kill(os.getpid(), signal.SIGKILL)\n"
        "        return given\n"
        "with make_app(Path(folder)).app_context():\n"
        "    pieces.append(p, 0, Killing(sys.stdin.buffer.read()))\n"
    )
    instance = bare_office.config["SETTINGS"].instance
    words = [promise.user_id, promise.key, promise.size, promise.sha256]
    command = [sys.executable, "-c", program, str(instance), *map(str, words)]
    died = subprocess.run(command, input=data[: 2 * CHUNK], check=False, timeout=60)
    assert died.returncode == -9
    assert pieces.received(promise) == 2 * CHUNK
    assert send(promise, data) == data
