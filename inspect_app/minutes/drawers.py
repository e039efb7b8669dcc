"""The drawing process as the serving process sees it: asked, waited for, replaced when it died."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from . import drafts
from .check import Check
from .document import Minutes

LONGEST = 180  # seconds; 300 photos take a tenth of it on two old cores
PACKAGE = Path(__file__).parents[1]
DONE = "done\n"
# Only what draws is loaded: the package's own start would load the whole app.
_START = """
import sys, types
package = types.ModuleType("inspect_app")
package.__path__ = [sys.argv[1]]
sys.modules["inspect_app"] = package
from inspect_app.minutes.drawing import serve
serve()
"""


class Failed(Exception):
    """The document could not be drawn; drawing the same again would fail again."""


class Died(Failed):
    """The drawing process ended before it could say anything, or was too slow."""


@dataclass(frozen=True)
class Order:
    """What to draw with which mark; `target` is where the PDF goes, `files` has its pictures."""

    files: Path
    target: Path
    minutes: Minutes
    check: Check


@dataclass
class _Drawer:
    process: subprocess.Popen[bytes]
    folder: str

    def ask(self, order: Order) -> None:
        """Returns when the file is there; raises Died or Failed."""
        asked, told = self.process.stdin, self.process.stdout
        if asked is None or told is None:
            raise Died("the drawing process has no pipes")
        try:
            pickle.dump((order.files, order.target, order.minutes, order.check), asked)
            asked.flush()
        except BrokenPipeError:
            raise Died("the drawing process was gone") from None
        ready, _, _ = select.select([told], [], [], LONGEST)
        answer = told.readline().decode() if ready else ""
        if answer.startswith("fault "):
            raise Failed(answer.removeprefix("fault ").strip())
        if answer != DONE:
            raise Died("the drawing process " + ("ended" if ready else "was too slow"))

    def end(self) -> None:
        """With all that it has forked, and the folder of its fonts."""
        with contextlib.suppress(ProcessLookupError):  # it may be gone already
            os.killpg(self.process.pid, signal.SIGKILL)
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


_waiting: list[_Drawer] = []
_asked: dict[Path, Future[None]] = {}
_lock = threading.Lock()
# One document at a time: drawing takes memory, and other people's pages need the other core.
_drawing = threading.Lock()


def ask(order: Order) -> Future[None]:
    """Have it drawn beside the requests; asked for twice, it is drawn once.

    The result comes when the file is there; the exception is Died or Failed.
    """
    with _lock:
        running = _asked.get(order.target)
        if running is None:
            running = _asked[order.target] = Future()
            threading.Thread(target=_work, args=(order, running), daemon=True).start()
        return running


def waiting() -> int | None:
    """The process that waits or draws, None before the first need."""
    with _lock:
        return _waiting[0].process.pid if _waiting else None


def _work(order: Order, result: Future[None]) -> None:
    failure: BaseException | None = None
    try:
        _drawn_once(order)
    except BaseException as error:  # whoever waits for it must hear of it
        failure = error
    with _lock:
        del _asked[order.target]
    if failure is None:
        result.set_result(None)
    else:
        result.set_exception(failure)


def _drawn_once(order: Order) -> None:
    """Another serving process may be drawing the same: the file's lock is the system's own."""
    with drafts.locked(order.target), _drawing:
        if not order.target.exists():
            _draw(order)
            drafts.forget_oldest(order.target)


def _draw(order: Order) -> None:
    drawer = _take()
    try:
        drawer.ask(order)
    except Died:
        with _lock:
            _waiting.remove(drawer)
        drawer.end()
        raise


def _take() -> _Drawer:
    """The one that waits, or a new one in its place when it has died meanwhile."""
    with _lock:
        if _waiting and _waiting[0].process.poll() is not None:
            _waiting.pop().end()
        if not _waiting:
            _waiting.append(_start())
        return _waiting[0]


def _start() -> _Drawer:
    folder = tempfile.mkdtemp(prefix="inspect-drawing-")
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _START, str(PACKAGE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": folder},
        start_new_session=True,
    )
    return _Drawer(process, folder)


def _forget() -> None:
    """A server that forks its workers after this was loaded must not share what waits."""
    global _lock, _drawing
    _lock, _drawing = threading.Lock(), threading.Lock()
    _waiting.clear()
    _asked.clear()


os.register_at_fork(after_in_child=_forget)
