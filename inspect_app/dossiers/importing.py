"""Reading a whole register in the background: all of its dossiers, or none."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from typing import IO, Any

from flask import Flask, current_app
from sqlalchemy import insert, update

from .. import clock, text
from ..audit.actions import record
from ..db import Base, db, new_id, writing
from ..errors import Conflict, RuleBroken
from ..permissions import Viewer
from ..text import Message, msg
from ..visits.rules import VisitState
from . import figures, intake, originals
from .columns import MOMENTS
from .csvfile import ROWS, TOO_MANY_ROWS
from .entries import LIMITS, Entry, read_entry
from .models import Dossier, Register, RegisterState
from .reading import Top

BATCH = 1000
ERRORS_KEPT = 1000
# Those who save by hand come first; an import may wait for five minutes.
WAITS = 20
DOSSIERS = Base.metadata.tables[Dossier.__tablename__]
BLANK: Entry = {**dict.fromkeys(LIMITS, ""), **dict.fromkeys(MOMENTS)}
# One at a time: several large registers together would take the memory of all.
TURN = threading.Lock()


class Gone(Exception):
    """Somebody removed the register while it was being read."""


@dataclass
class Reading:
    """How far it is: rows read, dossiers waiting to be stored, codes seen with their row, faults.

    `fields` gives the first spelling of each field, so that ĐẤT ĐAI and Đất đai are one.
    """

    register_id: uuid.UUID
    visit_id: uuid.UUID
    sheet: str
    columns: dict[str, Any]
    waiting: list[Entry] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    errors: list[Message] = field(default_factory=list)
    faults: int = 0

    def take(self, number: int, row: list[Any]) -> None:
        """One row of the sheet."""
        read = read_entry(list(self.columns), row)
        if read is None:
            return
        entry, faults = read
        if "code" in entry and (first := self.rows.setdefault(entry["code"], number)) != number:
            faults["code"] = msg("trùng mã với dòng {row}.", row=text.number(first))
        for name, fault in faults.items():
            self.refuse(number, name, fault)
        if not self.faults:
            self.waiting.append(self._dossier(entry))

    def refuse(self, number: int, name: str, fault: Message) -> None:
        """Note what is wrong, where."""
        self.faults += 1
        if len(self.errors) < ERRORS_KEPT:
            self.errors.append(
                msg(
                    "Sheet “{sheet}”, dòng {row}, cột “{column}”: {fault}",
                    sheet=self.sheet,
                    row=text.number(number),
                    column=self.columns[name],
                    fault=fault,
                )
            )

    def _dossier(self, entry: Entry) -> Entry:
        own = entry.get("field", "")
        spelling = {"field": self.fields.setdefault(own.casefold(), own)}
        keys = {"id": new_id(), "register_id": self.register_id, "visit_id": self.visit_id}
        return BLANK | entry | spelling | keys


def begin(register: Register, *, by: Viewer) -> threading.Thread:
    """Start reading it in the background; opens its own transaction.

    RuleBroken when no column was chosen, the file is gone or holds too much; Conflict when it has
    been begun.
    """
    intake.check_draft(register)
    if not register.columns:
        raise RuleBroken(msg("Chưa chọn cột. Chọn cột rồi mới nhập được."))
    top = intake.open_original(register).top(register.sheet)
    if top.below > ROWS:
        raise RuleBroken(TOO_MANY_ROWS)
    held = originals.lock(register.id)
    if held is None:
        raise Conflict(msg("Danh sách này đang được nhập."))
    try:
        thread = _started(register, top, held, by)
    except BaseException:
        held.close()
        raise
    return thread


def _started(register: Register, top: Top, held: IO[bytes], by: Viewer) -> threading.Thread:
    key, app = register.id, current_app._get_current_object()  # type: ignore[attr-defined]
    with writing():
        db.session.refresh(register)
        intake.check_draft(register)
        register.total, register.by_id = max(top.below, 1), by.user_id
        register.imported_at = clock.now()
    work = threading.Thread(target=_run, args=(app, key, top, held, by), name=f"register {key}")
    work.daemon = True
    work.start()
    return work


def _run(app: Flask, key: uuid.UUID, top: Top, held: IO[bytes], by: Viewer) -> None:
    with held, app.app_context():
        try:
            with TURN:
                _read(key, top, by)
        except Gone:
            intake.purge(key)
        except RuleBroken as error:
            intake.fail(key, [error.message])
        except Exception:
            # Nobody waits for this thread, so it has to say itself what became of it.
            app.logger.exception("importing the register %s", key)
            intake.fail(key, [msg("Hệ thống gặp lỗi khi nhập nên chưa nhận hồ sơ nào.")])
        finally:
            originals.forget(key)
            db.session.remove()


def _read(key: uuid.UUID, top: Top, by: Viewer) -> None:
    register = db.session.get_one(Register, key)
    book, sheet = intake.open_original(register), register.sheet
    reading = Reading(key, register.visit_id, sheet, dict(register.columns))
    db.session.rollback()
    for count, (number, row) in enumerate(book.data(sheet, top, list(reading.columns.values())), 1):
        reading.take(number, row)
        if count % BATCH == 0:
            _store(reading, count)
    if reading.faults:
        intake.fail(key, [*reading.errors, *_more(reading)])
    elif not reading.rows:
        raise RuleBroken(msg("Không thấy hồ sơ nào dưới dòng tiêu đề."))
    else:
        _finish(reading, by)


def _store(reading: Reading, progress: int) -> None:
    """What is waiting, and how far it is, in one short transaction."""
    fitting = (
        Register.id == reading.register_id,
        Register.state == RegisterState.READING,
        Register.removed_at.is_(None),
    )
    with writing(WAITS):
        _insert(reading)
        done = db.session.execute(update(Register).where(*fitting).values(progress=progress))
        if not done.rowcount:  # type: ignore[attr-defined] # of a cursor's result
            raise Gone
    reading.waiting.clear()


def _insert(reading: Reading) -> None:
    if reading.waiting and not reading.faults:
        db.session.execute(insert(DOSSIERS), reading.waiting)


def _finish(reading: Reading, by: Viewer) -> None:
    _store(reading, len(reading.rows))
    with writing(WAITS):
        register = db.session.get_one(Register, reading.register_id, populate_existing=True)
        if register.removed_at is not None:
            raise Gone
        register.state, register.progress = RegisterState.WHOLE, register.total
        record(
            "dossiers.register_imported",
            by=by.user_id,
            visit_id=register.visit_id,
            register=str(register.id),
            dossiers=len(reading.rows),
            sha256=register.sha256,
            sheet=register.sheet,
        )
        if register.visit.state is VisitState.WORKING:
            figures.flow(register.visit, by)


def _more(reading: Reading) -> list[Message]:
    left = reading.faults - len(reading.errors)
    return [msg("… và {count} lỗi nữa.", count=text.number(left))] if left else []
