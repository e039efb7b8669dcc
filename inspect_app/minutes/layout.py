"""What an office chooses of the minutes' form: header, order of sections and signatures, seal."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from ..errors import RuleBroken
from ..text import Message, msg

COMPOSITION, RESULTS, REQUESTS, OPINION = SECTIONS = (
    "composition",
    "results",
    "requests",
    "opinion",
)
PARTIES = ("secretary", "unit", "head")
PLACES = ("left", "middle", "right")
PHOTOS_PER_PAGE = (2, 4)
MOST_COPIES = 20


@dataclass(frozen=True)
class Layout:
    """The settings of one version of a template; "" leaves a text to the campaign.

    `signatures` are (party, place) in the order in which they sign, `place` being one of PLACES.
    `seal`: whether the agency's seal is put over the head's signature (Nghị định 30/2020/NĐ-CP,
    Phụ lục I, mục II.8: about a third of it, on the left).
    """

    parent_body: str = ""
    issuing_body: str = ""
    series: str = ""
    sections: tuple[str, ...] = SECTIONS
    signatures: tuple[tuple[str, str], ...] = tuple(zip(PARTIES, PLACES, strict=True))
    copies: int = 2
    seal: bool = True
    photos_per_page: int = 4

    def place(self, party: str) -> str:
        """Where on the line of signatures that party's stands."""
        return dict(self.signatures)[party]


DEFAULT = Layout()


def plain(layout: Layout) -> dict[str, Any]:
    """The settings as they are stored (JSON)."""
    return dataclasses.asdict(layout)


def read(stored: dict[str, Any]) -> Layout:
    """The settings out of what is stored; raises RuleBroken when they make no document."""
    return checked(
        Layout(
            parent_body=stored["parent_body"],
            issuing_body=stored["issuing_body"],
            series=stored["series"],
            sections=tuple(stored["sections"]),
            signatures=tuple((party, place) for party, place in stored["signatures"]),
            copies=stored["copies"],
            seal=stored["seal"],
            photos_per_page=stored["photos_per_page"],
        )
    )


def checked(layout: Layout) -> Layout:
    """The same settings; raises RuleBroken naming each field that is wrong."""
    wrong = {field: said for field, applies, said in _faults(layout) if applies}
    if wrong:
        raise RuleBroken(next(iter(wrong.values())), wrong)
    return layout


def _faults(layout: Layout) -> list[tuple[str, bool, Message]]:
    parties, places = zip(*layout.signatures, strict=True) if layout.signatures else ((), ())
    return [
        (
            "sections",
            sorted(layout.sections) != sorted(SECTIONS),
            msg("Mỗi mục của biên bản đứng ở đúng một vị trí."),
        ),
        (
            "signatures",
            sorted(parties) != sorted(PARTIES),
            msg("Mỗi bên ký đúng một lần trong thứ tự ký."),
        ),
        (
            "places",
            sorted(places) != sorted(PLACES),
            msg("Mỗi bên đứng ở một chỗ riêng: trái, giữa, phải."),
        ),
        (
            "copies",
            not 1 <= layout.copies <= MOST_COPIES,
            msg("Số bản là số từ 1 đến {most}.", most=MOST_COPIES),
        ),
        (
            "photos_per_page",
            layout.photos_per_page not in PHOTOS_PER_PAGE,
            msg("Mỗi trang phụ lục in 2 hoặc 4 ảnh."),
        ),
    ]
