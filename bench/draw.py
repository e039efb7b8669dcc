"""The child process that draws the minutes: `python -m bench.draw PHOTOS OUT.pdf`."""

from __future__ import annotations

import importlib
import sys
import time
from pathlib import Path

from bench import record
from inspect_app import storage
from inspect_app.minutes import pdf


def main(photos: Path, out: Path) -> float:
    """Draw what `record` holds, with the photos of that folder, and write the PDF.

    Gives the seconds of drawing alone, without the start of the process.
    """
    minutes = record.minutes(photos)
    importlib.import_module("inspect_app.minutes.engine")  # loads WeasyPrint, once per server
    began = time.perf_counter()
    drawn = pdf.draw(minutes, lambda name: storage.get_from(photos, name), record.MARK)
    out.write_bytes(drawn)
    return time.perf_counter() - began


if __name__ == "__main__":
    print(main(*map(Path, sys.argv[1:3])))
