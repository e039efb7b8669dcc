"""Two wordings compared word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inspect_app.findings.wordchange import Piece, compare

SENTENCES = st.lists(st.sampled_from(["Xã", "đã", "niêm", "yết", "đủ", "7/9", "loại."])).map(
    " ".join
)


def rebuilt(pieces: tuple[Piece, ...], without: str) -> list[str]:
    return "".join(piece.text for piece in pieces if piece.how != without).split()


def test_only_the_changed_words_are_marked() -> None:
    pieces = compare("Xã niêm yết đủ 7/9 loại", "Xã niêm yết thiếu 2/9 loại thủ tục")
    assert [(p.how, p.text.strip()) for p in pieces] == [
        ("same", "Xã niêm yết"),
        ("del", "đủ 7/9"),
        ("ins", "thiếu 2/9"),
        ("same", "loại"),
        ("ins", "thủ tục"),
    ]


def test_a_word_put_before_the_first_leaves_that_one_the_same() -> None:
    pieces = compare("Xã có", "Nay Xã có")
    assert [(p.how, p.text.strip()) for p in pieces] == [("ins", "Nay"), ("same", "Xã có")]


def test_marks_and_figures_are_words_of_their_own() -> None:
    pieces = compare("Nhận 1.791 hồ sơ; trễ 0,22%", "Nhận 1.792 hồ sơ trong kỳ; trễ 0,22%.")
    assert [(p.how, p.text) for p in pieces] == [
        ("same", "Nhận"),
        ("del", " 1.791"),
        ("ins", " 1.792"),
        ("same", " hồ sơ"),
        ("ins", " trong kỳ"),
        ("same", "; trễ 0,22%"),
        ("ins", "."),
    ]


def test_nothing_beside_something_is_all_new_or_all_gone() -> None:
    assert compare("", "a b") == (Piece("ins", "a b"),)
    assert compare("a b", "") == (Piece("del", "a b"),)
    assert compare("", "") == ()


@given(SENTENCES, SENTENCES)
def test_both_wordings_can_be_read_from_the_pieces(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert rebuilt(pieces, "ins") == before.split()
    assert rebuilt(pieces, "del") == after.split()
