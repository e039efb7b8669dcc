"""Whether the document's font can show every character of the minutes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from .document import Minutes

FONTS = Path(__file__).parents[2] / "static" / "fonts" / "liberation-serif-2.1.5"
_LAYOUT = frozenset("\n\t")


class MissingGlyph(ValueError):
    """The font lacks characters of the text; `characters` holds them in order."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        listed = ", ".join(f"“{c}” (U+{ord(c):04X})" for c in characters)
        super().__init__(f"Phông chữ của biên bản không có ký tự: {listed}.")


def check(minutes: Minutes) -> None:
    """Raises MissingGlyph unless all four styles of the font have every character printed."""
    if missing := lacking(minutes):
        raise MissingGlyph(missing)


def lacking(part: object) -> str:
    """The characters of the minutes, or of a part of them, that the font lacks, in order."""
    used = set("".join(_strings(part)))
    return "".join(sorted(used - _LAYOUT - drawable()))


@lru_cache(maxsize=1)
def drawable() -> frozenset[str]:
    """The characters that regular, bold, italic and bold italic all have."""
    styles = [_characters(file) for file in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*styles)


def _characters(file: Path) -> frozenset[str]:
    with TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        yield from _strings([getattr(value, field.name) for field in dataclasses.fields(value)])
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _strings(part)
