"""The commands: start, demo, check, and the groups minutes and audit."""

from __future__ import annotations

import uuid
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select

from . import storage, text
from .audit.actions import record
from .audit.queries import first_broken
from .checklists.actions import publish_shipped
from .db import db, writing
from .evidence import pieces
from .minutes.models import SignedMinutes
from .units.actions import load_reference_units
from .units.models import Unit
from .visits.models import Visit

# What only one command needs is imported inside it: the others should start fast.

FILE = click.Path(path_type=Path, dir_okay=False)
LEFT_ALONE = 14  # days without a byte, after which a photo half sent is not waited for
minutes = AppGroup("minutes", help="Signed minutes: export and verify.")
audit = AppGroup("audit", help="The record of what was done.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in (start, demo, check, minutes, audit):
        app.cli.add_command(command)


@click.command()
@with_appcontext
def start() -> None:
    """Make ready: migrate, load the reference data, play the demo into an empty system."""
    from .demo import play

    _prepare()
    if swept := pieces.sweep(LEFT_ALONE):
        click.echo(f"Kho tệp: bỏ {text.number(swept)} ảnh gửi dở dang từ lâu.")
    if play.is_empty():
        _play()
    if play.is_played():
        _print_sign_ins()


@click.command()
@click.option("--if-empty", is_flag=True, help="Only when nobody has an account yet.")
@with_appcontext
def demo(if_empty: bool) -> None:
    """Play the demonstration; playing it again changes nothing."""
    from .demo import play

    _prepare()
    empty = play.is_empty()
    if if_empty and not empty:
        click.echo("Hệ thống đã có tài khoản: không dựng dữ liệu trình diễn.")
        return
    if not empty and not play.is_played():
        raise click.ClickException(
            "Hệ thống đã có tài khoản thật. Dữ liệu trình diễn có mật khẩu ai cũng biết, nên chỉ "
            "dựng trong hệ thống trống: đặt INSPECT_INSTANCE_PATH sang thư mục khác rồi chạy lại."
        )
    _play()
    _print_sign_ins()


@click.command()
@with_appcontext
def check() -> None:
    """Tell whether database, migrations, files, fonts, signing and audit work; exit 1 if not."""
    from . import checkup

    broken = 0
    for outcome in checkup.run():
        click.echo(f"{'đạt ' if outcome.works else 'hỏng'}  {outcome.title}: {outcome.said}")
        if not outcome.works:
            broken += 1
            click.echo(f"      → {outcome.remedy}")
    if broken:
        raise click.exceptions.Exit(1)


@minutes.command()
@click.argument("visit")
@click.option("--out", type=FILE, required=True, help="Where to write the PDF.")
def export(visit: str, out: Path) -> None:
    """Write the signed minutes of VISIT, byte for byte as they were signed.

    VISIT is the visit's id, or the name of its unit for the latest one with signed minutes.
    """
    _check_ready()
    signed = _find_signed(visit)
    try:
        document = storage.get(signed.sha256)
        with writing():
            record("minutes.exported", by=None, visit_id=signed.visit_id, sha256=signed.sha256)
            out.write_bytes(document)
    except storage.Missing as error:
        raise click.ClickException(f"Kho tệp thiếu hoặc hỏng tệp {error}.") from error
    except OSError as error:
        raise click.ClickException(f"Không ghi được {out}: {error.strerror}.") from error
    click.echo(f"Đã ghi {out}: {_title(signed)}.")


@minutes.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--code", default="", help="The code of the document that FILE should be.")
def verify(file: Path, code: str) -> None:
    """Say what FILE is, as the public page does; exit 0 only for a document that we signed."""
    from .verification import actions, told

    _check_ready()
    checked = actions.check(file.read_bytes(), code=code or None)
    for line in told.lines(checked):
        click.echo(line)
    if not checked.genuine:
        raise click.exceptions.Exit(1)


@audit.command("verify")
def verify_audit() -> None:
    """Say whether the record of what was done is whole; names the first changed row."""
    _check_ready()
    broken = first_broken()
    if broken is not None:
        raise click.ClickException(f"Nhật ký đã bị thay đổi, trước hết ở dòng số {broken}.")
    click.echo("Nhật ký nguyên vẹn.")


def _prepare() -> None:
    from .checkup import revisions

    current, head = revisions()
    if current != head:
        upgrade()
        click.echo(f"Cơ sở dữ liệu: đã {'nâng cấp' if current else 'tạo'}, phiên bản {head}.")
    with writing():
        added, published = load_reference_units(), publish_shipped()
    if added:
        click.echo(f"Danh mục: thêm {text.number(added)} đơn vị hành chính.")
    for key in published:
        click.echo(f"Phiếu kiểm tra: ban hành phiên bản {key}.")


def _check_ready() -> None:
    from .checkup import revisions

    current, head = revisions()
    if current != head:
        raise click.ClickException("Cơ sở dữ liệu chưa sẵn sàng. Chạy: flask --app wsgi start")


def _play() -> None:
    from .demo import play

    click.echo("Dữ liệu trình diễn: đang dựng, mất chưa đến một phút.")
    play.play()


def _print_sign_ins() -> None:
    from .demo import people, play

    click.echo(f"Đăng nhập trình diễn, mật khẩu chung (chỉ để trình diễn): {people.PASSWORD}")
    rows = play.sign_ins()
    names, parts = (max(len(row[n]) for row in rows) for n in (0, 1))
    for name, part, to_try in rows:
        click.echo(f"  {name:<{names}}  {part:<{parts}}  {to_try}")


def _find_signed(wanted: str) -> SignedMinutes:
    visits = _visits(wanted)
    if not visits:
        raise click.ClickException(f"Không có cuộc kiểm tra nào là “{wanted}”.")
    found = select(SignedMinutes).where(SignedMinutes.visit_id.in_([v.id for v in visits]))
    signed = sorted(db.session.scalars(found), key=lambda s: (s.visit.planned_on, s.signed_at))
    if not signed:
        raise click.ClickException(f"Chưa có biên bản đã ký nào của “{wanted}”.")
    if len({one.visit.unit_id for one in signed}) > 1:
        listed = "\n".join(f"  {s.visit_id}  {s.visit.unit.full_label}" for s in signed)
        raise click.ClickException(f"Có nhiều đơn vị tên “{wanted}”. Chọn theo mã:\n{listed}")
    return signed[-1]


def _visits(wanted: str) -> list[Visit]:
    try:
        visit = db.session.get(Visit, uuid.UUID(wanted))
        return [visit] if visit else []
    except ValueError:
        name = text.folded(wanted)
        named = select(Visit).join(Unit, Visit.unit_id == Unit.id)
        found = db.session.scalars(named.where(Unit.search.contains(name.replace(",", ""))))
        return [v for v in found if name in _names(v.unit)]


def _names(unit: Unit) -> set[str]:
    return {text.folded(name) for name in (unit.name, unit.label, unit.full_label)}


def _title(signed: SignedMinutes) -> str:
    number = text.document_number(signed.number, signed.series)
    return f"biên bản số {number} năm {signed.year}, {signed.visit.unit.full_label}"
