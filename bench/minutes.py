"""The minutes with 40 photos: drawn by the product, and printed by headless Chromium."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from pathlib import Path

from bench import process, record
from bench.measure import Comparison, median
from inspect_app import config
from inspect_app.minutes.glyphs import FONTS
from inspect_app.minutes.pdf import to_html

ROUNDS = 3
STYLES = config.ROOT / "static" / "minutes"
MEBIBYTE = 1024 * 1024


class Missing(Exception):
    """Chromium, against which is measured, is not there."""


def compare(folder: Path) -> Comparison:
    """Each run in a fresh process, in turns. Raises Missing."""
    photos, work = folder / "photos", folder / "work"
    photos.mkdir()
    work.mkdir()
    record.shoot(photos)
    ours, theirs = work / "weasyprint.pdf", work / "chromium.pdf"
    draw = [sys.executable, "-m", "bench.draw", str(photos), str(ours)]
    printed = _chromium(_html(photos, work), theirs, work)
    drawn, alone, chromium = [], [], []
    for _ in range(ROUNDS):
        cost, said = process.run(draw, work)
        drawn.append(cost)
        alone.append(float(said))
        chromium.append(process.run(printed, work)[0])
    return Comparison(
        title=f"minutes with {record.PHOTOS} photos",
        floor_title="headless Chromium printing the same HTML",
        product=median(drawn),
        floor=median(chromium),
        limits={"wall": 1, "memory": 0.5},
        notes=(
            f"Minutes: drawing alone, in a server already started: {statistics.median(alone):.2f} "
            "s; wall time includes starting the process. Memory is the peak of proportional set "
            f"sizes summed over the process tree, sampled every {process.EVERY * 1000:.0f} ms.",
            _sizes(photos, ours, theirs),
        ),
    )


def _html(photos: Path, work: Path) -> Path:
    """The page that the product lays out, with its styles, fonts and photos as files."""
    styles = "".join((STYLES / name).read_text("utf-8") for name in ("fonts.css", "document.css"))
    styles = styles.replace('url("font:', f'url("{FONTS.as_uri()}/')
    html = to_html(record.minutes(photos)).replace('src="photo:', f'src="{photos.as_uri()}/')
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
    sizes = [path.stat().st_size for path in photos.iterdir()]
    return (
        f"Minutes: photos of {sum(sizes) / len(sizes) / 1000:.0f} kB on average; the PDF has "
        f"{ours.stat().st_size / MEBIBYTE:.1f} MiB (PDF/A-3a), Chromium's "
        f"{theirs.stat().st_size / MEBIBYTE:.1f} MiB."
    )
