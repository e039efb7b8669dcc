"""A signature drawn on the tablet, from its strokes to a transparent picture in blue ink."""

from __future__ import annotations

import io
import itertools
import json

from PIL import Image, ImageDraw

from ..errors import RuleBroken
from ..text import msg

WIDTH, HEIGHT = 1000, 400  # the units in which the tablet says its points
BLUE = (16, 42, 150, 255)
MOST_POINTS = 20_000
_PEN = 7
_FINER = 2
_SHORTEST = 60  # units along the pen: less is a slip of the finger

Stroke = list[tuple[float, float]]


def read(typed: str) -> list[Stroke]:
    """The strokes of [[x, y, x, y, …], …]; raises RuleBroken when they are none."""
    try:
        strokes = [_stroke(points) for points in json.loads(typed or "[]")]
    except (TypeError, ValueError, RecursionError):
        raise _unreadable() from None
    if sum(map(len, strokes)) > MOST_POINTS:
        raise _unreadable()
    if sum(map(_length, strokes)) < _SHORTEST:
        said = msg("Chưa vẽ chữ ký. Vẽ vào khung, hoặc chọn ký trên giấy.")
        raise RuleBroken(said, {"strokes": said})
    return strokes


def draw(strokes: list[Stroke]) -> bytes:
    """A PNG of 1000 × 400 pixels, blue on nothing; the same strokes give the same bytes."""
    canvas = Image.new("RGBA", (WIDTH * _FINER, HEIGHT * _FINER), (*BLUE[:3], 0))
    pen = ImageDraw.Draw(canvas)
    for stroke in strokes:
        points = [(x * _FINER, y * _FINER) for x, y in stroke]
        pen.line(points, fill=BLUE, width=_PEN * _FINER, joint="curve")
        for x, y in (points[0], points[-1]):
            reach = _PEN * _FINER / 2
            pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=BLUE)
    body = io.BytesIO()
    canvas.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(body, "PNG", optimize=True)
    return body.getvalue()


def _stroke(points: object) -> Stroke:
    if not isinstance(points, list) or not points or len(points) % 2:
        raise ValueError
    numbers = [float(value) for value in points if isinstance(value, int | float)]
    if len(numbers) != len(points):
        raise ValueError
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    # What was drawn past the edge ends at the edge; NaN compares false with everything.
    return [(min(max(x, 0), WIDTH), min(max(y, 0), HEIGHT)) for x, y in pairs if x == x and y == y]


def _length(stroke: Stroke) -> float:
    steps = itertools.pairwise(stroke)
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in steps)


def _unreadable() -> RuleBroken:
    said = msg("Không đọc được nét ký. Xóa và ký lại.")
    return RuleBroken(said, {"strokes": said})
