"""Strangers' files looked at in processes of their own, few at a time, with limits."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import Refused
from ..text import msg
from .limited import ANSWER

AT_ONCE = 2
PATIENCE = 15
SECONDS = 90
# The parts that look at signatures need our own modules but not the app, which is half its start.
_START = (
    "import importlib, sys, types\n"
    "package = types.ModuleType('inspect_app')\n"
    "package.__path__ = [sys.argv[1]]\n"
    "sys.modules['inspect_app'] = package\n"
    "importlib.import_module('inspect_app.verification.' + sys.argv[2]).main()\n"
)
_PACKAGE = Path(__file__).parents[1]
_places = threading.BoundedSemaphore(AT_ONCE)


class Busy(Refused):
    """Too many files are being looked at (503)."""

    status = 503

    def __init__(self) -> None:
        super().__init__(msg("Đang có nhiều người kiểm tra tệp. Đợi một phút rồi thử lại."))


class Failed(Exception):
    """The child died, took too long or wanted too much."""


def run(part: str, file: bytes, beside: Sequence[bytes] = (), **how: Any) -> dict[str, Any]:
    """What the child's module `part` says of the stranger's file and our own beside it.

    The file goes through a nameless one that vanishes with the process. Raises Failed and Busy.
    """
    if not _places.acquire(timeout=PATIENCE):
        raise Busy()
    try:
        return _asked(part, [file, *beside], how)
    finally:
        _places.release()


def _asked(part: str, files: list[bytes], how: dict[str, Any]) -> dict[str, Any]:
    head = json.dumps({"sizes": [len(file) for file in files], "how": how})
    command = [sys.executable, "-I", "-c", _START, str(_PACKAGE), part]
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as told:
        asked.write(head.encode() + b"\n")
        asked.writelines(files)
        asked.seek(0)
        try:
            done = subprocess.run(
                command,
                stdin=asked,
                stdout=told,
                stderr=subprocess.DEVNULL,
                env={"PYTHONUTF8": "1"},  # none of this office's settings
                cwd="/",
                timeout=SECONDS,
                check=False,
            )
            told.seek(0)
            said = json.loads(told.read(ANSWER))
        except (subprocess.TimeoutExpired, ValueError) as error:
            raise Failed from error
    if done.returncode or not isinstance(said, dict):
        raise Failed
    return said
