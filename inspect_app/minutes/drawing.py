"""The process that draws: libraries and fonts loaded once, then a fork for each document."""

from __future__ import annotations

import os
import pickle
import shutil
import sys
import tempfile
from pathlib import Path

from .. import garbage, storage
from . import drafts, engine, glyphs, pdf
from .check import Check
from .document import Minutes

# The office's folder of files, where the PDF goes, what to draw, and its mark.
Task = tuple[Path, Path, Minutes, Check]
# Behind the pages that other people wait for.
_BEHIND = 5


def serve() -> None:
    """Draw each pickled Task of standard input, until that ends; answers one line for each.

    The line is "done", "died", or "fault" and what the drawing raised. Files and progress are
    written whole. Standard input comes from the serving process alone, so it is trusted.
    """
    os.nice(_BEHIND)
    glyphs.drawable()
    engine.prepare()
    garbage.settle()
    try:
        while task := _next():
            sys.stdout.write(f"{_forked(task)}\n")
            sys.stdout.flush()
    finally:
        # Made for this process by the one that started it, which may have been killed.
        shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)


def _next() -> Task | None:
    try:
        task: Task = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own server's
    except EOFError:
        return None
    return task


def _forked(task: Task) -> str:
    told, telling = os.pipe()
    child = os.fork()
    if not child:
        os.close(told)
        os.write(telling, _alone(task).encode()[:1000])
        os._exit(0)
    os.close(telling)
    with os.fdopen(told) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    return "died" if status else answer


def _alone(task: Task) -> str:
    try:
        _draw(*task)
    except BaseException as error:  # nothing of the parent's may run in this process
        return " ".join(f"fault {type(error).__name__}: {error}".split())
    return "done"


def _draw(files: Path, target: Path, minutes: Minutes, check: Check) -> None:
    def told(*progress: int) -> None:
        drafts.note(target, drafts.Progress(*progress))

    drawn = pdf.draw(minutes, lambda name: storage.get_from(files, name), check, told)
    drafts.put_whole(target, drawn)
