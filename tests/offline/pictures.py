"""Photos to take: real JPEGs, each of its own content, small or as large as a camera's."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image

SIDE = {"small": (640, 480), "large": (2000, 1500)}  # about 0,2 and 3 MB


def photo(folder: Path, number: int, size: str = "small") -> Path:
    """Writes the photo of that number there, once, and gives its path."""
    path = folder / f"anh-{size}-{number}.jpg"
    if not path.exists():
        width, height = SIDE[size]
        noise = random.Random(number).randbytes(width * height * 3 // 4)
        grain = Image.frombytes("RGB", (width // 2, height // 2), noise)
        grain.resize((width, height)).save(path, "JPEG", quality=92)
    return path
