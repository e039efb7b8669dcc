"""The phrases that conclusions are drafted in: shipped texts with {slots}, and the office's own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from string import Formatter
from typing import Any

from .. import text
from ..errors import RuleBroken
from ..text import Message, msg

SHIPPED_FILE = "phrases-2026.1.json"
LONGEST = 600
STRAY = msg("Dấu ngoặc nhọn chỉ dùng cho ô số liệu, mở và đóng đủ đôi.")


@dataclass(frozen=True)
class Phrase:
    """One shipped phrase. `sample` gives each of its slots a value, to show what it comes to."""

    key: str
    about_vi: str
    about_en: str
    text: str
    sample: Mapping[str, str]

    def about(self, language: str) -> str:
        """What it is for, in "vi" or "en"."""
        return self.about_en if language == "en" else self.about_vi

    def example(self, wording: str) -> str:
        """A checked wording with the sample values filled in, as it would stand in the minutes."""
        return text.sentence(wording.format_map(self.sample))


@dataclass(frozen=True)
class Library:
    """The phrases by key, in order, and the wordings by which the office replaced some of them."""

    key: str
    phrases: Mapping[str, Phrase]
    own: Mapping[str, str] = field(default_factory=dict)

    def wording(self, key: str) -> str:
        """The wording that counts."""
        return self.own.get(key, self.phrases[key].text)

    def fill(self, key: str, slots: Mapping[str, object]) -> str:
        """The wording with its slots filled; KeyError for a key or slot that is not there."""
        return self.wording(key).format_map({name: str(value) for name, value in slots.items()})


def read(content: Mapping[str, Any]) -> Library:
    """The phrases of a shipped file; RuleBroken when one does not use just its own slots."""
    phrases = [Phrase(**row) for row in content["phrases"]]
    for phrase in phrases:
        check(phrase, phrase.text)
    return Library(content["key"], {phrase.key: phrase for phrase in phrases})


def check(phrase: Phrase, typed: str) -> str:
    """The wording as stored: NFC, one line. Every slot of the phrase stands in it, no other.

    Raises RuleBroken at the field `text`: empty, too long, stray braces, unknown or missing slots.
    """
    wording = " ".join(text.nfc(typed).split())
    if not wording:
        raise _refused(msg("Chưa ghi nội dung."))
    if len(wording) > LONGEST:
        raise _refused(msg("Nội dung dài quá {limit} ký tự.", limit=LONGEST))
    used = set(_slots(wording))
    if unknown := sorted(used - phrase.sample.keys()):
        raise _refused(msg("Không có ô {slots} trong câu này.", slots=_named(unknown)))
    if missing := [name for name in phrase.sample if name not in used]:
        named = _named(missing)
        raise _refused(msg("Thiếu ô {slots}: số liệu này phải có trong câu.", slots=named))
    return wording


def _slots(wording: str) -> Iterator[str]:
    try:
        parsed = list(Formatter().parse(wording))
    except ValueError as error:
        raise _refused(STRAY) from error
    for literal, name, spec, conversion in parsed:
        if "{" in literal or "}" in literal or spec or conversion or name == "":
            raise _refused(STRAY)
        if name is not None:
            yield name


def _refused(said: Message) -> RuleBroken:
    return RuleBroken(said, {"text": said})


def _named(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


SHIPPED = read(
    json.loads(
        resources.files(__package__).joinpath("data").joinpath(SHIPPED_FILE).read_text("utf-8")
    )
)
