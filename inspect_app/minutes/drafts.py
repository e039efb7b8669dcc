"""The folder of drafts: what lies in it, written whole, and the oldest forgotten."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KEPT = {"pdf": 12, "json": 400}


@dataclass(frozen=True)
class Progress:
    """In percent; how many pages are laid out, and how many there will be (0: not known yet)."""

    percent: int = 0
    laid_out: int = 0
    pages: int = 0


NOTHING_YET = Progress()


def note(target: Path, progress: Progress) -> None:
    """Write down how far the drawing of that file is."""
    said = f"{progress.percent} {progress.laid_out} {progress.pages}"
    put_whole(_note_of(target), said.encode())


def noted(target: Path) -> Progress:
    """How far the drawing of that file is; nothing is done where nothing was noted."""
    try:
        words = _note_of(target).read_text().split()
    except FileNotFoundError:
        return NOTHING_YET
    return Progress(*map(int, words))


def put_whole(file: Path, data: bytes) -> None:
    """So that nobody ever reads a part of it."""
    part = file.with_name(f"{file.name}.part")
    part.write_bytes(data)
    part.replace(file)


def keep(file: Path, data: bytes) -> None:
    """Write a draft unless it is there, and forget the oldest of its kind."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, exist_ok=True)
        put_whole(file, data)
        forget_oldest(file)


def forget_oldest(file: Path) -> None:
    """Of the kind of that file only the newest are kept."""
    drafts = sorted(file.parent.glob(f"*{file.suffix}"), key=_age, reverse=True)
    for old in drafts[KEPT[file.suffix[1:]] :]:
        old.unlink(missing_ok=True)


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """While it lasts, no other process on this machine draws that file; ends with its process."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    lock = lock_of(target)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)
            _note_of(target).unlink(missing_ok=True)


def lock_of(target: Path) -> Path:
    """The file that is locked while `target` is being drawn."""
    return target.with_suffix(".lock")


def _note_of(target: Path) -> Path:
    return target.with_suffix(".progress")


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # another request has just forgotten it
        return 0.0
