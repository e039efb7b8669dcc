"""The frame of a child process that opens a stranger's file: its limits, what it gets and says."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MEMORY = 1200 * 1024 * 1024
CPU_SECONDS = 60
ANSWER = 1024 * 1024
OPEN_FILES = 64


@dataclass(frozen=True)
class Asked:
    """What a child is asked: `file` is the stranger's, `beside` are files of our own."""

    file: bytes
    beside: tuple[bytes, ...]
    how: dict[str, Any]


def answer(work: Callable[[Asked], dict[str, Any]]) -> None:
    """Limit this process, then print as JSON what `work` says of standard input.

    Standard input is a line of JSON with the sizes, and after it the files one after the other.
    """
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: ANSWER,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))
    json.dump(work(_asked()), sys.stdout)


def _asked() -> Asked:
    source = sys.stdin.buffer
    head = json.loads(source.readline())
    file, *beside = [source.read(size) for size in head["sizes"]]
    return Asked(file, tuple(beside), head["how"])
