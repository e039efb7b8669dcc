"""Whether this office works: database, migrations, files, fonts, signing, and the audit chain."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import ssl
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import select

from . import clock, config, storage, text
from .audit.queries import first_broken
from .db import db
from .minutes import glyphs, parties
from .minutes.document import Minutes
from .minutes.layout import PARTIES
from .minutes.models import SignedMinutes

RULES = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "quick_check": "ok"}
TRIAL = "Kiểm tra hệ thống"
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
PROBE = "Tệp thử của lệnh kiểm tra hệ thống.\n".encode()


class Faulty(Exception):
    """Something that does not work; its text says what, in Vietnamese."""


@dataclass(frozen=True)
class Outcome:
    """One thing looked at; `said` is what was found or went wrong, `remedy` what to do then."""

    title: str
    works: bool
    said: str
    remedy: str


def run() -> Iterator[Outcome]:
    """Look at one thing after the other; a fault in one does not hide the next."""
    settings: config.Settings = current_app.config["SETTINGS"]
    start = "Chạy: flask --app wsgi start"
    restore = "khôi phục từ bản sao lưu"
    checks: tuple[tuple[str, Callable[[], str], str], ...] = (
        ("Cơ sở dữ liệu", _database, f"Xem quyền ghi và đĩa của {settings.instance}; {restore}."),
        ("Phiên bản dữ liệu", _migrations, f"{start}."),
        ("Kho tệp", _files, f"Xem quyền ghi và đĩa của {settings.files}; {restore}."),
        ("Phông chữ", _fonts, f"Chép lại {glyphs.FONTS} từ bộ cài đặt."),
        ("Vẽ, ký và xác minh", _signing, f"Chạy: make setup; xem quyền đọc {settings.keys}."),
        ("Con dấu của cơ quan", _seal, "Xem các biến INSPECT_SEAL_… trong README."),
        ("Dấu thời gian", _stamps, "Xem INSPECT_TSA_URL, INSPECT_TSA_TIMEOUT và mạng."),
        ("Tin cậy", _trust, "Xem INSPECT_TRUST_ROOTS: tệp hoặc thư mục chứng thư PEM, DER."),
        ("Nhật ký", _audit, f"Giữ nguyên hiện trạng, báo quản trị viên; {restore}."),
    )
    for title, check, remedy in checks:
        try:
            yield Outcome(title, True, check(), remedy)
        except Exception as error:
            # Whatever a broken installation raises is what this command is there to tell.
            db.session.rollback()
            yield Outcome(title, False, str(error).splitlines()[0][:200], remedy)


def revisions() -> tuple[str | None, str | None]:
    """(of the database, of the program); they are equal when no migration is pending."""
    script = ScriptDirectory(str(current_app.config["MIGRATIONS"]))
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current, script.get_current_head()


def _database() -> str:
    with db.engine.connect() as connection:
        found = {rule: connection.exec_driver_sql(f"PRAGMA {rule}").scalar() for rule in RULES}
    wrong = [f"{rule} = {found[rule]}" for rule, wanted in RULES.items() if found[rule] != wanted]
    if wrong:
        raise Faulty(", ".join(wrong))
    return "mở được; WAL, ghi an toàn khi mất điện; nội dung nguyên vẹn"


def _migrations() -> str:
    current, head = revisions()
    if current != head:
        raise Faulty(f"đang ở {current or 'chưa có bảng nào'}, phần mềm cần {head}")
    return str(head)


def _files() -> str:
    folder: Path = current_app.config["SETTINGS"].files
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(PROBE)
        os.fsync(file.fileno())
    if storage.get(storage.put(PROBE)) != PROBE:
        raise Faulty("đọc lại không giống tệp đã ghi")
    names = [*db.session.scalars(select(SignedMinutes.sha256))]
    names += db.session.scalars(select(SignedMinutes.data_sha256))
    for name in names:
        storage.get(name)
    return f"ghi và đọc được; {len(names)} tệp của biên bản đã ký nguyên vẹn"


def _fonts() -> str:
    absent = [s for s in STYLES if not (glyphs.FONTS / f"LiberationSerif-{s}.ttf").is_file()]
    if absent:
        raise Faulty(f"thiếu kiểu chữ {', '.join(absent)}")
    letters = _vietnamese_letters()
    if undrawn := letters - glyphs.drawable():
        raise Faulty(f"thiếu chữ {' '.join(sorted(undrawn))}")
    return f"{len(STYLES)} kiểu chữ, đủ {len(letters)} chữ tiếng Việt có dấu"


def _vietnamese_letters() -> set[str]:
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    lower = {unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưy" for t in tones} | {"đ"}
    return {letter for low in lower for letter in (low, low.upper()) if not letter.isascii()}


def _signing() -> str:
    # WeasyPrint and pyHanko cost 40 MB each, which the other commands should not pay.
    from .minutes import pdf
    from .signatures import office, signing, verification
    from .signatures.rules import Party

    settings: config.Settings = current_app.config["SETTINGS"]
    manner = dataclasses.replace(office.manner(settings), stamps=None, asks=False)
    key = office.demonstration_key(settings, "checkup", TRIAL, "Không phải cơ quan")
    now, drawn = clock.now(), pdf.draw(_trial(), storage.get)
    issued = signing.issue(drawn, 1, key, manner, at=now, location="Thử")
    signed = signing.sign(
        issued.pdf, Party.HEAD, key, manner, at=now, reason="Thử", location="Thử"
    ).pdf
    roots = b"".join(map(_pem, manner.trust.roots))
    own = hashlib.sha256(signed).hexdigest()
    verdict = verification.verify(signed, registered=own.__eq__, root=roots)
    if not verdict.genuine:
        raise Faulty(verdict.reason_vi)
    if verification.verify(signed + b" ", registered=lambda _: True, root=roots).genuine:
        raise Faulty("văn bản bị sửa sau khi ký vẫn được nhận là đúng")
    return "vẽ được PDF, ký được, nhận ra bản bị sửa (chứng thư trình diễn)"


def _pem(certificate: Any) -> bytes:
    return ssl.DER_cert_to_PEM_cert(certificate.dump()).encode()


def _seal() -> str:
    from .signatures import office
    from .signatures.keys import is_valid_at, name_of

    key = office.seal_key(current_app.config["SETTINGS"])
    if key is None:
        return "chưa khai báo khóa; con dấu và số dùng chứng thư trình diễn"
    certificate = key.certificate
    until = text.moment(certificate.not_valid_after)
    if not is_valid_at(certificate, clock.now()):
        raise Faulty(f"chứng thư của {name_of(certificate)} không có hiệu lực (hạn {until})")
    return f"có khóa của {name_of(certificate)}, chứng thư có hiệu lực đến {until}"


def _stamps() -> str:
    from .signatures import office
    from .signatures.stamping import NoStamp

    manner = office.manner(current_app.config["SETTINGS"])
    if manner.stamps is None:
        return "chưa khai báo dịch vụ; chữ ký ở mức B-B, thời gian là lời người ký"
    try:
        # Somebody waits before a screen: once, and without pauses.
        dataclasses.replace(manner.stamps, pauses=()).ready(manner.trust, manner.digest)
    except NoStamp as error:
        raise Faulty(f"{error} ({manner.stamps.url})") from error
    return f"{manner.stamps.url} trả lời, được tin cậy"


def _trust() -> str:
    from .signatures import office

    settings: config.Settings = current_app.config["SETTINGS"]
    found = office.trusted(settings)
    return (
        f"{text.number(len(found.roots))} gốc tin cậy (kể cả gốc trình diễn), "
        f"{text.number(len(found.between))} chứng thư trung gian; hàm băm {settings.digest}"
    )


def _trial() -> Minutes:
    now = clock.now()
    return Minutes(
        template="checkup",
        parent_body="Kiểm tra hệ thống",
        issuing_body="Không phải văn bản",
        series="THỬ",
        place="Thử",
        signed_on=clock.today(),
        subject="Văn bản thử của lệnh kiểm tra hệ thống",
        legal_bases=(),
        unit="đơn vị thử",
        venue="máy chủ",
        period_from=clock.today(),
        period_to=clock.today(),
        started_at=now,
        ended_at=now,
        team=(),
        unit_people=(),
        headings=(),
        requests=(),
        unit_opinion="",
        copies=1,
        secretary="",
        unit_representative="",
        head="Kiểm tra hệ thống",
        recipients=(),
        checklist_version="",
        checklist=(),
        sample=(),
        photos=(),
        signatories=parties.unasked(dict.fromkeys(PARTIES, "Thử"), PARTIES),
    )


def _audit() -> str:
    broken = first_broken()
    if broken is not None:
        raise Faulty(f"dòng số {broken} đã bị thay đổi")
    return "chuỗi dấu vết nguyên vẹn"
