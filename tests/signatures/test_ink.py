"""Drawn signatures: read from strokes, drawn in blue on nothing, refused when they are none."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from inspect_app.errors import RuleBroken
from inspect_app.signatures import ink

STROKES = [[100, 200, 400, 120, 700, 300], [500, 100, 520, 350]]


def read(strokes: object) -> list[ink.Stroke]:
    return ink.read(json.dumps(strokes))


def test_the_same_strokes_give_the_same_picture() -> None:
    assert ink.draw(read(STROKES)) == ink.draw(read(STROKES))


def test_the_picture_is_blue_on_nothing() -> None:
    picture = Image.open(io.BytesIO(ink.draw(read(STROKES))))
    assert (picture.mode, picture.size) == ("RGBA", (1000, 400))
    assert picture.getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert picture.getpixel((400, 120)) == ink.BLUE
    assert picture.getpixel((510, 225)) == ink.BLUE


def test_what_was_drawn_past_the_edge_ends_at_the_edge() -> None:
    assert read([[-50, 20, 1200, 900]]) == [[(0, 20), (1000, 400)]]


@pytest.mark.parametrize("typed", ["", "[]", "[[10, 10, 12, 12]]", "[[5, 5]]"])
def test_nothing_drawn_is_said(typed: str) -> None:
    with pytest.raises(RuleBroken, match="Chưa vẽ chữ ký") as refused:
        ink.read(typed)
    assert "strokes" in refused.value.fields


@pytest.mark.parametrize(
    "typed",
    ["{", "5", "[5]", '[["a", "b"]]', "[[1]]", "[[]]", "[" * 5000, '[[{"x": 1}, 2]]', "null"],
)
def test_what_is_no_drawing_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken):
        ink.read(typed)


def test_a_drawing_without_end_is_refused() -> None:
    with pytest.raises(RuleBroken, match="Không đọc được nét ký"):
        read([[1.0, 2.0] * (ink.MOST_POINTS + 1)])
