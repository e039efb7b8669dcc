"""A file comes in pieces, over connections that break, and is the same byte for byte."""

from __future__ import annotations

import io
import os
import random
import time
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspect_app.db import new_id
from inspect_app.evidence import pieces
from inspect_app.evidence.pieces import CHUNK, Damaged, TooMuch, WrongOffset
from tests.evidence.sender import noise, promise_of, send

DAY = 24 * 3600


class Cut(Exception):
    """The connection is gone."""


class Line:
    """A connection that gives small helpings and breaks after so many bytes."""

    def __init__(self, data: bytes, breaks_after: int | None = None, helping: int = CHUNK) -> None:
        self.inner, self.left, self.helping = io.BytesIO(data), breaks_after, helping

    def read(self, size: int, /) -> bytes:
        wanted = min(size, self.helping)
        if self.left is not None:
            wanted = min(wanted, self.left)
            self.left -= wanted
            if not wanted:
                raise Cut
        return self.inner.read(wanted)


@pytest.mark.usefixtures("bare_office")
class TestOneSender:
    def test_pieces_make_the_file(self) -> None:
        data = noise(3 * CHUNK + 5)
        assert send(promise_of(data), data) == data

    def test_what_came_before_the_cut_stays(self) -> None:
        data = noise(4 * CHUNK)
        promise = promise_of(data)
        with pytest.raises(Cut):
            pieces.append(promise, 0, Line(data, breaks_after=2 * CHUNK + 100))
        assert pieces.received(promise) == 2 * CHUNK + 100
        pieces.append(promise, 2 * CHUNK + 100, io.BytesIO(data[2 * CHUNK + 100 :]))
        assert pieces.read(promise) == data

    @pytest.mark.parametrize("offset", [0, 99, 101, 5000])
    def test_a_piece_that_does_not_fit_is_told_where_to_go_on(self, offset: int) -> None:
        promise = promise_of(noise(300))
        pieces.append(promise, 0, io.BytesIO(noise(300)[:100]))
        with pytest.raises(WrongOffset) as refused:
            pieces.append(promise, offset, io.BytesIO(b"x"))
        assert refused.value.have == pieces.received(promise) == 100

    def test_never_more_is_kept_than_was_promised(self) -> None:
        promise = promise_of(noise(CHUNK + 10))
        with pytest.raises(TooMuch):
            pieces.append(promise, 0, io.BytesIO(noise(CHUNK + 10) + b"x"))
        assert pieces.received(promise) <= promise.size

    def test_bytes_with_another_hash_are_thrown_away(self) -> None:
        data = noise(5000)
        promise = promise_of(data)
        pieces.append(promise, 0, io.BytesIO(bytes(5000)))
        with pytest.raises(Damaged):
            pieces.read(promise)
        assert pieces.received(promise) == 0
        assert send(promise, data) == data

    def test_a_file_is_not_read_before_it_is_whole(self) -> None:
        promise = promise_of(noise(10))
        pieces.append(promise, 0, io.BytesIO(noise(10)[:9]))
        with pytest.raises(WrongOffset):
            pieces.read(promise)

    def test_nobody_adds_to_the_file_of_another(self) -> None:
        mine = promise_of(noise(100))
        pieces.append(mine, 0, io.BytesIO(noise(100)[:50]))
        others = (replace(mine, user_id=new_id()), replace(mine, key=new_id()))
        for theirs in (*others, replace(mine, sha256="0" * 64)):
            assert pieces.received(theirs) == 0
            pieces.append(theirs, 0, io.BytesIO(b"x" * 50))
        pieces.append(mine, 50, io.BytesIO(noise(100)[50:]))
        assert pieces.read(mine) == noise(100)

    def test_a_part_removed_meanwhile_begins_anew(self) -> None:
        data = noise(3 * CHUNK)
        promise = promise_of(data)

        class Removing(io.BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                if self.tell():
                    pieces.remove(promise)
                return super().read(size)

        with pytest.raises(WrongOffset) as refused:
            pieces.append(promise, 0, Removing(data))
        assert refused.value.have == 0
        assert send(promise, data) == data

    def test_only_parts_left_alone_for_long_are_swept(self) -> None:
        old, young = promise_of(noise(10)), promise_of(noise(20))
        for promise, days in ((old, 14.01), (young, 13.99)):
            pieces.append(promise, 0, io.BytesIO(b"12345"))
            os.utime(promise.path, (time.time() - days * DAY,) * 2)
        assert pieces.sweep(14) == 1
        assert (pieces.received(old), pieces.received(young)) == (0, 5)

    def test_an_office_without_any_part_has_nothing_to_sweep(self) -> None:
        assert pieces.sweep(14) == 0


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    size=st.integers(0, 5 * CHUNK),
    tries=st.lists(
        st.tuples(
            st.integers(0, 3 * CHUNK),  # length of the piece
            st.one_of(st.none(), st.integers(0, 3 * CHUNK)),  # where the connection breaks
            st.integers(1, CHUNK),  # how much comes in one read
            st.sampled_from(["next", "next", "next", "lost answer", "anywhere", "wrong bytes"]),
        ),
        max_size=25,
    ),
    seed=st.integers(0, 99),
)
def test_whatever_breaks_the_file_ends_with_its_own_bytes(
    bare_office: Flask,
    size: int,
    tries: list[tuple[int, int | None, int, str]],
    seed: int,
) -> None:
    data = noise(size)
    promise, offset, dice = promise_of(data), 0, random.Random(seed)
    for length, breaks_after, helping, fault in tries:
        at = dice.randint(0, size) if fault == "anywhere" else offset
        piece = data[at : at + length]
        if fault == "wrong bytes":
            piece = bytes(len(piece))
        before = pieces.received(promise)
        try:
            pieces.append(promise, at, Line(piece, breaks_after, helping))
        except WrongOffset as error:
            assert error.have == before != at
            offset = error.have
        except Cut:
            assert before <= pieces.received(promise) <= before + (breaks_after or 0)
        else:
            assert pieces.received(promise) == before + len(piece)
            offset = before if fault == "lost answer" else before + len(piece)
        assert pieces.received(promise) <= size
    try:
        assert send(promise, data, seed) == data
    except Damaged:
        assert any(fault == "wrong bytes" for *_, fault in tries)
        assert send(promise, data, seed) == data
