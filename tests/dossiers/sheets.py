"""Registers as one-stop software exports them: title lines, headings, citizens' columns."""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Sequence
from typing import Any

import xlsxwriter

HEADINGS = (
    *("STT", "Mã hồ sơ", "Lĩnh vực", "Thủ tục hành chính", "Người nộp", "Số CCCD", "Điện thoại"),
    *("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày xử lý xong", "Ngày trả kết quả", "Trạng thái"),
)
FIELDS = ("Đất đai", "Hộ tịch", "Chứng thực")
PEOPLE = ("Nguyễn Văn An", "Trần Thị Bích", "Lê Hoàng Cường", "Phạm Minh Đức")
START = dt.datetime(2020, 6, 1, 8, 30)


def row(number: int, **changed: Any) -> list[Any]:
    """A dossier in order; every tenth is late, every fourth unfinished."""
    received = START + dt.timedelta(days=number % 60, minutes=number % 480)
    appointed = received + dt.timedelta(days=7)
    finished = appointed + dt.timedelta(days=3 if number % 10 == 0 else -2)
    done = number % 4 != 1
    values = {
        "STT": number,
        "Mã hồ sơ": f"H15.50.05.13-{received:%y%m%d}-{number:05}",
        "Lĩnh vực": FIELDS[number % len(FIELDS)],
        "Thủ tục hành chính": "Đăng ký biến động đất đai",
        "Người nộp": PEOPLE[number % len(PEOPLE)],
        "Số CCCD": f"0790{number:08}",
        "Điện thoại": f"09{number:08}",
        "Ngày tiếp nhận": received,
        "Ngày hẹn trả": appointed,
        "Ngày xử lý xong": finished if done else None,
        "Ngày trả kết quả": finished if done else None,
        "Trạng thái": "Đã trả kết quả" if done else "Đang xử lý",
    }
    return [(values | changed)[heading] for heading in HEADINGS]


def rows(count: int) -> list[list[Any]]:
    return [row(number) for number in range(1, count + 1)]


def workbook(
    lines: Sequence[Sequence[Any]],
    *,
    headings: Sequence[str] = HEADINGS,
    above: Sequence[Sequence[str]] = (("DANH SÁCH HỒ SƠ",), ("Từ 01/06/2020 đến 31/07/2020",)),
    sheet: str = "Hồ sơ",
    further: Sequence[str] = (),
) -> bytes:
    """An XLSX with title lines above the headings."""
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"constant_memory": True}) as book:
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        page = book.add_worksheet(sheet)
        for number, line in enumerate([*above, headings, *lines]):
            for column, value in enumerate(line):
                if isinstance(value, dt.datetime):
                    page.write_datetime(number, column, value, moment)
                elif value is not None:
                    page.write(number, column, value)
        for name in further:
            book.add_worksheet(name)
    return body.getvalue()


def table(lines: Sequence[Sequence[Any]], delimiter: str = ";") -> str:
    """The same as the text of a CSV file."""
    shown = [[_typed(value) for value in line] for line in (HEADINGS, *lines)]
    return "".join(delimiter.join(line) + "\r\n" for line in shown)


def wait() -> None:
    """Until every import of this process has ended."""
    for thread in threading.enumerate():
        if thread.name.startswith("register "):
            thread.join(60)
            assert not thread.is_alive(), "the import hangs"


def _typed(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    return "" if value is None else str(value)
