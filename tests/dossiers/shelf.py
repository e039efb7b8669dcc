"""A unit's register as rows: three fields, a few dossiers late by the software's own times."""

from __future__ import annotations

import datetime as dt

from inspect_app import clock
from inspect_app.db import db
from inspect_app.dossiers.models import Dossier, Register, RegisterState
from inspect_app.visits.models import Visit
from tests.cast import viewer

FIELDS = ("Đất đai", "Hộ tịch", "Chứng thực")
START = dt.date(2020, 3, 2)  # a Monday


def code(number: int) -> str:
    """H15.50.05.13-200302-0001 and so on."""
    return f"H15.50.05.13-200302-{number:04}"


def at(day: dt.date, hour: int = 9) -> dt.datetime:
    """That hour in Viet Nam."""
    return dt.datetime.combine(day, dt.time(hour), clock.VIETNAM)


def fill(visit: Visit, count: int = 40, late: int = 3, by: str = "member") -> Register:
    """A whole register; the first `late` dossiers end two days after a Friday's appointment."""
    register = Register(
        visit_id=visit.id,
        unit=visit.unit,
        file_name="ho-so.xlsx",
        sha256="0" * 64,
        columns={},
        dropped=[],
        declared={},
        errors=[],
        state=RegisterState.WHOLE,
        total=count,
        progress=count,
        imported_at=clock.now(),
        by_id=viewer(by).user_id,
    )
    db.session.add(register)
    db.session.flush()
    for number in range(1, count + 1):
        ended = START + dt.timedelta(days=8 if number <= late else 3)
        db.session.add(
            Dossier(
                register_id=register.id,
                visit_id=visit.id,
                code=code(number),
                field=FIELDS[number % 3],
                procedure="Đăng ký biến động đất đai",
                status="Đã trả kết quả",
                received=at(START, 8),
                appointed=at(START + dt.timedelta(days=4), 16),
                finished=at(ended, 10),
                returned=at(ended, 11),
            )
        )
    db.session.commit()
    return register
