"""The commands do what they say, and refuse with a reason and exit code 1."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from inspect_app import config, create_app, storage
from inspect_app.audit.actions import record
from inspect_app.audit.models import AuditEntry
from inspect_app.db import db, writing
from inspect_app.minutes.models import SignedMinutes


def office(instance: Path) -> Flask:
    return create_app(config.read({"INSPECT_INSTANCE_PATH": str(instance)}, testing=True))


def run(app: Flask, *command: object) -> Result:
    result = app.test_cli_runner().invoke(args=[str(word) for word in command])
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return result


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = office(tmp_path_factory.mktemp("played"))
    started = run(app, "start")
    assert started.exit_code == 0, started.output
    assert "truongdoan.antan" in started.output
    return app


@pytest.fixture
def copy(played: Flask, tmp_path: Path) -> Flask:
    """The same office in a folder of its own, to be damaged."""
    shutil.copytree(played.config["SETTINGS"].instance, tmp_path / "copy")
    made = office(tmp_path / "copy")
    with made.app_context(), writing():
        record("tests.copied", by=None)
    return made


@pytest.fixture
def exported(played: Flask, tmp_path: Path) -> Path:
    assert run(played, "minutes", "export", "An Tân", "--out", tmp_path / "a.pdf").exit_code == 0
    return tmp_path / "a.pdf"


def signed(app: Flask) -> SignedMinutes:
    found = db.session.scalar(select(SignedMinutes))
    assert found is not None
    return found


def test_starting_again_makes_nothing_anew(played: Flask) -> None:
    again = run(played, "start")

    assert again.exit_code == 0
    assert again.output.startswith("Đăng nhập trình diễn")


@pytest.mark.parametrize("name", ["An Tân", "xa an tan", "Xã An Tân, huyện An Lão, tỉnh Bình Định"])
def test_export_by_name_writes_the_signed_bytes(played: Flask, tmp_path: Path, name: str) -> None:
    done = run(played, "minutes", "export", name, "--out", tmp_path / "a.pdf")

    assert done.exit_code == 0, done.output
    with played.app_context():
        assert (tmp_path / "a.pdf").read_bytes() == storage.get(signed(played).sha256)


def test_export_by_id_is_written_down(played: Flask, tmp_path: Path) -> None:
    with played.app_context():
        visit_id = signed(played).visit_id
    assert run(played, "minutes", "export", visit_id, "--out", tmp_path / "a.pdf").exit_code == 0

    with played.app_context():
        newest = select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)
        entry = db.session.scalars(newest).one()
        assert (entry.action, entry.visit_id) == ("minutes.exported", visit_id)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Không Đâu", "Không có cuộc kiểm tra nào là “Không Đâu”"),
        ("Tháp Mười", "Chưa có biên bản đã ký nào của “Tháp Mười”"),
        ("00000000-0000-0000-0000-000000000000", "Không có cuộc kiểm tra nào"),
    ],
)
def test_export_of_nothing_says_why(played: Flask, tmp_path: Path, name: str, reason: str) -> None:
    refused = run(played, "minutes", "export", name, "--out", tmp_path / "a.pdf")

    assert refused.exit_code == 1
    assert reason in refused.output
    assert not (tmp_path / "a.pdf").exists()


def test_export_into_a_missing_folder_is_refused_and_not_written_down(
    copy: Flask, tmp_path: Path
) -> None:
    refused = run(copy, "minutes", "export", "An Tân", "--out", tmp_path / "none" / "a.pdf")

    assert refused.exit_code == 1
    assert "Không ghi được" in refused.output
    with copy.app_context():
        newest = select(AuditEntry.action).order_by(AuditEntry.sequence.desc()).limit(1)
        assert db.session.scalar(newest) != "minutes.exported"


def test_verify_names_the_signer_of_the_genuine_file(played: Flask, exported: Path) -> None:
    verdict = run(played, "minutes", "verify", exported)

    assert verdict.exit_code == 0
    assert verdict.output.startswith("ĐÚNG: ")
    assert "Người ký: Nguyễn Văn Bình\n" in verdict.output


def test_verify_refuses_a_file_changed_in_one_byte(played: Flask, exported: Path) -> None:
    content = bytearray(exported.read_bytes())
    content[len(content) // 3] ^= 1
    exported.write_bytes(content)
    verdict = run(played, "minutes", "verify", exported)

    assert verdict.exit_code == 1
    assert verdict.output.startswith("KHÔNG ĐÚNG: ")


def test_verify_refuses_a_file_of_another_office(exported: Path, tmp_path: Path) -> None:
    other = office(tmp_path / "other")
    assert run(other, "db", "upgrade").exit_code == 0
    verdict = run(other, "minutes", "verify", exported)

    assert verdict.exit_code == 1
    assert verdict.output.startswith("KHÔNG ĐÚNG: ")


def test_verify_names_the_document_that_a_file_was_made_from(played: Flask, exported: Path) -> None:
    exported.write_bytes(exported.read_bytes() + b"\n% one more line\n")
    verdict = run(played, "minutes", "verify", exported)

    assert verdict.exit_code == 1
    assert "đã bị thay đổi sau khi ký" in verdict.output
    assert "Văn bản: số 01/" in verdict.output


def test_verify_refuses_what_is_no_pdf(played: Flask, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("không phải PDF")

    assert run(played, "minutes", "verify", tmp_path / "a.pdf").exit_code == 1


def test_check_passes_in_a_sound_office(played: Flask) -> None:
    checked = run(played, "check")

    assert checked.exit_code == 0, checked.output
    assert [line[:4] for line in checked.output.splitlines()] == ["đạt "] * 9
    assert "chưa khai báo khóa" in checked.output
    assert "chưa khai báo dịch vụ" in checked.output
    assert "hàm băm sha256" in checked.output


def test_check_finds_a_lost_file_of_signed_minutes(copy: Flask) -> None:
    with copy.app_context():
        name = signed(copy).sha256
    (copy.config["SETTINGS"].files / name[:2] / name).unlink()
    checked = run(copy, "check")

    assert checked.exit_code == 1
    assert f"hỏng  Kho tệp: {name}" in checked.output
    assert "khôi phục từ bản sao lưu" in checked.output


def test_check_tells_a_new_office_to_start(tmp_path: Path) -> None:
    checked = run(office(tmp_path), "check")

    assert checked.exit_code == 1
    assert "hỏng  Phiên bản dữ liệu: đang ở chưa có bảng nào" in checked.output
    assert "flask --app wsgi start" in checked.output


def test_a_changed_row_of_the_audit_is_named(copy: Flask) -> None:
    assert run(copy, "audit", "verify").exit_code == 0
    with sqlite3.connect(copy.config["SETTINGS"].instance / "inspect.db") as file:
        file.execute("DROP TRIGGER audit_entry_refuses_update")
        file.execute("UPDATE audit_entry SET action = 'nothing' WHERE sequence = 7")
    found = run(copy, "audit", "verify")

    assert found.exit_code == 1
    assert "trước hết ở dòng số 7" in found.output
    assert "hỏng  Nhật ký: dòng số 7" in run(copy, "check").output


def test_the_demonstration_stays_out_of_an_office_with_accounts(copy: Flask) -> None:
    with sqlite3.connect(copy.config["SETTINGS"].instance / "inspect.db") as file:
        file.execute("UPDATE user SET username = 'pham.minh' WHERE username = 'quantri'")

    assert run(copy, "demo").exit_code == 1
    assert run(copy, "demo", "--if-empty").exit_code == 0
    assert "mật khẩu" not in run(copy, "start").output


def test_commands_that_need_data_say_what_to_run_first(tmp_path: Path) -> None:
    refused = run(office(tmp_path), "minutes", "export", "An Tân", "--out", tmp_path / "a.pdf")

    assert refused.exit_code == 1
    assert "Chạy: flask --app wsgi start" in refused.output
