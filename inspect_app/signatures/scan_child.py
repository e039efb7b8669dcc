"""The child process that opens one scan under limits, counts its pages and reads their QR codes."""

from __future__ import annotations

import json
import resource
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image, UnidentifiedImageError

PICTURES = ["JPEG", "PNG", "WEBP", "TIFF"]
MOST_PAGES = 60
MEMORY = 1500 * 1024 * 1024
CPU_SECONDS = 60
ASKED: dict[str, Any] = {"formats": (zxingcpp.BarcodeFormat.QRCode,)}
DOTS = 150 / 72  # pixels a point: a QR code of 14 mm then has 80 pixels
MAX_PIXELS = 50_000_000


def main(path: Path) -> dict[str, Any]:
    """{"pages", "codes"}, or {"refused"}: not_a_scan, too_long, damaged."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        return _read(path)
    except (UnidentifiedImageError, Image.DecompressionBombError):
        return {"refused": "not_a_scan"}
    except (pypdfium2.PdfiumError, OSError, ValueError, RuntimeError, MemoryError, Warning):
        return {"refused": "damaged"}


def _read(path: Path) -> dict[str, Any]:
    codes, pages = list[str](), 0
    for picture in _pages(path):
        pages += 1
        if pages > MOST_PAGES:
            return {"refused": "too_long"}
        asked = zxingcpp.read_barcodes(picture, **ASKED)
        codes += [found.text for found in asked]
    return {"pages": pages, "codes": sorted(set(codes))}


def _pages(path: Path) -> Iterator[Image.Image]:
    with path.open("rb") as file:
        is_pdf = file.read(5) == b"%PDF-"
    if not is_pdf:
        with Image.open(path, formats=PICTURES) as image:
            yield image.convert("L")
        return
    document = pypdfium2.PdfDocument(path)
    for page in document:
        yield page.render(scale=DOTS, grayscale=True).to_pil()


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
