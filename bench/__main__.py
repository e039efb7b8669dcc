"""`python -m bench [save] [page] [minutes] [photo] [register] [offline] [replay]`: all or some."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import intake, minutes, office, offline, page, register, replay, save, table
from bench.measure import Comparison
from inspect_app import clock

WORKS = ("save", "page", "minutes", "photo", "register", "offline", "replay")
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
    if set(wanted) - {"minutes", "photo"}:
        _say("making an office with one visit, all items answered")
        data = folder / "office"
        place = office.settle(data)
    if "save" in wanted:
        _say("saving answers")
        yield save.compare(place, folder)
    if "page" in wanted:
        _say("drawing the form page")
        yield page.compare(place)
    if "minutes" in wanted:
        _say("drawing the minutes, about half a minute")
        yield minutes.compare(folder)
    if "photo" in wanted:
        _say("taking in a photo of 12 megapixels")
        yield intake.compare(folder)
    if "register" in wanted:
        _say("importing a register of 50.000 dossiers")
        yield register.compare(place, folder)
    if "offline" in wanted:
        _say("tapping and typing on three tablets, about four minutes")
        yield from offline.compare(place, data, folder)
    if "replay" in wanted:
        _say("sending what waits: three times on loopback, once over a slow line")
        yield from replay.compare(place, data, folder, full=full)


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
