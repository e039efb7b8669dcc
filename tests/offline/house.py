"""An office whose server can be stopped, killed and started again on the same data."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests.journeys.office import ROOT, SERVER, environment

HOST = "127.0.0.1"
NOWHERE = 1  # a port where nobody listens


class House:
    """The data folder and its server; tablets reach it through proxies, which ask `port`."""

    def __init__(self, folder: Path, release: Path = ROOT) -> None:
        self.folder = folder
        self.release = release
        self.kills = 0
        self._server: subprocess.Popen[bytes] | None = None
        self._port = NOWHERE

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def port(self) -> int:
        """The server's port of the moment."""
        return self._port

    def start(self) -> None:
        """Start the product's own server, on a port of its own; returns when it answers."""
        with socket.create_server((HOST, 0), backlog=128) as door, self.log.open("a") as said:
            command = [sys.executable, "-m", "gunicorn", *SERVER, "--bind", f"fd://{door.fileno()}"]
            self._server = subprocess.Popen(
                [*command, "wsgi:app"],
                cwd=self.release,
                env=environment(self.folder),
                pass_fds=[door.fileno()],
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
            self._port = door.getsockname()[1]
        self._wait_until_it_answers()

    def stop(self) -> None:
        """Stop as an administrator does: what is under way is finished."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server and its workers at once, whatever they are doing."""
        self.kills += 1
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """Stop for good; fails if the server met a fault of its own."""
        if self._server is not None:
            self.stop()
        assert "Traceback" not in self.log.read_text(), self.log.read_text()[-4000:]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database holds at this moment, whether the server runs or not."""
        with closing(sqlite3.connect(self.folder / "inspect.db", timeout=20)) as opened:
            opened.execute("PRAGMA query_only=1")
            return opened.execute(query, values).fetchall()

    def change(self, statement: str, *values: object) -> None:
        """Change what others, elsewhere, would have changed."""
        with closing(sqlite3.connect(self.folder / "inspect.db", timeout=20)) as opened:
            opened.execute("PRAGMA foreign_keys=1")
            changed = opened.execute(statement, values).rowcount
            opened.commit()
        assert changed > 0, statement

    def _end(self, sign: signal.Signals) -> None:
        assert self._server is not None, "the server does not run"
        self._port = NOWHERE
        if sign is signal.SIGKILL:
            os.killpg(self._server.pid, sign)  # its own session: nobody else is in the group
        else:
            self._server.send_signal(sign)
        self._server.wait(timeout=40)
        self._server = None

    def _wait_until_it_answers(self) -> None:
        assert self._server is not None
        until = time.monotonic() + 40
        while time.monotonic() < until:
            if self._server.poll() is not None:
                break
            try:
                with urlopen(f"http://{HOST}:{self._port}/sign-in", timeout=40):
                    return
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise AssertionError(f"the server did not start: {self.log.read_text()[-4000:]}")
