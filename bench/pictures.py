"""Pictures that weigh what photographs weigh: soft light, edges and grain."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1000, 750)
QUALITY = 80
CAMERA = (4000, 3000)  # px, as the cameras of tablets give


def large(number: int) -> bytes:
    """One JPEG of 12 megapixels and about 3 MB, as it comes from a camera; bytes as `photo`."""
    soft = Image.open(io.BytesIO(photo(number))).resize(CAMERA, Image.Resampling.BICUBIC)
    grained = Image.blend(soft, _grain(random.Random(number), CAMERA), 0.1)
    body = io.BytesIO()
    grained.save(body, "JPEG", quality=85)
    return body.getvalue()


def photo(number: int) -> bytes:
    """One JPEG of 1000 px and about 100 kB; the same number gives the same bytes."""
    chance = random.Random(number)
    drawn = _light(chance)
    pen = ImageDraw.Draw(drawn)
    for _ in range(12):
        left, top = chance.randrange(900), chance.randrange(650)
        box = (left, top, left + chance.randrange(40, 260), top + chance.randrange(40, 200))
        pen.rectangle(box, fill=_colour(chance))
    grained = Image.blend(drawn.filter(ImageFilter.GaussianBlur(1.5)), _grain(chance, SIZE), 0.07)
    body = io.BytesIO()
    grained.save(body, "JPEG", quality=QUALITY)
    return body.getvalue()


def _light(chance: random.Random) -> Image.Image:
    """A smooth gradient in two directions, as a wall under a lamp."""
    corners = Image.new("RGB", (2, 2))
    corners.putdata([_colour(chance) for _ in range(4)])
    return corners.resize(SIZE, Image.Resampling.BICUBIC)


def _grain(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    width, height = size
    return Image.frombytes("L", size, chance.randbytes(width * height)).convert("RGB")


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return chance.randrange(30, 230), chance.randrange(30, 230), chance.randrange(30, 230)
