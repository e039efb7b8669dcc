"""An office in a folder of its own: one visit, all items answered, some findings and photos."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from bench import pictures
from inspect_app import clock, config, create_app
from inspect_app.accounts.actions import create_user
from inspect_app.accounts.models import User
from inspect_app.campaigns.actions import create_campaign
from inspect_app.checklists.actions import publish_shipped
from inspect_app.checklists.items import Item
from inspect_app.db import db, new_id, writing
from inspect_app.evidence.actions import add_photo
from inspect_app.findings.actions import record_finding
from inspect_app.findings.rules import FindingKind
from inspect_app.permissions import Role, Viewer
from inspect_app.units.actions import load_reference_units
from inspect_app.units.queries import get_by_key
from inspect_app.visits.actions import answer_item, plan_visit, start_visit
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import checklist_of

PASSWORD = "mat-khau-cua-phep-do"
HEAD, MEMBER = "truongdoan", "thanhvien"
RESULTS = ("pass", "pass", "partial", "pass", "fail", "pass", "not_applicable", "pass")
NOTE = "Đối chiếu báo cáo của xã với số liệu trên phần mềm một cửa điện tử; cần làm rõ thêm."
WORDING = "Ủy ban nhân dân xã đã ban hành văn bản và tổ chức thực hiện đúng thời gian quy định"
PHOTOS, FINDINGS = 10, 8


@dataclass(frozen=True)
class Office:
    """The app and the keys of its one visit and its items."""

    app: Flask
    visit_id: uuid.UUID
    codes: tuple[str, ...]


def settle(folder: Path) -> Office:
    """Make the office through the actions a team would take."""
    app = create_app(config.read({"INSPECT_INSTANCE_PATH": str(folder)}))
    with app.app_context():
        upgrade()
        with writing():
            load_reference_units()
            publish_shipped()
            people = {name: _inspector(name) for name in (HEAD, MEMBER)}
            visit = _visit(people[HEAD], people[MEMBER])
            _answer_all(visit, people[MEMBER])
        _take_photos(visit, people[MEMBER])
        office = Office(app, visit.id, tuple(checklist_of(visit).items))
        db.session.remove()
    return office


def typed(item: Item) -> dict[str, str]:
    """Figures that agree with each other, or the value that the kind of item takes."""
    if item.figures:
        nothing = {key for rule in item.sums for key in (*rule.parts[1:], *rule.equals[1:])}
        nothing |= {rule.part for rule in item.at_most if rule.whole in nothing}
        return {f.key: "0" if f.key in nothing else "1.791" for f in item.figures}
    if item.options:
        return {"value": item.options[0].key}
    return {"value": {"yes_no": "yes", "date": "05/03/2026"}.get(item.answer_type, NOTE)}


def _inspector(name: str) -> Viewer:
    user: User = create_user(
        username=name,
        full_name="Nguyễn Thị Minh Hiếu",
        position="Chuyên viên Sở Nội vụ",
        role=Role.INSPECTOR,
        unit_id=None,
        password=PASSWORD,
        by=None,
    )
    return user.as_viewer()


def _visit(head: Viewer, member: Viewer) -> Visit:
    today = clock.today()
    campaign = create_campaign(
        title="Kiểm tra công tác cải cách hành chính",
        parent_body="Ủy ban nhân dân tỉnh Đồng Tháp",
        issuing_body="Đoàn kiểm tra cải cách hành chính",
        decision_number="1/QĐ-SNV",
        decision_date=today - dt.timedelta(days=14),
        decision_issuer="Giám đốc Sở Nội vụ tỉnh Đồng Tháp",
        series="BB-ĐKT",
        legal_bases=["Căn cứ Quyết định về việc thành lập Đoàn kiểm tra"],
        period_from=dt.date(today.year, 1, 1),
        period_to=today,
        team={head.user_id: Role.HEAD, member.user_id: Role.MEMBER},
        by=head,
    )
    visit = plan_visit(
        campaign, get_by_key("xa-thap-muoi-dong-thap-2025"), planned_on=today, by=head
    )
    start_visit(visit, by=member)
    return visit


def _answer_all(visit: Visit, member: Viewer) -> None:
    for number, item in enumerate(checklist_of(visit).items.values()):
        fields = {"result": {"value": RESULTS[number % len(RESULTS)]}, "value": typed(item)}
        fields |= {"note": {"value": NOTE}, "wording": {"value": WORDING}}
        for aspect, values in fields.items():
            answer_item(visit, item, aspect, values, operation_id=new_id(), by=member)
        if number < FINDINGS:
            record_finding(
                visit,
                kind=FindingKind.SHORTCOMING,
                heading=item.heading,
                text=item.finding_vi,
                item_code=item.code,
                by=member,
            )


def _take_photos(visit: Visit, member: Viewer) -> None:
    codes = list(checklist_of(visit).items)
    for number in range(PHOTOS):
        add_photo(
            visit,
            codes[number * len(codes) // PHOTOS],
            photo_id=new_id(),
            name=f"anh-{number}.jpg",
            data=pictures.photo(number),
            limit=25 * config.MEBIBYTE,
            by=member,
        )
