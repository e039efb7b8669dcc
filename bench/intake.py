"""Taking in one photo of 12 megapixels: the product's child process against libvips."""

from __future__ import annotations

import hashlib
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyvips  # type: ignore[import-untyped]

from bench import pictures
from bench.measure import Comparison, Cost
from inspect_app.evidence import decode, intake

ROUNDS, WARM_UP = 20, 2
MOST_MEMORY = 400  # MiB
SIZES = (1600, 1000, 320)


def compare(folder: Path) -> Comparison:
    """Check, hash, derivative and thumbnail; CPU with that of the child processes."""
    data = pictures.large(1)
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    for number in range(WARM_UP + ROUNDS):
        for work, kept in zip((_product, _floor), costs, strict=True):
            cost = _timed(work, data)
            if number >= WARM_UP:
                kept.append(cost)
    peak = _peak(folder, data)
    verdict = "within" if peak <= MOST_MEMORY else "OVER"
    return Comparison(
        title="photo of 12 megapixels",
        floor_title="libvips in this process: hash, upright, 1600, 1000 and 320 px",
        product=_middle(costs[0]),
        floor=_middle(costs[1]),
        limits={"cpu": 1.3},
        notes=(
            f"Photo: {len(data) / 1e6:.1f} MB; the product also forks a limited child process, "
            "reads EXIF and looks for barcodes.",
            f"Photo: peak memory of the child {peak} MiB, {verdict} the limit of {MOST_MEMORY}.",
        ),
    )


def _product(data: bytes) -> None:
    hashlib.sha256(data).hexdigest()
    intake.open_picture(data)


def _floor(data: bytes) -> None:
    hashlib.sha256(data).hexdigest()
    sizes = {"height": SIZES[0], "size": "down", "fail_on": "error"}
    shown = pyvips.Image.thumbnail_buffer(data, SIZES[0], **sizes).copy_memory()
    for size in SIZES:
        small = shown.thumbnail_image(size, height=size, size="down")
        small.jpegsave_buffer(Q=decode.QUALITY, keep="none")


def _timed(work: Callable[[bytes], None], data: bytes) -> Cost:
    wall, before = time.perf_counter(), _spent()
    work(data)
    return Cost(time.perf_counter() - wall, _spent() - before)


def _spent() -> float:
    """CPU seconds of this process, of its living children, and of all that these have ended."""
    here = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return sum(map(_seconds, [os.getpid(), *map(int, here)]))


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _middle(costs: list[Cost]) -> Cost:
    cpu = [cost.cpu for cost in costs if cost.cpu is not None]
    # The clock of CPU seconds ticks a hundred times a second: a mean is finer than a median.
    return Cost(statistics.median(cost.wall for cost in costs), statistics.mean(cpu))


def _peak(folder: Path, data: bytes) -> int:
    """The highest memory of the child, in MiB, as its own kernel entry says."""
    (folder / "original").write_bytes(data)
    run = (
        f"import sys, pathlib; sys.path.insert(0, {str(Path(decode.__file__).parent)!r})\n"
        f"import decode; decode.main(pathlib.Path({str(folder)!r}))\n"
        "print(open('/proc/self/status').read())"
    )
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, check=True, text=True)
    (highest,) = re.findall(r"VmHWM:\s+(\d+) kB", done.stdout)
    return int(highest) // 1024
