"""Reading one cell of a register: a code, a moment, a text without a citizen's numbers."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence

from .. import clock, text
from ..text import Message, msg

Cell = str | int | float | bool | dt.datetime | None

EMPTY = ("", "-", "--", "–", "—", "null", "n/a")
CODE_LIMIT = 80
YEARS = range(1990, 2101)
# Days since 30/12/1899: how a workbook counts them where the cell is not marked as a date.
FIRST_DAY = dt.datetime(1899, 12, 30)
SERIALS = (32_874, 73_416)  # 1/1/1990 to 31/12/2100
DAY = r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
TIME = r"(?P<H>\d{1,2})(?:[:hg]|\s*giờ\s*)(?P<M>\d{2})(?::(?P<S>\d{2})(?:\.\d+)?)?"
MOMENTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (DAY, rf"{DAY}[\s,T-]+{TIME}", rf"{TIME}[\s,-]+(?:ngày\s+)?{DAY}")
)
NUMBERS = re.compile(
    r"(?<!\d)(?:\d{12}|\d{9})(?!\d)|(?<!\d)(?:\+?84|0)(?:[ .-]?\d){9}(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+"
)
WHOLE_NUMBER = re.compile(r"\+?\d{9}|\d{12}|(?:\+?84|0)\d{9}|0\d{10}")
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SURNAMES = frozenset(
    (
        *("nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui"),
        *("do", "ho", "ngo", "duong", "ly", "dao", "doan", "trinh", "dinh", "mai", "lam", "truong"),
        *("cao", "luong", "ha", "chau", "ta", "thai", "phung", "to", "tang", "quach", "kieu"),
        *("ninh", "nong", "vi", "la", "dam"),
    )
)
SHARE = 0.3


class Unreadable(ValueError):
    """A cell that cannot be read; `advice` says why and what should stand there."""

    def __init__(self, advice: Message) -> None:
        super().__init__(str(advice))
        self.advice = advice


def plain(cell: Cell) -> str:
    """What a person sees in the cell, in NFC, on one line; "" for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return f"{cell:%d/%m/%Y %H:%M}".removesuffix(" 00:00")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _one_line(cell if isinstance(cell, str) else str(cell))


def read_code(cell: Cell) -> str:
    """The dossier's code in NFC as it stands there; Unreadable when missing or not one."""
    code = plain(cell)
    if code.casefold() in EMPTY:
        raise Unreadable(msg("thiếu mã hồ sơ."))
    if len(code) > CODE_LIMIT:
        raise Unreadable(
            msg("mã hồ sơ dài {length} ký tự; tối đa {limit}.", length=len(code), limit=CODE_LIMIT)
        )
    if not any(character.isdigit() for character in code):
        raise Unreadable(msg("“{typed}” không giống mã hồ sơ.", typed=code[:40]))
    return code


def read_text(cell: Cell, limit: int) -> str:
    """The text in NFC, cut at the limit, without long numbers and addresses of citizens."""
    return _without_numbers(plain(cell), limit)


def read_moment(cell: Cell) -> dt.datetime | None:
    """The moment in UTC of a wall-clock time in Viet Nam; 00:00 when only the day stands there.

    From a workbook's date or number, 05/03/2026 [14:05[:30]], the time before the day, or ISO 8601.
    None from nothing; Unreadable for anything else.
    """
    if isinstance(cell, str) or cell is None:
        said = plain(cell)
        if said.casefold() in EMPTY:
            return None
        found = _typed(said)
    else:
        found = _counted(cell)
    if found is None or found.year not in YEARS:
        raise Unreadable(
            msg(
                "“{typed}” không phải là ngày giờ. Cần dạng 05/03/2026 hoặc 05/03/2026 14:05.",
                typed=plain(cell)[:40],
            )
        )
    return found if found.tzinfo else clock.from_local(found)


def says_person(cells: Iterable[Sequence[Cell]]) -> bool:
    """Whether the cells of a column (each a sequence of at most one) look like a citizen's.

    Numbers of 9 or 12 digits, phone numbers and e-mail addresses; or names, nearly all different.
    """
    said = [plain(cell[0]) for cell in cells if cell]
    filled = [value for value in said if value]
    if not filled:
        return False
    numbers = sum(_is_number(value) for value in filled)
    named = {value for value in filled if _is_name(value)}
    return numbers >= SHARE * len(filled) or len(named) > 2 * SHARE * len(filled)


# A register of 50.000 dossiers says the same few hundred fields and procedures again and again.
@functools.lru_cache(maxsize=4096)
def _one_line(said: str) -> str:
    if said.isascii() and said.isprintable():
        return " ".join(said.split())
    return " ".join(text.nfc(said).split())


@functools.lru_cache(maxsize=4096)
def _without_numbers(said: str, limit: int) -> str:
    kept = NUMBERS.sub("…", said)
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + "…"


def _typed(said: str) -> dt.datetime | None:
    for pattern in MOMENTS:
        if match := pattern.fullmatch(said):
            part = {name: int(value or 0) for name, value in match.groupdict().items()}
            return _made(part)
    try:
        found = dt.datetime.fromisoformat(said)
    except ValueError:
        return None
    return found.astimezone(dt.UTC) if found.tzinfo else found


def _made(part: dict[str, int]) -> dt.datetime | None:
    time = (part.get("H", 0), part.get("M", 0), part.get("S", 0))
    try:
        return dt.datetime(part["y"], part["m"], part["d"], *time)
    except ValueError:
        return None


def _counted(cell: float | dt.datetime) -> dt.datetime | None:
    if isinstance(cell, dt.datetime):
        found = cell
    elif isinstance(cell, bool) or not SERIALS[0] <= cell <= SERIALS[1]:
        return None
    else:
        found = FIRST_DAY + dt.timedelta(days=cell)
    # A fraction of a day cannot say a second exactly.
    return (found + dt.timedelta(milliseconds=500)).replace(microsecond=0)


def _is_number(said: str) -> bool:
    compact = re.sub(r"[ .-]", "", said)
    return bool(WHOLE_NUMBER.fullmatch(compact) or E_MAIL.search(said))


def _is_name(said: str) -> bool:
    words = said.split()
    if not 2 <= len(words) <= 6 or not all(word[0].isupper() for word in words):
        return False
    return said.replace(" ", "").isalpha() and text.folded(words[0]) in SURNAMES
