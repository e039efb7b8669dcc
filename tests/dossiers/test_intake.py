"""A register comes in whole or not at all, says every fault, and leaves no citizen behind."""

from __future__ import annotations

import datetime as dt
import io
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app import clock
from inspect_app.audit.models import AuditEntry
from inspect_app.db import db, new_id, writing
from inspect_app.dossiers import columns, importing, intake, originals
from inspect_app.dossiers.models import (
    ColumnMapping,
    Dossier,
    Method,
    Register,
    RegisterState,
    Sample,
    SeedSource,
)
from inspect_app.errors import Conflict, RuleBroken
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast
from tests.dossiers import sheets


def uploaded(cast: Cast, data: bytes, name: str = "Hồ sơ 2020.xlsx") -> Register:
    visit = people.load(cast.visit)
    return intake.upload(visit, visit.unit, io.BytesIO(data), name, by=people.viewer("member"))


def chosen(register: Register, **changed: str) -> Register:
    book = intake.open_original(register)
    sheet = intake.likely_sheet(book)
    top = book.top(sheet)
    dropped = columns.personal(top.headings, top.sample)
    with writing():
        proposed = intake.proposal(top, dropped) | changed
        intake.choose(register, sheet, top, proposed, by=people.viewer("member"))
    return register


def imported(cast: Cast, data: bytes, name: str = "Hồ sơ 2020.xlsx") -> Register:
    register = chosen(uploaded(cast, data, name))
    importing.begin(register, by=people.viewer("member")).join(60)
    db.session.expire_all()
    return register


def said(register: Register) -> list[str]:
    return [str(message) for message in register.errors]


def dossiers(register: Register) -> int:
    own = select(func.count()).where(Dossier.register_id == register.id)
    return db.session.scalar(own) or 0


def everything(app: Flask) -> bytes:
    """All that the office keeps on its disk."""
    folder: Path = app.config["SETTINGS"].instance
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def written(action: str) -> list[dict[str, Any]]:
    found = select(AuditEntry.detail).where(AuditEntry.action == action)
    return list(db.session.scalars(found))


@pytest.mark.parametrize("spelling", ["xlsx", "csv"])
def test_a_register_comes_in_whole(inside: Flask, cast: Cast, spelling: str) -> None:
    lines = sheets.rows(2500)
    data = sheets.workbook(lines) if spelling == "xlsx" else sheets.table(lines).encode()
    register = imported(cast, data, f"a.{spelling}")
    assert (register.state, register.errors) == (RegisterState.WHOLE, [])
    assert dossiers(register) == register.progress == register.total == 2500
    code = "H15.50.05.13-200602-00001"
    first = db.session.scalars(select(Dossier).where(Dossier.code == code)).one()
    assert (first.field, first.status) == ("Hộ tịch", "Đang xử lý")
    assert first.received == clock.from_local(lines[0][7]) and first.finished is None
    (detail,) = written("dossiers.register_imported")
    assert detail["dossiers"] == 2500 and detail["sha256"] == register.sha256


def test_no_citizen_is_left_anywhere(inside: Flask, cast: Cast) -> None:
    register = imported(cast, sheets.table(sheets.rows(50)).encode(), "a.csv")
    assert register.dropped == ["Người nộp", "Số CCCD", "Điện thoại"]
    assert not originals.path(register.id).exists()
    kept = everything(inside)
    assert b"H15.50.05.13-200602-00001" in kept
    for secret in ("Nguyễn Văn An", "079000000001", "0900000001"):
        assert secret.encode() not in kept


def test_every_fault_is_named_and_nothing_comes_in(inside: Flask, cast: Cast) -> None:
    lines = sheets.rows(2100)
    lines[4] = sheets.row(5, **{"Ngày hẹn trả": "31/02/2020"})
    lines[1500] = sheets.row(1501, **{"Mã hồ sơ": lines[0][1]})
    lines[2099] = sheets.row(2100, **{"Mã hồ sơ": None})
    register = imported(cast, sheets.workbook(lines))
    assert register.state is RegisterState.FAILED and dossiers(register) == 0
    assert said(register) == [
        "Sheet “Hồ sơ”, dòng 8, cột “Ngày hẹn trả”: “31/02/2020” không phải là ngày giờ. "
        "Cần dạng 05/03/2026 hoặc 05/03/2026 14:05.",
        "Sheet “Hồ sơ”, dòng 1.504, cột “Mã hồ sơ”: trùng mã với dòng 4.",
        "Sheet “Hồ sơ”, dòng 2.103, cột “Mã hồ sơ”: thiếu mã hồ sơ.",
    ]
    assert not originals.path(register.id).exists()
    assert written("dossiers.register_failed")[0]["errors"] == 3


def test_a_thousand_faults_are_kept_and_the_rest_counted(inside: Flask, cast: Cast) -> None:
    lines = [sheets.row(n, **{"Ngày tiếp nhận": "x"}) for n in range(1, 1202)]
    register = imported(cast, sheets.workbook(lines))
    assert len(said(register)) == 1001 and said(register)[-1] == "… và 201 lỗi nữa."


def test_a_file_without_dossiers_fails(inside: Flask, cast: Cast) -> None:
    register = imported(cast, sheets.workbook([]))
    assert register.state is RegisterState.FAILED
    assert said(register) == ["Không thấy hồ sơ nào dưới dòng tiêu đề."]


def test_fields_that_differ_in_case_only_are_one(inside: Flask, cast: Cast) -> None:
    lines = [sheets.row(n, **{"Lĩnh vực": f}) for n, f in ((1, "Đất đai"), (2, "ĐẤT ĐAI "))]
    register = imported(cast, sheets.workbook(lines))
    found = select(Dossier.field).where(Dossier.register_id == register.id)
    assert set(db.session.scalars(found)) == {"Đất đai"}


