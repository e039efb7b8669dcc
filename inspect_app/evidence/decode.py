"""The child process that opens one strange picture under limits of memory and time."""

from __future__ import annotations

import json
import resource
import sys
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MAX_PIXELS = 50_000_000
MEMORY = 700 * 1024 * 1024
CPU_SECONDS = 15
PRINT_PIXELS = 1000  # about 200 dots an inch at the width of a photo in the annex
THUMB_PIXELS = 320
TAKEN = 0x9003  # EXIF DateTimeOriginal


def main(folder: Path) -> dict[str, object]:
    """Write print.jpg and thumb.jpg beside `original`; gives the facts or {"refused": reason}."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        return _render(folder)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"refused": "too_many_pixels"}
    except UnidentifiedImageError:
        return {"refused": "not_an_image"}
    except MemoryError:
        return {"refused": "too_costly"}
    except (OSError, SyntaxError, ValueError):
        return {"refused": "damaged"}


def _render(folder: Path) -> dict[str, object]:
    with Image.open(folder / "original", formats=list(FORMATS)) as image:
        # Several pictures in one JPEG, as phones make them: the first one is the photo.
        media_type = FORMATS["JPEG" if image.format == "MPO" else str(image.format)]
        taken = image.getexif().get_ifd(0x8769).get(TAKEN)
        full = image.size
        image.draft("RGB", (PRINT_PIXELS * 2, PRINT_PIXELS * 2))
        image.load()
        upright = ImageOps.exif_transpose(image)
        turned = upright.size != image.size
    shown = _on_white(upright)
    for name, size in (("print.jpg", PRINT_PIXELS), ("thumb.jpg", THUMB_PIXELS)):
        shown.thumbnail((size, size), reducing_gap=2.0)
        shown.save(folder / name, "JPEG", quality=82, optimize=True)
    width, height = full[::-1] if turned else full
    return {
        "media_type": media_type,
        "width": width,
        "height": height,
        "taken": taken if isinstance(taken, str) else None,
    }


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA", "P", "PA"):
        return image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
