"""A character that would print as an empty box is refused before drawing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspect_app.minutes import pdf
from inspect_app.minutes.glyphs import MissingGlyph
from tests.minutes import builder


@pytest.mark.parametrize("character", ["😀", "☑", "漢"])
def test_a_character_that_the_font_lacks_is_refused_by_name(character: str) -> None:
    value = builder.minutes()
    person = replace(value.team[0], position=f"Chuyên viên {character}")
    with pytest.raises(MissingGlyph) as refused:
        pdf.draw(replace(value, team=(person,)), builder.pictures)
    assert refused.value.characters == character
    assert character in str(refused.value)