def test_the_mapping_is_remembered_for_these_headings(inside: Flask, cast: Cast) -> None:
    register = chosen(
        uploaded(cast, sheets.workbook(sheets.rows(3))), status="", field="Trạng thái"
    )
    top = intake.open_original(register).top("Hồ sơ")
    again = intake.proposal(top, register.dropped)
    assert again["field"] == "Trạng thái" and "status" not in again
    assert db.session.scalar(select(func.count()).select_from(ColumnMapping)) == 1


def test_a_citizens_column_cannot_be_chosen(inside: Flask, cast: Cast) -> None:
    register = uploaded(cast, sheets.workbook(sheets.rows(3)))
    with pytest.raises(RuleBroken) as caught:
        chosen(register, status="Người nộp")
    assert set(caught.value.fields) == {"status"}


def test_one_register_a_unit_and_a_new_file_replaces_one_never_imported(
    inside: Flask, cast: Cast
) -> None:
    first = uploaded(cast, sheets.workbook(sheets.rows(3)))
    second = imported(cast, sheets.workbook(sheets.rows(4)))
    assert first.removed_at and not originals.path(first.id).exists()
    with pytest.raises(RuleBroken, match="Đã có danh sách"):
        uploaded(cast, sheets.workbook(sheets.rows(5)))
    assert dossiers(second) == 4


def test_what_was_begun_is_not_begun_again(inside: Flask, cast: Cast) -> None:
    register = imported(cast, sheets.workbook(sheets.rows(3)))
    with pytest.raises(Conflict):
        importing.begin(register, by=people.viewer("member"))


def test_removing_deletes_the_dossiers_unless_a_sample_was_drawn(inside: Flask, cast: Cast) -> None:
    register = imported(cast, sheets.workbook(sheets.rows(3)))
    intake.remove(register, by=people.viewer("member"))
    assert register.removed_at and dossiers(register) == 0
    drawn = imported(cast, sheets.workbook(sheets.rows(3)))
    draw(drawn)
    intake.remove(drawn, by=people.viewer("member"))
    intake.settle()
    assert dossiers(drawn) == 3
    assert len(written("dossiers.register_removed")) == 2


def draw(register: Register) -> None:
    with writing():
        sample = Sample(
            visit_id=register.visit_id,
            register_id=register.id,
            method=Method.RANDOM,
            with_late=False,
            population=3,
            size=1,
            seed="1",
            seed_source=SeedSource.DICE,
            witness="",
            strata={},
            codes_sha256="0" * 64,
            drawn_at=clock.now(),
            by_id=people.viewer("member").user_id,
        )
        db.session.add(sample)


def half_read(cast: Cast) -> Register:
    """As a process leaves it that was killed in the middle."""
    register = chosen(uploaded(cast, sheets.workbook(sheets.rows(3))))
    with writing():
        register.total, register.progress = 3, 1
        keys = {"id": new_id(), "register_id": register.id, "visit_id": register.visit_id}
        db.session.add(Dossier(**keys, code="A-1"))
    return register


def test_an_abandoned_import_is_declared_failed_at_the_next_look(inside: Flask, cast: Cast) -> None:
    register = half_read(cast)
    intake.settle()
    assert register.state is RegisterState.FAILED and dossiers(register) == 0
    assert "khởi động lại" in said(register)[0]
    assert not originals.path(register.id).exists()


def test_an_import_that_goes_on_is_left_alone(inside: Flask, cast: Cast) -> None:
    register = half_read(cast)
    held = originals.lock(register.id)
    assert held is not None and originals.lock(register.id) is None
    with held:
        intake.settle()
        assert register.state is RegisterState.READING and dossiers(register) == 1


def test_removing_while_it_is_read_stops_it(inside: Flask, cast: Cast) -> None:
    register = chosen(uploaded(cast, sheets.workbook(sheets.rows(2500))))
    with importing.TURN:
        thread = importing.begin(register, by=people.viewer("member"))
        intake.remove(register, by=people.viewer("member"))
    thread.join(60)
    db.session.expire_all()
    assert dossiers(register) == 0 and register.state is not RegisterState.WHOLE


def test_a_file_nobody_imported_is_deleted_after_half_a_day(
    inside: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = uploaded(cast, sheets.workbook(sheets.rows(3)))
    intake.settle()
    assert originals.path(register.id).exists()
    later = clock.now() + dt.timedelta(hours=13)
    monkeypatch.setattr(clock, "now", lambda: later)
    intake.settle()
    assert not originals.path(register.id).exists() and register.removed_at


def test_a_refused_file_is_not_kept(inside: Flask, cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        uploaded(cast, b"%PDF-1.7\n\x00")
    folder = originals.path(uuid.UUID(int=0)).parent
    assert list(folder.iterdir()) == []


def test_a_signed_visit_takes_no_register(inside: Flask, cast: Cast) -> None:
    people.load(cast.visit).state = VisitState.SIGNED
    db.session.commit()
    with pytest.raises(RuleBroken, match="đã ký"):
        uploaded(cast, sheets.workbook(sheets.rows(3)))


def test_others_save_while_it_is_read(inside: Flask, cast: Cast) -> None:
    visit = people.load(cast.visit)
    register = chosen(uploaded(cast, sheets.workbook(sheets.rows(8000))))
    thread = importing.begin(register, by=people.viewer("member"))
    saved = 0
    while thread.is_alive():
        with writing():
            people.answer(visit, "CD-01", value="pass" if saved % 2 else "fail")
        saved += 1
        time.sleep(0.005)
    db.session.expire_all()
    assert register.state is RegisterState.WHOLE and saved > 3
