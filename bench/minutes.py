"""The minutes with 40 photos: drawn by the product, and printed by headless Chromium."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import process, record
from bench.measure import Comparison, Cost, median
from inspect_app import config
from inspect_app.minutes import drawers
from inspect_app.minutes.glyphs import FONTS
from inspect_app.minutes.pdf import to_html

ROUNDS = 3
GROWTH = (100, 300)
STYLES = config.ROOT / "static" / "minutes"
MEBIBYTE = 1024 * 1024
MEMORY = (
    "Minutes: memory is the peak of proportional set sizes summed over the process tree, sampled "
    f"every {process.EVERY * 1000:.0f} ms: of the waiting process with its fork, of the fresh "
    "process, or of Chromium. A fresh process starts Python and loads the whole app."
)


class Missing(Exception):
    """Chromium, against which is measured, is not there."""


def compare(folder: Path) -> Iterator[Comparison]:
    """The product's waiting process and a fresh one against Chromium, in turns. Raises Missing."""
    photos, work = folder / "photos", folder / "work"
    photos.mkdir()
    work.mkdir()
    record.shoot(photos, max(GROWTH))
    ours, theirs = work / "weasyprint.pdf", work / "chromium.pdf"
    fresh = [sys.executable, "-m", "bench.draw", str(photos), str(ours)]
    printed = _chromium(_html(photos, work), theirs, work)
    waiting(photos, work, 1)  # the first need starts the process
    costs: dict[str, list[Cost]] = {"waiting": [], "fresh": [], "chromium": []}
    for _ in range(ROUNDS):
        costs["waiting"].append(waiting(photos, work, record.PHOTOS))
        costs["fresh"].append(process.run(fresh, work)[0])
        costs["chromium"].append(process.run(printed, work)[0])
    title, floor = f"minutes with {record.PHOTOS} photos", median(costs["chromium"])
    for way, said in (("waiting", ", by the waiting process"), ("fresh", ", by a fresh process")):
        yield Comparison(
            title=title + said,
            floor_title="headless Chromium printing the same HTML",
            product=median(costs[way]),
            floor=floor,
            limits={"wall": 1, "memory": 0.5} if way == "waiting" else {"memory": 0.5},
            notes=(MEMORY, _sizes(photos, ours, theirs)) if way == "waiting" else (),
        )
    yield from _growth(photos, work, median(costs["waiting"]))


def _growth(photos: Path, work: Path, small: Cost) -> Iterator[Comparison]:
    """More photos against 40: at most in proportion, and under a gigabyte."""
    for count in GROWTH:
        many = median([waiting(photos, work, count) for _ in range(2)])
        yield Comparison(
            title=f"minutes with {count} photos",
            floor_title=f"the same with {record.PHOTOS}; at most {count / record.PHOTOS:g} times "
            "the time, and 1 GB",
            product=many,
            floor=small,
            limits={"wall": count / record.PHOTOS, "memory": 1e9 / (small.memory or 1)},
        )


def waiting(photos: Path, work: Path, count: int) -> Cost:
    """One drawing as the server has it done, from asking until the file is there."""
    target = work / f"waiting-{count}.pdf"
    target.unlink(missing_ok=True)
    order = drawers.Order(photos, target, record.minutes(photos, count), record.MARK)

    def drawn() -> None:
        drawers.ask(order).result()

    known = drawers.waiting()
    if known is None:
        drawn()
        return Cost(0)
    return process.watching(known, drawn)


def _html(photos: Path, work: Path) -> Path:
    """The page that the product lays out, with its styles, fonts and photos as files."""
    styles = "".join((STYLES / name).read_text("utf-8") for name in ("fonts.css", "document.css"))
    styles = styles.replace('url("font:', f'url("{FONTS.as_uri()}/')
    html = to_html(record.minutes(photos), record.MARK)
    html = re.sub(r'src="photo:(..)', rf'src="{photos.as_uri()}/\1/\1', html)
    page = work / "minutes.html"
    page.write_text(html.replace("</head>", f"<style>{styles}</style></head>"), "utf-8")
    return page


def _chromium(page: Path, out: Path, work: Path) -> list[str]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise Missing("chromium is missing; install it with: sudo apt-get install chromium")
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # root may not use it
    return [
        found,
        "--headless",
        *sandbox,
        "--disable-gpu",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={work / 'profile'}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={out}",
        page.as_uri(),
    ]


def _sizes(photos: Path, ours: Path, theirs: Path) -> str:
    sizes = [path.stat().st_size for path in photos.glob("*/*")]
    return (
        f"Minutes: photos of {sum(sizes) / len(sizes) / 1000:.0f} kB on average; the PDF has "
        f"{ours.stat().st_size / MEBIBYTE:.1f} MiB (PDF/A-3a), Chromium's "
        f"{theirs.stat().st_size / MEBIBYTE:.1f} MiB."
    )
