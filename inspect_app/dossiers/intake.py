"""Taking in a unit's register: the file, its columns, and what can be undone again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import IO

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select

from .. import clock, text
from ..audit.actions import record
from ..db import db, new_id, writing
from ..errors import Conflict, RuleBroken
from ..permissions import Viewer
from ..text import Message, msg
from ..units.models import Unit
from ..visits import rules as visit_rules
from ..visits.models import Visit
from . import columns, originals
from .models import ColumnMapping, Dossier, Register, RegisterState, Sample
from .reading import Book, Top, open_book

DRAFT_HOURS = 12
SHEETS_TRIED = 8
DELETED_AT_ONCE = 5000
ABANDONED = msg(
    "Máy chủ khởi động lại trong khi đang nhập nên chưa có hồ sơ nào được nhận. Chọn lại tệp."
)
FILE_GONE = msg("Tệp không còn trên máy chủ. Chọn lại tệp để nhập.")


def upload(visit: Visit, unit: Unit, stream: IO[bytes], name: str, *, by: Viewer) -> Register:
    """Keep the file to look at; a file of the same unit that was never imported gives way.

    Opens its own transaction. RuleBroken for a file that is no table, a foreign unit, or a unit
    whose register is there already.
    """
    visit_rules.check_unsigned(visit.state)
    _check_unit(visit, unit)
    key, shown = new_id(), text.nfc(PurePath(name.replace("\\", "/")).name)[-200:]
    sha256 = originals.hold(key, stream)
    try:
        open_book(originals.path(key), shown)
        with writing():
            _give_way(visit, unit)
            return _created(key, visit, unit, shown, sha256, by)
    except BaseException:
        originals.forget(key)
        raise


def open_original(register: Register) -> Book:
    """The kept file of a register; RuleBroken when it is gone."""
    if not originals.path(register.id).exists():
        raise RuleBroken(FILE_GONE)
    return open_book(originals.path(register.id), register.file_name)


def likely_sheet(book: Book) -> str:
    """The first sheet with headings we know, else the first."""
    for sheet in book.sheets[:SHEETS_TRIED]:
        try:
            book.top(sheet)
        except RuleBroken:
            continue
        return sheet
    return book.sheets[0]


def proposal(top: Top, dropped: list[str]) -> dict[str, str]:
    """Which column is what: as remembered for these headings, else by their names."""
    kept = db.session.get(ColumnMapping, columns.fingerprint(top.headings))
    if kept is not None:
        return columns.remembered(kept.columns, top.named, dropped)
    return columns.proposed(top.named, dropped)


def choose(
    register: Register, sheet: str, top: Top, chosen: Mapping[str, str], *, by: Viewer
) -> None:
    """Set the sheet and which column is what, and remember it for files with these headings.

    RuleBroken names each field at fault, also one whose column may be a citizen's.
    """
    check_draft(register)
    dropped = columns.personal(top.headings, top.sample)
    register.columns = columns.check_mapping(chosen, top.named, dropped)
    register.sheet, register.dropped = sheet, dropped
    key = columns.fingerprint(top.headings)
    kept = db.session.get(ColumnMapping, key) or ColumnMapping(fingerprint=key)
    kept.columns, kept.by_id, kept.at = register.columns, by.user_id, clock.now()
    db.session.add(kept)


def check_draft(register: Register) -> None:
    """Raise Conflict unless the register still waits to be imported."""
    if register.state is not RegisterState.READING or register.total or register.removed_at:
        raise Conflict(msg("Danh sách này đã được nhập hoặc đã bỏ. Tải lại trang."))
    visit_rules.check_unsigned(register.visit.state)


def remove(register: Register, *, by: Viewer) -> None:
    """Take the register away; its dossiers too, unless a sample was drawn from them.

    Opens its own transactions.
    """
    with writing():
        key = register.id
        visit_rules.check_unsigned(register.visit.state)
        if register.removed_at is None:
            register.removed_at = clock.now()
            detail = {"register": str(key), "sha256": register.sha256, "state": register.state}
            by_id, visit_id = by.user_id, register.visit_id
            record("dossiers.register_removed", by=by_id, visit_id=visit_id, **detail)
    originals.forget(key)
    if not db.session.scalar(select(exists().where(Sample.register_id == key))):
        purge(key)


def declare(register: Register, numbers: Mapping[str, int], *, by: Viewer) -> None:
    """Write down what the unit says: received, resolved, in_progress."""
    visit_rules.check_unsigned(register.visit.state)
    if dict(numbers) == register.declared:
        return
    register.declared = dict(numbers)
    record(
        "dossiers.register_declared",
        by=by.user_id,
        visit_id=register.visit_id,
        register=str(register.id),
        numbers=dict(numbers),
    )


def fail(key: uuid.UUID, errors: list[Message]) -> None:
    """End an import that was not finished: nothing of it stays. Opens its own transactions."""
    with writing():
        register = db.session.get(Register, key, populate_existing=True)
        if register is None or register.state is not RegisterState.READING:
            return
        register.state, register.errors = RegisterState.FAILED, errors
        record(
            "dossiers.register_failed",
            by=None,
            visit_id=register.visit_id,
            register=str(key),
            sha256=register.sha256,
            errors=len(errors),
        )
    purge(key)


def purge(key: uuid.UUID) -> None:
    """Delete the dossiers of a register in short transactions of their own."""
    some = select(Dossier.id).where(Dossier.register_id == key).limit(DELETED_AT_ONCE)
    while True:
        with writing():
            gone = db.session.execute(delete(Dossier).where(Dossier.id.in_(some)))
            if not gone.rowcount:  # type: ignore[attr-defined] # of a cursor's result
                return


def settle() -> None:
    """End what a stopped process left half done, and files that nobody imported.

    Opens its own transactions, and none when there is nothing to do.
    """
    for key in db.session.scalars(select(Register.id).where(_begun())).all():
        if not originals.is_read(key):
            fail(key, [ABANDONED])
            originals.forget(key)
    for key in db.session.scalars(select(Register.id).where(_half_gone())).all():
        purge(key)
    for key in originals.forgotten(DRAFT_HOURS):
        _forget_draft(key)


def _begun() -> ColumnElement[bool]:
    return and_(Register.state == RegisterState.READING, Register.total > 0)


def _half_gone() -> ColumnElement[bool]:
    """Failed or removed registers of which dossiers are left, though nobody drew from them."""
    ended = or_(Register.state == RegisterState.FAILED, Register.removed_at.is_not(None))
    left = exists().where(Dossier.register_id == Register.id)
    return and_(ended, left, ~exists().where(Sample.register_id == Register.id))


def _forget_draft(key: uuid.UUID) -> None:
    with writing():
        register = db.session.get(Register, key, populate_existing=True)
        if register is not None and register.state is RegisterState.READING:
            if register.total:
                return
            register.removed_at = register.removed_at or clock.now()
    originals.forget(key)


def live(visit: Visit, unit: Unit | None = None) -> Sequence[Register]:
    """The registers of an authorised visit that are not removed, newest first; of one unit."""
    found = select(Register).where(Register.visit_id == visit.id, Register.removed_at.is_(None))
    own = found.where(Register.unit_id == unit.id) if unit else found
    return db.session.scalars(own.order_by(Register.id.desc())).all()


def _check_unit(visit: Visit, unit: Unit) -> None:
    if unit not in visit.units:
        wrong = msg("Chọn đơn vị của danh sách.")
        raise RuleBroken(wrong, {"unit": wrong})
    if any(_is_taken(register) for register in live(visit, unit)):
        there = msg("Đã có danh sách của {unit}. Bỏ danh sách đó trước.", unit=unit.label)
        raise RuleBroken(there, {"file": there})


def _is_taken(register: Register) -> bool:
    """Whether it is whole, or on its way in."""
    reading = register.state is RegisterState.READING and register.total > 0
    return reading or register.state is RegisterState.WHOLE


def _give_way(visit: Visit, unit: Unit) -> None:
    _check_unit(visit, unit)
    for register in live(visit, unit):
        register.removed_at = clock.now()
        originals.forget(register.id)


def _created(
    key: uuid.UUID, visit: Visit, unit: Unit, name: str, sha256: str, by: Viewer
) -> Register:
    register = Register(
        id=key,
        visit_id=visit.id,
        unit_id=unit.id,
        file_name=name,
        sha256=sha256,
        columns={},
        dropped=[],
        declared={},
        errors=[],
        imported_at=clock.now(),
        by_id=by.user_id,
    )
    db.session.add(register)
    detail = {"register": str(key), "unit": str(unit.id), "sha256": sha256}
    record("dossiers.register_uploaded", by=by.user_id, visit_id=visit.id, **detail)
    return register
