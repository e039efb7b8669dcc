"""Codes of documents: one for one text, not to be guessed, read however they are typed."""

from __future__ import annotations

import pytest

from inspect_app.minutes import codes

CODE = codes.code_of("a" * 64, "key")


def test_the_same_text_has_the_same_code() -> None:
    assert codes.code_of("a" * 64, "key") == CODE
    assert len(CODE) * 5 >= 128


def test_another_text_or_office_has_another_code() -> None:
    assert len({CODE, codes.code_of("b" * 64, "key"), codes.code_of("a" * 64, "other")}) == 3


@pytest.mark.parametrize(
    "typed", [CODE, codes.shown(CODE), codes.shown(CODE).lower(), f" {CODE[:9]} {CODE[9:]} "]
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert codes.read(typed) == CODE


def test_letters_misread_as_digits_are_understood() -> None:
    code = "OIB" + CODE[3:]
    assert codes.read("018" + CODE[3:]) == code


@pytest.mark.parametrize("typed", ["", "ABC", CODE + "A", CODE[:-1] + "!", "ạ" * 26])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert codes.read(typed) is None
