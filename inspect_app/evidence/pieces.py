"""The pieces of a file that is still on its way, kept across cut connections and restarts."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Protocol

from flask import current_app

from .. import clock

CHUNK = 16 * 1024  # the most that a cut connection may take with it


class WrongOffset(Exception):
    """The piece does not begin where the bytes at hand end; `have` tells where that is."""

    def __init__(self, have: int) -> None:
        super().__init__(f"{have} bytes are at hand")
        self.have = have


class TooMuch(Exception):
    """More bytes came than were promised; nothing beyond the promise is kept."""


class Damaged(Exception):
    """The bytes do not give the promised SHA-256; they were thrown away."""


class Source(Protocol):
    """Where the bytes of a piece come from; may break at any read."""

    def read(self, size: int, /) -> bytes:
        """At most that many bytes; nothing at the end."""


@dataclass(frozen=True)
class Promise:
    """A file to come: who sends it under which id, its bytes, and their SHA-256 in hex."""

    user_id: uuid.UUID
    key: uuid.UUID
    size: int
    sha256: str

    @property
    def path(self) -> Path:
        """Its own part file: nobody adds to what another sends, nor to another promise."""
        said = f"{self.user_id} {self.key} {self.size} {self.sha256}"
        return _folder() / f"{hashlib.sha256(said.encode()).hexdigest()}.part"


def received(promise: Promise) -> int:
    """How many bytes are at hand."""
    try:
        return promise.path.stat().st_size
    except FileNotFoundError:
        return 0


def append(promise: Promise, offset: int, source: Source) -> None:
    """Add what the source gives at that offset; on the disk (fsync) when this returns or raises.

    What came before the source broke stays. Raises WrongOffset, also when the same file is being
    added to elsewhere, TooMuch, and what the source raises.
    """
    if (have := received(promise)) != offset:
        raise WrongOffset(have)
    with _opened(promise) as file:
        try:
            for chunk in _chunks(source, promise.size - offset):
                _add(file, offset, chunk)
                offset += len(chunk)
        finally:
            os.fsync(file.fileno())


def read(promise: Promise) -> bytes:
    """All bytes of the file. Raises WrongOffset while some are missing, or Damaged."""
    with _opened(promise) as file, _locked(file) as have:
        if have != promise.size:
            raise WrongOffset(have)
        if hashlib.file_digest(file, "sha256").hexdigest() != promise.sha256:
            os.ftruncate(file.fileno(), 0)
            raise Damaged(promise.sha256)
        file.seek(0)
        return file.readall()


def remove(promise: Promise) -> None:
    """Forget the bytes: the file is taken in, or refused."""
    promise.path.unlink(missing_ok=True)


def sweep(days: int) -> int:
    """Remove the parts to which nothing was added for that many days; gives how many."""
    before = (clock.now() - dt.timedelta(days=days)).timestamp()
    swept = 0
    for path in _folder().glob("*.part"):
        with contextlib.suppress(FileNotFoundError), FileIO(path) as file, _locked(file):
            if os.fstat(file.fileno()).st_mtime < before:
                path.unlink()
                swept += 1
    return swept


def _folder() -> Path:
    files: Path = current_app.config["SETTINGS"].files
    return files / "parts"


@contextlib.contextmanager
def _opened(promise: Promise) -> Iterator[FileIO]:
    folder = promise.path.parent
    folder.mkdir(exist_ok=True, mode=0o700)
    handle = os.open(promise.path, os.O_RDWR | os.O_CREAT, 0o600)
    with FileIO(handle, "r+") as file:
        yield file


@contextlib.contextmanager
def _locked(file: FileIO) -> Iterator[int]:
    """Hold the file against other threads and processes; gives how many bytes are at hand."""
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        facts = os.fstat(file.fileno())
        # A part removed since it was opened has no name any more.
        yield facts.st_size if facts.st_nlink else 0
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _chunks(source: Source, room: int) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        room -= len(chunk)
        if room < 0:
            raise TooMuch
        yield chunk


def _add(file: FileIO, offset: int, chunk: bytes) -> None:
    # Locked for the writing only: a silent connection would hold the others for ever.
    with _locked(file) as have:
        if have != offset:
            raise WrongOffset(have)
        while chunk:
            written = os.pwrite(file.fileno(), chunk, offset)
            offset, chunk = offset + written, chunk[written:]
