"""Pages are told apart as changed, added, removed or moved."""

from __future__ import annotations

import pytest

from inspect_app.verification.alignment import Aligned, align
from inspect_app.verification.told import listed


def aligned(file: str, own: str) -> Aligned:
    """Each letter is a page."""
    return align(len(file), len(own), lambda page, other: file[page] == own[other])


@pytest.mark.parametrize(
    ("file", "changed", "added", "removed", "moved"),
    [
        ("abcde", (), (), (), ()),
        ("abXde", (3,), (), (), ()),
        ("Xbcde", (1,), (), (), ()),
        ("abcdX", (5,), (), (), ()),
        ("abXcde", (), (3,), (), ()),
        ("abcdeX", (), (6,), (), ()),
        ("acde", (), (), (2,), ()),
        ("abcd", (), (), (5,), ()),
        ("abXYe", (3, 4), (), (), ()),
        ("abXYZde", (3,), (4, 5), (), ()),
        ("abXe", (3,), (), (4,), ()),
        ("abbcde", (), (2,), (), ()),
        ("XXXXX", (1, 2, 3, 4, 5), (), (), ()),
        ("", (), (), (1, 2, 3, 4, 5), ()),
    ],
)
def test_what_was_done_to_the_pages_is_told(
    file: str,
    changed: tuple[int, ...],
    added: tuple[int, ...],
    removed: tuple[int, ...],
    moved: tuple[int, ...],
) -> None:
    found = aligned(file, "abcde")
    assert (found.changed, found.added, found.removed, found.moved) == (
        changed,
        added,
        removed,
        moved,
    )


def test_a_page_put_elsewhere_is_moved_and_nothing_is_lost() -> None:
    found = aligned("acbde", "abcde")
    assert (found.changed, found.added, found.removed) == ((), (), ())
    assert len(found.moved) == 1


def test_equal_pages_are_each_at_their_own_place() -> None:
    assert aligned("abba", "abba").same == ((1, 1), (2, 2), (3, 3), (4, 4))


@pytest.mark.parametrize(
    ("pages", "said"),
    [((3,), "3"), ((3, 4), "3, 4"), ((2, 3, 4, 7), "2-4, 7"), (tuple(range(1, 99, 2)), "…")],
)
def test_pages_are_listed_shortly(pages: tuple[int, ...], said: str) -> None:
    assert listed(pages).endswith(said)
    assert len(listed(pages)) < 90
