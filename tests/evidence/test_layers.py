"""Masks and marks typed in numbers."""

from __future__ import annotations

import pytest

from inspect_app.errors import RuleBroken
from inspect_app.evidence import layers
from inspect_app.evidence.layers import Shape

ROW = {"kind": ["box"], "x1": ["10"], "y1": ["20,5"], "x2": ["30.25"], "y2": ["100"], "text": [""]}


def test_a_row_is_read_in_fractions_of_the_sides() -> None:
    assert layers.read(ROW) == [Shape("box", 0.10, 0.205, 0.3025, 1.0)]


def test_rows_without_a_kind_are_left_out() -> None:
    unused = {name: [*column, ""] for name, column in ROW.items()}
    assert len(layers.read(unused)) == 1
    assert layers.read({}) == []


def test_what_is_shown_is_read_back_the_same() -> None:
    (shape,) = layers.read(ROW)
    shown = {side: [layers.percent(getattr(shape, side))] for side in layers.SIDES}
    assert shown["y1"] == ["20,5"] and shown["y2"] == ["100"]
    assert layers.read(ROW | shown) == [shape]
    assert layers.stored([shape.plain()]) == [shape]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"x1": ["trái"]}, "Dòng 1: “trái” không phải số từ 0 đến 100."),
        ({"x1": ["100,01"]}, "không phải số từ 0 đến 100"),
        ({"y1": ["-3"]}, "không phải số từ 0 đến 100"),
        ({"y1": ["nan"]}, "không phải số từ 0 đến 100"),
        ({"y1": [""]}, "không phải số từ 0 đến 100"),
        ({"x2": ["10,1"]}, "quá nhỏ"),
        ({"kind": ["text"]}, "chưa ghi chữ"),
        ({"kind": ["script"]}, "loại “script” không có"),
        ({"kind": ["box", "box"]}, "không đầy đủ"),
        ({name: column * 61 for name, column in ROW.items()}, "Nhiều nhất 60"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_its_row(
    changed: dict[str, list[str]], said: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        layers.read(ROW | changed)
    assert said in str(refused.value)


def test_words_are_one_line_in_nfc_and_only_of_a_text() -> None:
    words = {"text": ["  Thie\u0302\u0301u\n dấu "]}
    (shape,) = layers.read(ROW | words | {"kind": ["text"]})
    assert shape.text == "Thiếu dấu"
    assert layers.read(ROW | words)[0].text == ""
