"""The file of a register while it is being read: kept apart, and deleted when it has been read.

It holds citizens' names, so it never enters the store, where files stay for ever.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from flask import current_app

from .. import clock

FOLDER = "registers"


def hold(key: uuid.UUID, stream: IO[bytes]) -> str:
    """Keep the bytes under the register's id, on the disk when this returns; gives their SHA-256.

    Nobody but the program's own account may read them.
    """
    place = path(key)
    place.parent.mkdir(exist_ok=True, mode=0o700)
    handle = os.open(place, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600)
    with os.fdopen(handle, "r+b") as file:
        shutil.copyfileobj(stream, file)
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()


def path(key: uuid.UUID) -> Path:
    """Where the file of that register is, or would be."""
    files: Path = current_app.config["SETTINGS"].files
    return files / FOLDER / str(key)


def forget(key: uuid.UUID) -> None:
    """Delete the file."""
    path(key).unlink(missing_ok=True)


def lock(key: uuid.UUID) -> IO[bytes] | None:
    """The file, held by whoever reads it until it is closed or the process ends; None when it is
    held already. Raises FileNotFoundError when it is gone.
    """
    file = path(key).open("rb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def is_read(key: uuid.UUID) -> bool:
    """Whether some process is reading the file at this moment."""
    try:
        held = lock(key)
    except FileNotFoundError:
        return False
    with contextlib.ExitStack() as stack:
        if held is not None:
            stack.enter_context(held)
        return held is None


def forgotten(hours: int) -> Iterator[uuid.UUID]:
    """The registers whose file was put here that many hours ago or more."""
    before = (clock.now() - dt.timedelta(hours=hours)).timestamp()
    folder = path(uuid.UUID(int=0)).parent
    for place in folder.iterdir() if folder.exists() else ():
        with contextlib.suppress(FileNotFoundError, ValueError):
            if place.stat().st_mtime < before:
                yield uuid.UUID(place.name)
