"""What a command costs with all its children: seconds, CPU, and the peak of their memory."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.measure import Cost

EVERY = 0.05
LONGEST = 90
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Family:
    """A process and its descendants: their memory in bytes, and CPU seconds as last seen."""

    oldest: int
    peak: int = 0
    cpu: dict[int, float] = field(default_factory=dict)

    def look(self) -> None:
        """Take one sample of all that are alive."""
        living = self._living()
        self.peak = max(self.peak, sum(map(_memory, living)))
        self.cpu |= {pid: seconds for pid in living if (seconds := _cpu(pid))}

    def _living(self) -> list[int]:
        found = [self.oldest]
        for pid in found:
            found += _children(pid)
        return found


def watching(process: int, work: Callable[[], object]) -> Cost:
    """What `work` costs that a waiting process does: as `run`, and that process counts whole."""
    family, over = Family(process), threading.Event()
    family.look()
    before, idle = sum(family.cpu.values()), family.peak

    def look() -> None:
        while not over.wait(EVERY):
            family.look()

    watcher = threading.Thread(target=look)
    watcher.start()
    began = time.perf_counter()
    try:
        work()
        wall = time.perf_counter() - began
    finally:
        over.set()
        watcher.join()
    return Cost(wall, sum(family.cpu.values()) - before, max(family.peak, idle))


def run(command: Sequence[str], folder: Path) -> tuple[Cost, str]:
    """Run it to its end and give what it said; raises RuntimeError when it fails or hangs.

    Memory is the highest sum, over the process and all below it, of proportional set sizes
    (shared pages counted once). CPU is that sum too. Both are sampled every EVERY seconds.
    """
    log = folder / "said.txt"
    with log.open("w") as said, (folder / "errors.txt").open("w") as errors:
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=said, stderr=errors)
        family = _watch(child, began + LONGEST)
        wall = time.perf_counter() - began
    if child.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {child.returncode}; see {folder}")
    return Cost(wall, sum(family.cpu.values()), family.peak), log.read_text()


def _watch(child: subprocess.Popen[bytes], latest: float) -> Family:
    family = Family(child.pid)
    while child.poll() is None:
        family.look()
        if time.perf_counter() > latest:
            child.kill()
        time.sleep(EVERY)
    return family


def _children(pid: int) -> list[int]:
    try:
        lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:  # it ended meanwhile
        return []
    return [int(word) for names in lists for word in names.split()]


def _memory(pid: int) -> int:
    """Proportional set size in bytes; 0 when the process has ended meanwhile."""
    found = _PSS.search(_read(pid, "smaps_rollup"))
    return int(found[1]) * 1024 if found else 0


def _cpu(pid: int) -> float:
    """User and system seconds so far; 0 when the process has ended meanwhile."""
    fields = _read(pid, "stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK if fields else 0.0


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return ""
