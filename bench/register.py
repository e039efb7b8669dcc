"""Importing a register of 50.000 dossiers: the product, and the library with one bare INSERT."""

from __future__ import annotations

import datetime as dt
import io
import json
import sqlite3
import sys
import time
import uuid
from pathlib import Path

import xlsxwriter

from bench import process
from bench.measure import Comparison, median
from bench.office import MEMBER, Office
from inspect_app import config, create_app
from inspect_app.accounts.queries import find_by_username
from inspect_app.db import db, writing
from inspect_app.dossiers import columns, importing, intake
from inspect_app.dossiers.models import Register, RegisterState
from inspect_app.permissions import Viewer
from inspect_app.visits.models import Visit

ROWS = 50_000
ROUNDS = 3
MEBIBYTE = 1024 * 1024
HEADINGS = (
    *("STT", "Mã hồ sơ", "Lĩnh vực", "Thủ tục hành chính", "Người nộp", "Số CCCD", "Điện thoại"),
    *("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày xử lý xong", "Ngày trả kết quả", "Trạng thái"),
)
FIELDS = ("Đất đai", "Hộ tịch", "Chứng thực", "Bảo trợ xã hội")


def compare(place: Office, folder: Path) -> Comparison:
    """Each run in a fresh process, in turns, on the office of that folder."""
    file, data = folder / "register.xlsx", str(place.app.config["SETTINGS"].instance)
    _write(file)
    ours = [sys.executable, "-m", "bench.register", "product", str(file), data]
    floor = [sys.executable, "-m", "bench.register", "floor", str(file), str(folder)]
    product, bare, alone = [], [], []
    for _ in range(ROUNDS):
        cost, said = process.run([*ours, str(place.visit_id)], folder)
        product.append(cost)
        alone.append(json.loads(said))
        bare.append(process.run(floor, folder)[0])
    seconds = sorted(one["seconds"] for one in alone)[ROUNDS // 2]
    return Comparison(
        title=f"import of {ROWS} dossiers",
        floor_title="python-calamine and one executemany in a bare process",
        product=median(product),
        floor=median(bare),
        limits={},
        notes=(
            f"Register: reading, checking and storing alone {seconds:.1f} s, "
            f"{ROWS / seconds:.0f} dossiers a second, from an XLSX of "
            f"{file.stat().st_size / MEBIBYTE:.1f} MiB; the product's own process "
            f"has {max(one['peak'] for one in alone) / MEBIBYTE:.0f} MiB resident at its peak, the "
            "child that opens the workbook has the rest.",
        ),
    )


def take_in(file: Path, visit_id: uuid.UUID) -> Register:
    """Upload, choose the proposed columns, and import to the end; inside the app."""
    visit, by = db.session.get_one(Visit, visit_id), _member()
    with file.open("rb") as stream:
        register = intake.upload(visit, visit.unit, stream, file.name, by=by)
    book = intake.open_original(register)
    sheet = intake.likely_sheet(book)
    top = book.top(sheet)
    proposed = intake.proposal(top, columns.personal(top.headings, top.sample))
    with writing():
        intake.choose(register, sheet, top, proposed, by=by)
    importing.begin(register, by=by).join()
    db.session.refresh(register)
    assert register.state is RegisterState.WHOLE, register.errors[:3]
    return register


def _member() -> Viewer:
    user = find_by_username(MEMBER)
    assert user is not None
    return user.as_viewer()


def _write(file: Path) -> None:
    body = io.BytesIO()
    begin = dt.datetime(2026, 1, 2, 7, 30)
    with xlsxwriter.Workbook(body, {"constant_memory": True}) as book:
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet = book.add_worksheet("Hồ sơ")
        sheet.write_row(0, 0, HEADINGS)
        for number in range(1, ROWS + 1):
            received = begin + dt.timedelta(minutes=5 * number)
            code = f"H15.50.05.13-{received:%y%m%d}-{number:06}"
            field = FIELDS[number % len(FIELDS)]
            texts = (code, field, "Đăng ký biến động đất đai", "Nguyễn Văn An", f"0790{number:08}")
            sheet.write_number(number, 0, number)
            for column, value in enumerate((*texts, f"09{number:08}"), 1):
                sheet.write_string(number, column, value)
            for column, days in enumerate((0, 7, 5, 6), 7):
                sheet.write_datetime(number, column, received + dt.timedelta(days=days), moment)
            sheet.write_string(number, 11, "Đã trả kết quả")
    file.write_bytes(body.getvalue())


def _product(file: Path, instance: str, visit_id: str) -> None:
    """One import and its removal, telling the seconds of the import and this process's peak."""
    app = create_app(config.read({"INSPECT_INSTANCE_PATH": instance}))
    with app.app_context():
        began = time.perf_counter()
        register = take_in(file, uuid.UUID(visit_id))
        told = {"seconds": time.perf_counter() - began, "peak": _peak()}
        intake.remove(register, by=_member())
    sys.stdout.write(json.dumps(told))


def _floor(file: Path, folder: str) -> None:
    from python_calamine import load_workbook  # what the product loads in its child only

    connection = sqlite3.connect(Path(folder) / "floor-register.db")
    connection.execute("DROP TABLE IF EXISTS dossier")
    connection.execute("CREATE TABLE dossier (a, code, b, c, d, e, f, r, p, x, t, s)")
    with load_workbook(str(file)) as book, connection:
        rows = ([str(cell) for cell in row] for row in book.get_sheet_by_index(0).iter_rows())
        connection.executemany("INSERT INTO dossier VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", rows)
    connection.close()


def _peak() -> int:
    """The highest resident memory of this process so far, in bytes."""
    with Path("/proc/self/status").open() as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    what, source, *rest = sys.argv[1:]
    (_product if what == "product" else _floor)(Path(source), *rest)
