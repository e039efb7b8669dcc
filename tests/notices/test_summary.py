"""The notices of a visit counted, and in the words of the minutes."""

from __future__ import annotations

from inspect_app.notices.rules import State
from inspect_app.notices.summary import count, sentences
from tests.notices.board import notice

BOARD = [
    notice("procedures", posted="yes", counts={"posted": 120, "announced": 125}),
    notice("parts", posted="yes", obsolete="yes", readable="no"),
    notice("fees", posted="no"),
    notice("times", posted="no"),
    notice("feedback", posted="no", corrected="yes"),
    notice("suggestions", posted="not_applicable"),
    notice("results", posted="yes", qr="dead"),
    notice("duty", posted="yes"),
    notice("decision"),
]


def test_what_does_not_apply_is_not_counted() -> None:
    found = count(BOARD)
    assert (found.posted, found.total) == (4, 8)
    assert found.states[State.MISSING] == 2 and found.states[State.OUTDATED] == 1
    assert found.states[State.CORRECTED] == found.states[State.UNSEEN] == 1
    assert found.states[State.FAULTY] == 2


def test_the_minutes_say_what_hangs_what_does_not_and_what_was_put_right() -> None:
    assert [str(said) for said in sentences(BOARD).values()] == [
        "Niêm yết công khai: đã niêm yết 4/8 loại.",
        "Chưa niêm yết: mức thu phí, lệ phí; thời hạn giải quyết thủ tục hành chính.",
        "Niêm yết nội dung cũ, hết hiệu lực: nội dung từng thủ tục hành chính kèm mẫu đơn, "
        "tờ khai.",
        "Niêm yết chưa đủ: danh mục thủ tục hành chính thuộc thẩm quyền (120/125 = 96%).",
        "Niêm yết khó thấy, khó đọc: nội dung từng thủ tục hành chính kèm mẫu đơn, tờ khai.",
        "Mã QR không mở được: kết quả giải quyết thủ tục hành chính.",
        "Đã khắc phục tại chỗ: nội dung, địa chỉ tiếp nhận phản ánh, kiến nghị (chưa niêm yết).",
        "Chưa kiểm tra: quyết định công bố thủ tục hành chính mới nhất.",
    ]


def test_nothing_is_said_while_nobody_has_looked() -> None:
    assert sentences([notice("fees"), notice("times")]) == {}
    assert sentences([notice("fees"), notice("times", posted="not_applicable")]) == {}


def test_what_is_all_in_order_is_one_sentence() -> None:
    (said,) = sentences([notice("fees", posted="yes"), notice("times", posted="yes")]).values()
    assert str(said) == "Niêm yết công khai: đã niêm yết 2/2 loại."
