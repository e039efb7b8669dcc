"""The child process that draws the minutes: `python -m bench.draw PHOTOS OUT.pdf`."""

from __future__ import annotations

import importlib
import sys
import time
from pathlib import Path

from bench import record
from inspect_app.minutes import pdf


def main(photos: Path, out: Path) -> float:
    """Draw what `record` holds, with the photos of that folder, and write the PDF.

    Gives the seconds of drawing alone, as in a server that has started already.
    """
    minutes = record.minutes(photos)
    importlib.import_module("inspect_app.minutes.engine")  # loads WeasyPrint, once per server
    began = time.perf_counter()
    out.write_bytes(pdf.draw(minutes, lambda name: (photos / name).read_bytes()))
    return time.perf_counter() - began


if __name__ == "__main__":
    print(main(*map(Path, sys.argv[1:3])))
