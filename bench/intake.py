"""Taking in one photo of 12 megapixels: the product's child process against bare Pillow."""

from __future__ import annotations

import hashlib
import io
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageOps

from bench import pictures
from bench.measure import Comparison, Cost
from inspect_app.evidence import decode, intake

ROUNDS, WARM_UP = 12, 2
MOST_MEMORY = 400  # MiB
SIZES = (1600, 320)


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
        floor_title="bare Pillow in this process: hash, upright, 1600 and 320 px; libvips, the "
        "floor that the ratio of 1.3 is meant for, is not installed here",
        product=_middle(costs[0]),
        floor=_middle(costs[1]),
        limits={},
        notes=(
            f"Photo: {len(data) / 1e6:.1f} MB; the product makes a third rendition, for print.",
            f"Photo: peak memory of the child {peak} MiB, {verdict} the limit of {MOST_MEMORY}.",
        ),
    )


def _product(data: bytes) -> None:
    hashlib.sha256(data).hexdigest()
    intake.open_picture(data)


def _floor(data: bytes) -> None:
    hashlib.sha256(data).hexdigest()
    with Image.open(io.BytesIO(data)) as image:
        image.draft(None, (SIZES[0], SIZES[0] * 3 // 4))
        shown = ImageOps.exif_transpose(image).convert("RGB")
    for size in SIZES:
        shown.thumbnail((size, size), reducing_gap=1.0)
        shown.save(io.BytesIO(), "JPEG", quality=decode.QUALITY)


def _timed(work: Callable[[bytes], None], data: bytes) -> Cost:
    wall, before = time.perf_counter(), os.times()
    work(data)
    after = os.times()
    # User and system seconds of this process and of the children that have ended.
    return Cost(time.perf_counter() - wall, sum(after[:4]) - sum(before[:4]))


def _middle(costs: list[Cost]) -> Cost:
    cpu = [cost.cpu for cost in costs if cost.cpu is not None]
    # The clock of CPU seconds ticks a hundred times a second: a mean is finer than a median.
    return Cost(statistics.median(cost.wall for cost in costs), statistics.mean(cpu))


def _peak(folder: Path, data: bytes) -> int:
    """The highest memory of the child, in MiB, as its own kernel entry says."""
    (folder / "original").write_bytes(data)
    script = Path(decode.__file__)
    run = (
        f"import runpy, sys; sys.argv = ['decode', {str(folder)!r}]\n"
        f"sys.path.insert(0, {str(script.parent)!r})\n"
        f"runpy.run_path({str(script)!r}, run_name='__main__')\n"
        "print(open('/proc/self/status').read(), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, check=True, text=True)
    (highest,) = re.findall(r"VmHWM:\s+(\d+) kB", done.stderr)
    return int(highest) // 1024
