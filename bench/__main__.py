"""`python -m bench [save] [page] [dossier] [minutes] [beside] [sign] [photo] [register] …`."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import (
    beside,
    dossier,
    intake,
    minutes,
    office,
    offline,
    page,
    register,
    replay,
    save,
    sign,
    table,
)
from bench.measure import Comparison
from inspect_app import clock

WORKS = (
    *("save", "page", "dossier", "minutes", "beside", "sign", "photo", "register", "offline"),
    "replay",
)
# What needs no office of its own.
ALONE = {"minutes", "sign", "photo"}
Work = tuple[str, Callable[[], Iterable[Comparison]]]
RESULTS = Path(__file__).parent / "results"


def main() -> int:
    """Run what the command line names; 1 when something needed is missing."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("work", nargs="*", choices=[*WORKS, []], help="all, if none is named")
    parser.add_argument("--full", action="store_true", help="replay all photos over the slow line")
    asked = parser.parse_args()
    wanted = asked.work or WORKS
    RESULTS.mkdir(exist_ok=True)
    # So that servers and browsers end with it, however it is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        # Not in /tmp, which may lie in memory: a commit there would cost nothing.
        with tempfile.TemporaryDirectory(dir=RESULTS, prefix="office-") as folder:
            report = table.markdown(list(_measured(wanted, Path(folder), full=asked.full)))
    except minutes.Missing as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    (RESULTS / f"{clock.local(clock.now()):%Y%m%d-%H%M%S}.md").write_text(report, "utf-8")
    print(report, end="")
    return 0


def _measured(wanted: Sequence[str], folder: Path, *, full: bool) -> Iterator[Comparison]:
    data, place = folder / "office", None
    if set(wanted) - ALONE:
        _say("making an office with one visit, all items answered")
        place = office.settle(data)
    for name, (said, compare) in _works(place, data, folder, full=full).items():
        if name in wanted:
            _say(said)
            yield from compare()


def _works(place: Any, data: Path, folder: Path, *, full: bool) -> dict[str, Work]:
    """What is said of each, and what measures it; `place` is only there for those that need it."""
    return {
        "save": ("saving answers", lambda: [save.compare(place, folder)]),
        "page": ("drawing the form page", lambda: [page.compare(place)]),
        "dossier": ("checking dossiers", lambda: [dossier.compare(place)]),
        "minutes": ("drawing the minutes, two minutes", lambda: minutes.compare(folder)),
        "beside": (
            "loading pages while minutes are drawn",
            lambda: [beside.compare(place, data)],
        ),
        "sign": ("signing the minutes", lambda: [sign.compare(folder)]),
        "photo": ("taking in a photo of 12 megapixels", lambda: [intake.compare(folder)]),
        "register": ("importing 50.000 dossiers", lambda: [register.compare(place, folder)]),
        "offline": (
            "tapping and typing on three tablets, about four minutes",
            lambda: offline.compare(place, data, folder),
        ),
        "replay": (
            "sending what waits: three times on loopback, once over a slow line",
            lambda: replay.compare(place, data, folder, full=full),
        ),
    }


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
