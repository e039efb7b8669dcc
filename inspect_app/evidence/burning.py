"""Masks and marks drawn into the pixels of a picture; runs in the child process."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).parents[2] / "static/fonts/liberation-serif-2.1.5/LiberationSerif-Bold.ttf"
MASK, MARK, HALO = (0, 0, 0), (200, 16, 16), (255, 255, 255)
Point = tuple[float, float]


def burn(image: Image.Image, shapes: Sequence[Mapping[str, Any]]) -> None:
    """Draw shapes (see `layers.Shape`, in fractions of the sides) into an RGB picture.

    Masks come first, each solid and a pixel larger on every side, so nothing below them is left.
    """
    pen = ImageDraw.Draw(image)
    for shape in shapes:
        if shape["kind"] == "box":
            pen.rectangle(_outward(image, shape), fill=MASK)
    for shape in shapes:
        if shape["kind"] != "box":
            DRAWN[shape["kind"]](pen, image, shape)


def _outward(image: Image.Image, shape: Mapping[str, Any]) -> tuple[int, int, int, int]:
    (left, right), (top, bottom) = (
        (math.floor(low * side) - 1, math.ceil(high * side))
        for low, high, side in (
            (*sorted((shape["x1"], shape["x2"])), image.width),
            (*sorted((shape["y1"], shape["y2"])), image.height),
        )
    )
    return left, top, right, bottom


def _circle(pen: ImageDraw.ImageDraw, image: Image.Image, shape: Mapping[str, Any]) -> None:
    (left, right), (top, bottom) = (
        sorted((shape["x1"] * image.width, shape["x2"] * image.width)),
        sorted((shape["y1"] * image.height, shape["y2"] * image.height)),
    )
    width = _width(image)
    for colour, wide, out in ((HALO, width + 4, 2), (MARK, width, 0)):
        frame = (left - out, top - out, right + out, bottom + out)
        pen.ellipse(frame, outline=colour, width=wide)


def _arrow(pen: ImageDraw.ImageDraw, image: Image.Image, shape: Mapping[str, Any]) -> None:
    start = (shape["x1"] * image.width, shape["y1"] * image.height)
    tip = (shape["x2"] * image.width, shape["y2"] * image.height)
    width = _width(image)
    for colour, wide in ((HALO, width + 4), (MARK, width)):
        pen.line([start, tip], fill=colour, width=wide)
        for barb in _barbs(start, tip, 6 * width):
            pen.line([tip, barb], fill=colour, width=wide)


def _barbs(start: Point, tip: Point, length: float) -> list[Point]:
    back = math.atan2(start[1] - tip[1], start[0] - tip[0])
    turns = (back - math.pi / 7, back + math.pi / 7)
    return [(tip[0] + length * math.cos(a), tip[1] + length * math.sin(a)) for a in turns]


def _text(pen: ImageDraw.ImageDraw, image: Image.Image, shape: Mapping[str, Any]) -> None:
    font = ImageFont.truetype(str(FONT), max(14, max(image.size) // 32))
    at = (shape["x1"] * image.width, shape["y1"] * image.height)
    pen.text(at, shape["text"], MARK, font=font, stroke_width=_width(image) // 2, stroke_fill=HALO)


def _width(image: Image.Image) -> int:
    return max(3, max(image.size) // 300)


DRAWN = {"circle": _circle, "arrow": _arrow, "text": _text}
