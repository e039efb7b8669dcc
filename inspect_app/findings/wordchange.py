"""Two wordings of a sentence compared word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

Token = tuple[str, str]
_TOKENS = re.compile(r"(\s*)(\d(?:[\d.,/-]*\d)?%?|\w+|[^\w\s])")


@dataclass(frozen=True)
class Piece:
    """A run of words with the blanks before them: `how` is "same", "del" or "ins"."""

    how: str
    text: str


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in order; those that are not "ins" give `before`, those not "del" give `after`.

    A mark such as ";" is a word of its own, "1.791" and "0,22%" are one.
    """
    return tuple(_pieces(_TOKENS.findall(before), _TOKENS.findall(after)))


def _pieces(old: list[Token], new: list[Token]) -> Iterator[Piece]:
    words = [[word for _, word in side] for side in (old, new)]
    matcher = SequenceMatcher(a=words[0], b=words[1], autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            # The first word of a sentence has no blank, which it needs behind what went before.
            both = zip(old[i:i_end], new[j:j_end], strict=True)
            yield Piece("same", _joined([(one or other, word) for (one, _), (other, word) in both]))
            continue
        if i < i_end:
            yield Piece("del", _joined(old[i:i_end]))
        if j < j_end:
            yield Piece("ins", _joined(new[j:j_end]))


def _joined(tokens: list[Token]) -> str:
    return "".join(blank + word for blank, word in tokens)
