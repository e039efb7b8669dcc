"""A photo as a tablet takes it: a JPEG of twelve megapixels with the facts of its capture."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw


def photo(folder: Path, name: str = "bang-niem-yet.jpg") -> Path:
    """Writes the photo there and gives its path."""
    picture = Image.linear_gradient("L").resize((4032, 3024)).convert("RGB")
    ImageDraw.Draw(picture).rectangle((600, 500, 3400, 2500), fill="white", outline="black")
    facts = Image.Exif()
    facts[0x0110] = "Tablet"
    facts[0x0132] = "2026:10:08 09:15:00"
    path = folder / name
    picture.save(path, "JPEG", quality=80, exif=facts)
    return path
