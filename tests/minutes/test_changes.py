"""What changed between two states of the minutes, said in words."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from inspect_app.minutes.changes import changes, shortened
from inspect_app.minutes.document import Minutes, Photo, Request, canonical
from inspect_app.text import msg
from tests.minutes import builder

BEFORE = builder.minutes(photos=2, rows=2)


def told(**changed: Any) -> list[str]:
    after = replace(BEFORE, **changed)
    return [str(said) for said in changes(canonical(BEFORE), canonical(after))]


def other(value: object) -> object:
    """Another value of the same shape."""
    if isinstance(value, str):
        return value + " khác"
    if isinstance(value, int):
        return value + 1
    if isinstance(value, dt.datetime | dt.date):
        return value + dt.timedelta(days=1)
    return tuple(reversed(value)) if isinstance(value, tuple) and len(value) > 1 else ()


@pytest.mark.parametrize(
    "field", [f.name for f in dataclasses.fields(Minutes) if f.name != "number"]
)
def test_no_change_goes_unsaid(field: str) -> None:
    assert told(**{field: other(getattr(BEFORE, field))})


def test_equal_minutes_and_another_number_say_nothing() -> None:
    assert told() == []
    assert told(number=9) == []


def test_a_part_without_words_is_named_by_its_field() -> None:
    after = canonical(BEFORE).replace(b'"copies"', b'"unheard_of"')
    said = [str(line) for line in changes(canonical(BEFORE), after)]
    assert "Một phần khác của biên bản đã thay đổi (unheard_of)." in said


def test_an_answer_is_named_by_its_item() -> None:
    part = BEFORE.checklist[0]
    row = replace(part.rows[0], result="fail", value="")
    checklist = (replace(part, rows=(row, *part.rows[1:])), *BEFORE.checklist[1:])
    said = told(checklist=checklist)
    assert said[0] == f"Nội dung {row.code}: kết quả “Đạt” → “Chưa đạt”."
    assert all(line.startswith(f"Nội dung {row.code}") for line in said)


@pytest.mark.parametrize(
    ("sentences", "said"),
    [
        (("A", "B", "C"), []),
        (("A", "X", "C"), ["câu “B” sửa thành “X”."]),
        (("A", "C"), ["bỏ câu “B”."]),
        (("A", "B", "C", "D"), ["thêm câu “D”."]),
        (("C", "B", "A"), ["đổi thứ tự các câu."]),
        ((), ["bỏ câu “A”.", "bỏ câu “B”.", "bỏ câu “C”."]),
    ],
)
def test_sentences_are_followed_one_by_one(sentences: tuple[str, ...], said: list[str]) -> None:
    def with_results(results: tuple[str, ...]) -> bytes:
        headings = (
            BEFORE.headings[0],
            replace(BEFORE.headings[1], results=results),
            *BEFORE.headings[2:],
        )
        return canonical(replace(BEFORE, headings=headings))

    found = changes(with_results(("A", "B", "C")), with_results(sentences))
    assert [str(line) for line in found] == [
        f"Kết luận lĩnh vực 2, kết quả: {words}" for words in said
    ]


def test_a_request_says_which_field() -> None:
    first = BEFORE.requests[0]
    later = replace(first, deadline=dt.date(2026, 12, 31), responsible="Chủ tịch")
    said = told(requests=(later, *BEFORE.requests[1:]))
    assert any("thời hạn" in line and "→ “31/12/2026”." in line for line in said)
    assert any("người chịu trách nhiệm" in line for line in said)
    added = told(requests=(*BEFORE.requests, Request("Mở lớp", "Xã", None)))
    assert added == ["Kiến nghị “Mở lớp”: thêm vào."]


def test_a_dossier_says_at_which_item() -> None:
    part = BEFORE.sample[0]
    row = part.rows[0]
    turned = "fail" if row.results[0] == "pass" else "pass"
    changed = replace(part, rows=(replace(row, results=(turned, *row.results[1:])), *part.rows[1:]))
    said = told(sample=(changed, *BEFORE.sample[1:]))
    assert len(said) == 1
    assert said[0].startswith(f"Hồ sơ {row.code}, {part.items[0]}: kết quả “")


def test_a_mask_of_a_photo_is_told_apart_from_its_caption() -> None:
    first: Photo = BEFORE.photos[0]
    masked = told(photos=(replace(first, print_sha256="0" * 64), *BEFORE.photos[1:]))
    assert masked[0].endswith("vùng che hoặc dấu vẽ đã đổi.")
    renamed = told(photos=(replace(first, caption="Khác"), *BEFORE.photos[1:]))
    assert "chú thích “" in renamed[0] and renamed[0].endswith("→ “Khác”.")
    assert told(photos=BEFORE.photos[1:])[0].endswith("bỏ ra.")


def test_long_texts_and_long_lists_are_cut() -> None:
    (said,) = told(unit_opinion="rất dài " * 100)
    assert len(said) < 300 and said.endswith("…”.")
    many = [msg("a")] * 14
    assert [str(line) for line in shortened(many)][-1] == "và 2 thay đổi khác."
    assert len(shortened(many)) == 13 and shortened(many[:12]) == many[:12]
