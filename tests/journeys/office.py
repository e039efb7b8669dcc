"""An office of its own for a module of tests: an instance folder and the server that serves it."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SERVER = ("-k", "gthread", "--threads", "8", "--no-control-socket", "--log-level", "warning")


@dataclass(frozen=True)
class Office:
    """Where the office's data lie, and where it answers (http://127.0.0.1:port)."""

    folder: Path
    address: str

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database holds at this moment."""
        database = f"file:{self.folder / 'inspect.db'}?mode=ro"
        with closing(sqlite3.connect(database, uri=True)) as opened:
            return opened.execute(query, values).fetchall()

    def flask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of the product, run for this office."""
        return flask(self.folder, *words)


def flask(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    settings = environment(folder)
    return subprocess.run(
        command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False
    )


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INSPECT_")}
    return kept | {"INSPECT_INSTANCE_PATH": str(folder), "PYTHONUTF8": "1"}


@contextmanager
def serving(folder: Path) -> Iterator[Office]:
    """The product's own server on a free port; fails if it met a fault of its own meanwhile."""
    log = folder / "server.log"
    with socket.create_server(("127.0.0.1", 0), backlog=128) as door, log.open("w") as said:
        # The port is taken before the server starts, so nobody else can have it.
        bind = ["--bind", f"fd://{door.fileno()}"]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *SERVER, *bind, "wsgi:app"],
            cwd=ROOT,
            env=environment(folder),
            pass_fds=[door.fileno()],
            stdout=said,
            stderr=said,
        )
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
    try:
        yield Office(folder, address)
        assert server.poll() is None, f"the server ended by itself: {log.read_text()}"
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert "Traceback" not in log.read_text(), log.read_text()
