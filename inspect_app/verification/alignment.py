"""Which pages of a file are those of a document, which were changed, added, removed or moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Aligned:
    """Numbers of pages, from 1: `removed` are the document's, all others the file's.

    `same` pairs (page of the file, page of the document) that say the same.
    """

    same: tuple[tuple[int, int], ...]
    changed: tuple[int, ...]
    added: tuple[int, ...]
    removed: tuple[int, ...]
    moved: tuple[int, ...]


def align(count: int, own: int, alike: Callable[[int, int], bool]) -> Aligned:
    """Find each of the file's `count` pages among the document's `own`; `alike` compares from 0."""
    found = _found(count, own, alike)
    # What is nowhere in the document gets a number that no page of it has.
    tokens = [page if page is not None else -n - 1 for n, page in enumerate(found)]
    blocks = SequenceMatcher(None, range(own), tokens, autojunk=False).get_opcodes()
    fresh, gone, changed = list[int](), set[int](), list[int]()
    for kind, start, end, first, last in blocks:
        if kind == "equal":
            continue
        strange = [n for n in range(first, last) if found[n] is None]
        lost = [page for page in range(start, end) if page not in found]
        changed += strange[: len(lost)]
        fresh += strange[len(lost) :]
        gone |= set(lost[len(strange) :])
    kept = {n for kind, _, _, first, last in blocks if kind == "equal" for n in range(first, last)}
    there = {found[n] for n in kept}
    astray = [n for n, page in enumerate(found) if page is not None and n not in kept]
    # A page that is there already, put in once more.
    twice = [n for n in astray if found[n] in there or found.index(found[n]) != n]
    return Aligned(
        same=tuple((n + 1, page + 1) for n, page in enumerate(found) if page is not None),
        changed=_from_one(changed),
        added=_from_one([*fresh, *twice]),
        removed=_from_one(gone),
        moved=_from_one(n for n in astray if n not in twice),
    )


def _found(count: int, own: int, alike: Callable[[int, int], bool]) -> list[int | None]:
    """For each page of the file the page of the document, its own place tried first."""
    taken = set[int]()
    found: list[int | None] = []
    for page in range(count):
        order = [page, *range(own)] if page < own else [*range(own)]
        fitting = [other for other in dict.fromkeys(order) if alike(page, other)]
        free = [other for other in fitting if other not in taken]
        found.append((free or fitting or [None])[0])
        taken |= {other for other in found[-1:] if other is not None}
    return found


def _from_one(pages: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(page + 1 for page in pages))
