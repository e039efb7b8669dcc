"""`python -m bench [save] [page] [minutes]`: measure all or some, print the table, keep it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import minutes, office, page, save, table
from bench.measure import Comparison
from inspect_app import clock

WORKS = ("save", "page", "minutes")
RESULTS = Path(__file__).parent / "results"


def main() -> int:
    """Run what the command line names; 1 when something needed is missing."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("work", nargs="*", choices=[*WORKS, []], help="all, if none is named")
    wanted = parser.parse_args().work or WORKS
    RESULTS.mkdir(exist_ok=True)
    try:
        # Not in /tmp, which may lie in memory: a commit there would cost nothing.
        with tempfile.TemporaryDirectory(dir=RESULTS, prefix="office-") as folder:
            report = table.markdown(list(_measured(wanted, Path(folder))))
    except minutes.Missing as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    (RESULTS / f"{clock.local(clock.now()):%Y%m%d-%H%M%S}.md").write_text(report, "utf-8")
    print(report, end="")
    return 0


def _measured(wanted: Sequence[str], folder: Path) -> Iterator[Comparison]:
    if "save" in wanted or "page" in wanted:
        _say("making an office with one visit, all items answered")
        place = office.settle(folder / "office")
    if "save" in wanted:
        _say("saving answers")
        yield save.compare(place, folder)
    if "page" in wanted:
        _say("drawing the form page")
        yield page.compare(place)
    if "minutes" in wanted:
        _say("drawing the minutes, about half a minute")
        yield minutes.compare(folder)


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
